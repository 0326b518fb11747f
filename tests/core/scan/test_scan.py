"""What a sealed picture may show, and how long it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.scan.scan import LATEST, SOONEST, USUAL, What, kept_until, what_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("what", list(What))
def test_what_a_picture_shows_is_read_back(what: What) -> None:
    assert what_of(what.value) is what


@pytest.mark.parametrize("value", ["", "selfie", "Board", "board "])
def test_nothing_outside_the_list_is_shown(value: str) -> None:
    with pytest.raises(InvalidField) as error:
        what_of(value)
    assert error.value.field == "what"


@pytest.mark.parametrize("value", ["", "   "])
def test_without_a_day_a_picture_is_kept_a_year(value: str) -> None:
    assert kept_until(value, TODAY) == TODAY + USUAL


@pytest.mark.parametrize("value", ["besok", "2027-13-01", "22/11/2027", "20271122x"])
def test_what_is_no_day_is_told_with_an_example(value: str) -> None:
    with pytest.raises(InvalidField, match="tidak terbaca"):
        kept_until(value, TODAY)


@given(days=st.integers(-4000, 4000))
def test_a_day_counts_exactly_between_thirty_days_and_five_years(days: int) -> None:
    day = TODAY + timedelta(days=days)
    if SOONEST.days <= days <= LATEST.days:
        assert kept_until(f" {day.isoformat()} ", TODAY) == day
    else:
        with pytest.raises(InvalidField, match="30 hari"):
            kept_until(day.isoformat(), TODAY)
