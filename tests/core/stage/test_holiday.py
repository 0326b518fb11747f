"""A day is working, off or unknown; nothing is called working because nobody knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.holiday import AHEAD, NATION, Calendar, Cover, Day, Kind, cover, covered

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def is_working(day: date, calendar: Calendar = NATION) -> bool | None:
    return calendar.day(day).working


def of_year(year: int) -> list[Day]:
    """Return the public holidays and days of joint leave of a year."""
    days = (NATION.day(date(year, 1, 1) + timedelta(days=n)) for n in range(366))
    return [one for one in days if one.kind in {Kind.PUBLIC, Kind.JOINT} and one.day.year == year]


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2024-02-09", Kind.JOINT, "Cuti Bersama Tahun Baru Imlek"),
        ("2024-02-10", Kind.PUBLIC, "Tahun Baru Imlek"),  # a Saturday: the holiday's name is what people look for
        ("2024-02-12", Kind.WORKING, ""),
        ("2024-02-14", Kind.PUBLIC, "Hari Pemilihan Umum"),
        ("2024-02-17", Kind.WEEKEND, ""),
        ("2024-02-18", Kind.WEEKEND, ""),
        ("2024-04-12", Kind.JOINT, "Cuti Bersama Hari Raya Idul Fitri"),
        ("2024-11-27", Kind.PUBLIC, "Hari Pemilihan Kepala Daerah"),
        ("2024-12-26", Kind.JOINT, "Cuti Bersama Hari Raya Natal"),
        ("2025-08-18", Kind.JOINT, "Cuti Bersama Hari Kemerdekaan Republik Indonesia"),
        ("2022-12-14", Kind.WORKING, ""),
    ],
)
def test_public_holidays_and_joint_leave_of_decreed_years_are_told_apart(day: str, kind: Kind, name: str) -> None:
    told = NATION.day(date.fromisoformat(day))
    assert (told.kind, told.name.get("id", ""), told.sure) == (kind, name, True)
    assert told.working is (kind is Kind.WORKING)
    assert set(told.name) in (set(), {"id", "en"})


def test_names_stand_in_both_languages() -> None:
    assert NATION.day(date(2024, 2, 14)).name == {"id": "Hari Pemilihan Umum", "en": "General Election Day"}


def test_years_are_decreed_estimated_or_outside_and_the_borders_are_the_package_s() -> None:
    first, decreed, estimated = covered()
    assert first == 2002  # the first joint leave
    assert decreed >= 2026
    assert estimated >= decreed + AHEAD
    assert [cover(year) for year in (first - 1, first, decreed, decreed + 1, estimated, estimated + 1)] == [
        Cover.OUTSIDE,
        Cover.DECREED,
        Cover.DECREED,
        Cover.ESTIMATED,
        Cover.ESTIMATED,
        Cover.OUTSIDE,
    ]


def test_every_election_day_of_the_bundled_elections_is_in_a_decreed_year() -> None:
    for year in (2018, 2019, 2020, 2022, 2023, 2024, 2025):
        assert cover(year) is Cover.DECREED


def test_a_weekday_outside_is_unknown_and_never_working() -> None:
    _first, _decreed, estimated = covered()
    for day in (date(2001, 12, 31), date(estimated + 1, 3, 1), date(1945, 8, 17)):
        monday = day - timedelta(days=day.weekday())
        assert NATION.day(monday).kind is Kind.UNKNOWN
        assert is_working(monday) is None
        assert NATION.day(monday + timedelta(days=5)).kind is Kind.WEEKEND
        assert is_working(monday + timedelta(days=5)) is False


def test_a_computed_islamic_day_is_off_but_not_sure_and_its_name_carries_no_mark() -> None:
    year = covered()[1] + 1
    unsure = [one for one in of_year(year) if not one.sure]
    assert unsure
    for one in unsure:
        assert one.kind is Kind.PUBLIC
        assert one.working is None
        assert "perkiraan" not in one.name["id"]
        assert "estimated" not in one.name["en"]
    moved = next(one.day for one in unsure if one.day.weekday() == 0)
    assert is_working(moved + timedelta(days=2)) is not True  # it may move onto that day


def test_where_leave_is_decreed_and_only_some_days_are_computed_other_days_are_sure() -> None:
    assert cover(2027) is Cover.ESTIMATED
    assert is_working(date(2027, 2, 9)) is True
    assert is_working(date(2027, 3, 10)) is None  # Idul Fitri, computed
    assert is_working(date(2027, 3, 8)) is False
    assert is_working(date(2027, 2, 5)) is False  # joint leave, decreed


def test_a_year_without_a_decree_of_leave_has_no_sure_working_day() -> None:
    year = covered()[2]
    weekdays = [
        one for n in range(365) if (one := NATION.day(date(year, 1, 1) + timedelta(days=n))).kind is Kind.WORKING
    ]
    assert weekdays
    assert not any(one.sure for one in weekdays)
    assert is_working(date(year, 8, 17)) is False  # a fixed day stays one


def test_a_year_has_the_days_of_its_decree_and_a_year_outside_has_none() -> None:
    assert len(of_year(2024)) == 29  # 19 public, 10 of joint leave
    assert of_year(1999) == []


@given(DAYS)
def test_a_sure_working_day_is_a_weekday_that_no_list_names(day: date) -> None:
    told = NATION.day(day)
    if told.working:
        assert day.weekday() < 5
        assert told.name == {}
        assert cover(day.year) is not Cover.OUTSIDE
    if told.working is False:
        assert told.kind in {Kind.WEEKEND, Kind.PUBLIC, Kind.JOINT}
    assert (told.kind is Kind.UNKNOWN) == (cover(day.year) is Cover.OUTSIDE and day.weekday() < 5)


def test_a_place_may_add_days_of_its_own() -> None:
    day = date(2029, 11, 28)
    name = {"id": "Hari pemungutan suara", "en": "Voting day"}
    told = Calendar({day: name}).day(day)
    assert (told.kind, told.name, told.sure) == (Kind.PUBLIC, name, True)
    assert is_working(day, Calendar({day: name})) is False
    assert is_working(day) is None
