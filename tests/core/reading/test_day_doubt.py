"""What is in doubt about the event's date, and the readings that compete."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading.record import Doubt
from ikrar.core.text.date import WEEKDAY_NAMES
from tests.core.reading.reader import read
from tests.core.text.test_date import MONTH_NAMES

DAYS = st.dates(datetime.date(2024, 1, 15), datetime.date(2024, 11, 20))
STORY = "Polres Pamekasan menggelar Deklarasi Pilkada Damai 2024 di aula"


def doubts(text: str, published: datetime.date | None = None) -> list[Doubt]:
    return [one for one in read(text, published).doubts if one.field == "event_date"]


@given(DAYS, st.integers(1, 6))
def test_a_weekday_that_does_not_fit_brings_days_of_that_weekday_and_the_number_first(
    day: datetime.date, slip: int
) -> None:
    name = WEEKDAY_NAMES[(day.weekday() + slip) % 7]
    found = read(f"{STORY}, {name} ({day.day}/{day.month}/2024).")
    assert found.event_date == day
    (told,) = [one for one in found.doubts if one.field == "event_date"]
    first, *others = [datetime.date.fromisoformat(one.value) for one in told.alternatives]
    assert first == day
    assert len(others) >= 2
    assert all(WEEKDAY_NAMES[one.weekday()] == name for one in others)
    assert min(abs((one - day).days) for one in others) <= 3


@given(DAYS)
def test_a_date_whose_weekday_fits_is_in_no_doubt(day: datetime.date) -> None:
    assert doubts(f"{STORY}, {WEEKDAY_NAMES[day.weekday()]} ({day.day}/{day.month}/2024).") == []


@given(DAYS, st.integers(1, 9), st.sampled_from(("{a}-{b} {n} 2024", "{a} s/d {b} {n} 2024", "{a} dan {b} {n} 2024",
    "{a} {n} hingga {b} {n} 2024", "({a}-{b}/{m}/2024)", "{a} sampai dengan {b} {n} 2024")))  # fmt: skip
def test_a_period_never_becomes_the_day_of_the_event(day: datetime.date, length: int, form: str) -> None:
    first = min(day.day, 19)
    dates = form.format(a=first, b=first + length, n=MONTH_NAMES[day.month - 1], m=day.month)
    found = read(f"{STORY}, {dates}.")
    assert found.event_date is None
    assert {one.value for one in doubts(f"{STORY}, {dates}.")[0].alternatives} == {
        day.replace(day=first).isoformat(),
        day.replace(day=first + length).isoformat(),
    }


@given(DAYS, DAYS)
def test_every_reading_in_question_shows_words_of_the_text(one: datetime.date, other: datetime.date) -> None:
    text = f"{STORY}, Senin ({one.day}/{one.month}). Rapat digelar {other.day} {MONTH_NAMES[other.month - 1]}, Rabu."
    found = read(text)
    for told in (row for row in found.doubts if row.field == "event_date"):
        for reading in told.alternatives:
            assert reading.value
            assert reading.spans
            assert all(found.text[start:end].strip() for start, end in reading.spans)


@pytest.mark.parametrize(
    ("text", "published", "why", "values"),
    [
        # slips of the pen: the nearest such days, another ten, another month
        (f"{STORY}, Jumat (9/9/2024).", None, "Senin", ["2024-09-09", "2024-09-06", "2024-09-13", "2024-08-09"]),
        (f"{STORY}, Selasa (23/9/2024).", None, "Senin", ["2024-09-23", "2024-09-24", "2024-09-17", "2024-09-03"]),
        # after publication
        (f"{STORY}, Senin (9/9/2024).", "2024-09-05", "2024-09-05", ["2024-09-09"]),
        # a weekday in another place
        (f"{STORY}, 18 Oktober 2024. Apel digelar Selasa.", None, "Selasa", ["2024-10-18", "2024-10-15", "2024-10-22"]),
        # only the day of a statement
        (f'{STORY}. "Tenang," kata Kapolres, Rabu (4/9).', None, "bukan hari kegiatan", ["2024-09-04"]),
        # only a plan
        (f"{STORY}. Rapat akan digelar 9 September 2024.", None, "tidak tertulis", []),
        # only weekdays
        (f"{STORY}, Rabu.", None, "nama hari", []),
        (f"{STORY}, Rabu. Hadir juga tokoh, Kamis.", "2024-09-06", "nama hari", ["2024-09-04", "2024-09-05"]),
        # nothing
        (f"{STORY}.", None, "tidak tertulis", []),
        # told by what is not known
        (f"{STORY}, kemarin.", None, "terbit", []),
        (f"{STORY}, kemarin.", "2024-09-06", "2024-09-06", ["2024-09-05"]),
        (f"{STORY} pada hari pertama kampanye.", None, "tahapan", ["2024-09-25"]),
    ],
)
def test_a_doubt_says_why_and_carries_the_days_in_question(
    text: str, published: str | None, why: str, values: list[str]
) -> None:
    issue = datetime.date.fromisoformat(published) if published else None
    (told,) = doubts(text, issue)
    assert why in told.why
    assert [one.value for one in told.alternatives] == values


@pytest.mark.parametrize("order", [("Rabu (26/9/2018)", "kamis 26/9/18"), ("kamis 26/9/18", "Rabu (26/9/2018)")])
def test_one_day_told_with_two_weekdays_is_in_doubt_whichever_is_read(order: tuple[str, str]) -> None:
    text = (
        f"Polres Barito Timur menggelar Deklarasi Pemilu Damai 2019 di aula, {order[0]}. Deklarasi digelar {order[1]}."
    )
    found = read(text)
    assert found.event_date == datetime.date(2018, 9, 26)
    (told,) = [one for one in found.doubts if one.field == "event_date"]
    assert [one.value for one in told.alternatives][:2] == ["2018-09-26", "2018-09-27"]
