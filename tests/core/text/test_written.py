"""Days and hours are written as the reader of dates reads them, in one place for letters, releases and papers."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from ikrar.core.text import written
from ikrar.core.text.date import MONTHS, WEEKDAYS, find


def test_a_day_is_written_with_and_without_its_weekday() -> None:
    assert written.plain_day(date(2024, 8, 16)) == "16 Agustus 2024"
    assert written.long_day(date(2024, 8, 16)) == "Jumat, 16 Agustus 2024"


@pytest.mark.parametrize("day", [date(2024, 1, 1) + timedelta(days=n * 29) for n in range(13)])
def test_what_is_written_is_read_back_as_the_same_day(day: date) -> None:
    (found,) = find(written.long_day(day))
    assert (found.year, found.month, found.day, found.weekday) == (day.year, day.month, day.day, day.weekday())


def test_every_name_written_is_the_first_of_the_names_that_are_read() -> None:
    assert [WEEKDAYS[name.lower()] for name in written.DAYS] == list(range(7))
    assert [MONTHS[name.lower()] for name in written.MONTHS] == list(range(1, 13))


@pytest.mark.parametrize(
    ("language", "seconds", "told"),
    [("id", False, "09.05"), ("en", False, "09:05"), ("id", True, "09.05.07"), ("en", True, "09:05:07")],
)
def test_an_hour_has_a_point_in_indonesian_and_a_colon_in_english(language: str, seconds: bool, told: str) -> None:
    assert written.clock(time(9, 5, 7), language, seconds=seconds) == told
