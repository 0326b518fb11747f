"""What of each entry falls on which day of a month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.agenda import SHORT, Agenda, Edge, Entry, agenda, nearest, order
from ikrar.core.stage.month import Month, month_of

NOVEMBER = Month(2024, 11)


def entry(first: date, last: date, **more: object) -> Entry:
    return Entry("tahapan", "x", "X", first, last, **more)  # type: ignore[arg-type]


def edges(found: Agenda) -> list[tuple[int, Edge]]:
    return [(day.day, one.edge) for day, shown in found.days.items() for one in shown]


def test_a_short_entry_stands_on_each_of_its_days() -> None:
    found = agenda(NOVEMBER, [entry(date(2024, 11, 24), date(2024, 11, 26))])
    assert edges(found) == [(24, Edge.BEGINS), (25, Edge.RUNS), (26, Edge.ENDS)]
    assert found.through == ()


def test_one_day_is_told_as_one() -> None:
    vote = entry(date(2024, 11, 27), date(2024, 11, 27))
    assert edges(agenda(NOVEMBER, [vote])) == [(27, Edge.WHOLE)]


def test_without_a_first_day_the_one_day_known_is_the_last() -> None:
    until = entry(date(2024, 11, 18), date(2024, 11, 18), open_start=True)
    assert edges(agenda(NOVEMBER, [until])) == [(18, Edge.ENDS)]


def test_of_a_long_entry_the_month_shows_its_ends_and_between_them_that_it_runs() -> None:
    campaign = entry(date(2024, 9, 25), date(2024, 11, 23))
    assert edges(agenda(Month(2024, 9), [campaign])) == [(25, Edge.BEGINS)]
    assert edges(agenda(NOVEMBER, [campaign])) == [(23, Edge.ENDS)]
    between = agenda(Month(2024, 10), [campaign])
    assert between.days == {}
    assert between.through == (campaign,)


def test_what_lies_outside_is_left_out() -> None:
    around = [entry(date(2024, 10, 1), date(2024, 10, 31)), entry(date(2024, 12, 1), date(2024, 12, 2))]
    assert agenda(NOVEMBER, around) == Agenda(NOVEMBER, {}, ())


def test_a_day_tells_whole_days_before_hours_and_the_rest_by_what_never_changes() -> None:
    day = date(2024, 11, 5)
    noon = datetime(2024, 11, 5, 5, tzinfo=UTC)
    late = Entry("rapat", "a", "X", day, day, hours=(noon, noon))
    early = Entry("tahapan", "b", "X", day, day)
    assert sorted([late, early], key=order) == [early, late]


def test_the_nearest_entries_around_a_month_are_found() -> None:
    found = [entry(date(2024, month, 3), date(2024, month, 9)) for month in (3, 5, 9, 12)]
    assert nearest(found, Month(2024, 7)) == (date(2024, 5, 9), date(2024, 9, 3))
    assert nearest(found, Month(2024, 2)) == (None, date(2024, 3, 3))
    assert nearest(found, Month(2025, 1)) == (date(2024, 12, 9), None)
    assert nearest(reversed(found), Month(2024, 7)) == (date(2024, 5, 9), date(2024, 9, 3))


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 400))
def test_every_entry_is_seen_in_every_month_it_touches_and_in_no_other(first: date, length: int) -> None:
    one = entry(first, first + timedelta(days=length))
    for number in range(24):
        month = Month(2024, 1).moved(number)
        found = agenda(month, [one])
        touches = one.first <= month.last and one.last >= month.first
        assert bool(found.days or found.through) == touches
        assert all(month_of(day) == month for day in found.days)
        assert bool(found.days) != bool(found.through) or not touches
        assert len(found.days) <= max(SHORT, 2)
