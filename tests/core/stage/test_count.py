"""Days are counted from the day after the event, and where a holiday is in doubt both readings stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.count import Unit, after_hours, end_of, reach
from ikrar.core.stage.holiday import NATION, Calendar

STARTS = st.dates(date(2018, 1, 1), date(2026, 10, 1))
NUMBERS = st.integers(-20, 20)


@pytest.mark.parametrize(
    ("start", "number", "plain", "strict"),
    [
        ("2024-02-01", 5, "2024-02-12", "2024-02-09"),  # Isra Mikraj on the 8th, leave on the 9th
        ("2024-11-22", 3, "2024-11-28", "2024-11-28"),  # a weekend and the voting day
        ("2024-12-23", 3, "2024-12-30", "2024-12-27"),  # Christmas, and leave the day after
        ("2024-12-30", 2, "2025-01-02", "2025-01-02"),  # over the year's end
        ("2024-04-05", 1, "2024-04-16", "2024-04-08"),  # the long leave of Idul Fitri
        ("2024-02-13", -3, "2024-02-06", "2024-02-07"),
        ("2024-11-24", 0, "2024-11-24", "2024-11-24"),  # nought is the day itself, also a Sunday
        ("2024-11-23", 1, "2024-11-25", "2024-11-25"),
    ],
)
def test_working_days_by_hand(start: str, number: int, plain: str, strict: str) -> None:
    counted = reach(date.fromisoformat(start), number, Unit.WORKING)
    assert (str(counted.plain), str(counted.strict)) == (plain, strict)
    assert str(counted.stricter) == min(plain, strict)
    assert counted.sure


@given(STARTS, NUMBERS)
def test_calendar_days_are_plain_arithmetic(start: date, number: int) -> None:
    counted = reach(start, number, Unit.DAYS)
    assert counted.plain == counted.strict == start + timedelta(days=number)
    assert counted.sure


@given(STARTS, NUMBERS)
def test_between_start_and_end_lie_exactly_so_many_working_days(start: date, number: int) -> None:
    end = reach(start, number, Unit.WORKING).plain
    low, high = min(start, end), max(start, end)
    between = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    assert sum(NATION.day(day).working is True for day in between if day != start) == abs(number)
    assert number == 0 or NATION.day(end).working


@given(STARTS, st.integers(0, 20))
def test_the_strict_reading_is_never_later_and_one_day_more_is_never_earlier(start: date, number: int) -> None:
    counted = reach(start, number, Unit.WORKING)
    assert start <= counted.strict <= counted.plain
    assert reach(start, number + 1, Unit.WORKING).plain > counted.plain


def test_an_estimated_year_says_that_it_is_not_sure() -> None:
    assert not reach(date(2027, 3, 5), 4, Unit.WORKING).sure
    counted = reach(date(2027, 3, 9), 1, Unit.WORKING)
    assert counted.strict == date(2027, 3, 10)  # Idul Fitri is computed: it may fall elsewhere
    assert counted.plain > counted.strict
    assert not reach(date(2050, 3, 1), 1, Unit.WORKING).sure


def test_a_day_a_place_adds_does_not_count() -> None:
    off = Calendar({date(2024, 7, 10): {"id": "Libur", "en": "Off"}})
    assert reach(date(2024, 7, 9), 1, Unit.WORKING, off).plain == date(2024, 7, 11)


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)])
def test_a_day_ends_at_midnight_in_its_zone(zone: str, hour: int) -> None:
    assert end_of(date(2024, 11, 26), zone).astimezone(UTC) == datetime(2024, 11, 26, hour, tzinfo=UTC)


def test_hours_run_through_midnight_and_holidays() -> None:
    start = datetime(2024, 12, 24, 22, 15, tzinfo=ZoneInfo("Asia/Makassar"))
    assert after_hours(start, 72) == datetime(2024, 12, 27, 22, 15, tzinfo=ZoneInfo("Asia/Makassar"))


def test_hours_and_days_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="instant"):
        reach(date(2024, 1, 1), 24, Unit.HOURS)
    with pytest.raises(ValueError, match="zone"):
        after_hours(datetime(2024, 1, 1), 24)  # noqa: DTZ001 - that it has no zone is the point
