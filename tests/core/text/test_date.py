"""The date grammar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.date import MONTHS, WEEKDAY_NAMES, DateMention, find, weekdays

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))
MONTH_NAMES = {number: name for name, number in reversed(MONTHS.items())}


def only(text: str) -> DateMention:
    (mention,) = find(text)
    return mention


@pytest.mark.parametrize(
    ("text", "day", "month", "year", "weekday"),
    [
        ("pada senin (04/09).", 4, 9, None, 0),
        ("Jumat (16/8)", 16, 8, None, 4),
        ("Jum'at 27 September 2024", 27, 9, 2024, 4),
        ("Senin, 19 Agustus 2024", 19, 8, 2024, 0),
        ("Rabu (31/01/24)", 31, 1, 2024, 2),
        ("Rabu malam, 21 Agt 2024", 21, 8, 2024, 2),
        ("Selasa tanggal 17-10-2023", 17, 10, 2023, 1),
        ("pada 19.08.2024", 19, 8, 2024, None),
        ("tanggal 16/8", 16, 8, None, None),
        ("2024-08-27", 27, 8, 2024, None),
        ("Aug 27, 2024", 27, 8, 2024, None),
        ("14 Februari", 14, 2, None, None),
        ("29 Pebruari 2024", 29, 2, 2024, None),
        ("sembilan belas september tahun dua ribu delapan belas", 19, 9, 2018, None),
    ],
)
def test_a_date_is_read_in_every_form_the_press_uses(
    text: str, day: int, month: int, year: int | None, weekday: int | None
) -> None:
    mention = only(text)
    assert (mention.day, mention.month, mention.year, mention.weekday) == (day, month, year, weekday)


@pytest.mark.parametrize(
    "text",
    [
        "siaga 24/7",
        "1/3 suara",
        "Kodim 0804/12",
        "31/13/2024",
        "(30/2)",
        "Nomor 3/2022",
        "pukul 08.30",
        "pola 2-12",
        "45 Mei",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find(text) == ()


def test_both_ends_of_a_period_are_marked_and_share_its_year() -> None:
    first, last = find("dari 25 September hingga 23 November 2024")
    assert first.ranged
    assert last.ranged
    assert (first.year, last.year) == (2024, 2024)
    assert only("berada di sini 5-12 Agustus 2023").ranged
    assert not only("Jumat (16/8) pagi").ranged


def test_dates_that_only_stand_near_one_another_are_no_period() -> None:
    assert [one.ranged for one in find("Senin (26/8) dan Selasa (27/8)")] == [False, False]


def test_a_weekday_without_a_number_is_found_apart() -> None:
    text = "Acara berlangsung Selasa dan jum'at."
    assert [text[start:end] for start, end in weekdays(text)] == ["Selasa", "jum'at"]


def test_a_mention_knows_whether_its_weekday_agrees_and_which_day_does_not_exist() -> None:
    mention = only("Jumat (16/8)")
    assert mention.agrees(datetime.date(2024, 8, 16))
    assert not mention.agrees(datetime.date(2023, 8, 16))
    assert only("29 Februari").on(2023) is None
    assert only("29 Februari").agrees(datetime.date(2024, 2, 29))


@given(DAYS)
def test_every_day_is_found_as_it_was_written(day: datetime.date) -> None:
    name = WEEKDAY_NAMES[day.weekday()]
    written = (
        f"{name} ({day.day}/{day.month}/{day.year})",
        f"{name}, {day.day} {MONTH_NAMES[day.month].capitalize()} {day.year}",
        f"{name} ({day.day:02}/{day.month:02}/{day.year})",
    )
    for text in written:
        mention = only(f"Acara digelar {text}.")
        assert mention.on(mention.year or 0) == day
        assert mention.agrees(day)


@given(st.text(alphabet="0123456789/-. ()SeninMaret", max_size=40))
def test_every_span_holds_the_day_that_it_claims(text: str) -> None:
    for mention in find(text):
        start, end = mention.span
        assert 0 <= start < end <= len(text)
        assert str(mention.day) in text[start:end].replace("0", "") + text[start:end]
        assert mention.on(2000 if mention.year is None else mention.year)
