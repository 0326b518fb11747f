"""Months as calendars show them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.month import FIRST_YEAR, LAST_YEAR, Month, month_of, parse

MONTHS = st.builds(Month, st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12))


@given(MONTHS)
def test_its_weeks_are_whole_from_monday_to_sunday_and_hold_each_of_its_days_once(month: Month) -> None:
    days = [day for week in month.weeks() for day in week]
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in month.weeks())
    assert [day for day in days if month_of(day) == month] == [
        month.first + timedelta(days=n) for n in range((month.last - month.first).days + 1)
    ]
    assert all(one + timedelta(days=1) == two for one, two in pairwise(days))
    assert len(days) - len([day for day in days if month_of(day) == month]) < 14


@given(MONTHS, st.integers(-30, 30))
def test_months_move_there_and_back(month: Month, by: int) -> None:
    assert month.moved(by).moved(-by) == month
    assert (month < month.moved(by)) == (by > 0)
    assert parse(str(month)) == month


def test_a_month_ends_where_the_next_begins() -> None:
    assert Month(2024, 2).last == date(2024, 2, 29)
    assert Month(2024, 12).after == Month(2025, 1)
    assert Month(2024, 1).before == Month(2023, 12)


def test_the_calendar_has_a_beginning_and_an_end() -> None:
    assert Month(FIRST_YEAR, 1).before is None
    assert Month(LAST_YEAR, 12).after is None


@pytest.mark.parametrize(
    "written", ["", "2024", "2024-13", "2024-00", "9999-01", "1900-01", "2024-1", "٢٠٢٤-١١", "x-y"]
)
def test_what_is_no_month_is_none(written: str) -> None:
    assert parse(written) is None
