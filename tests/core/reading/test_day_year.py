"""The year of a day that is written without one."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ikrar.core.election.table import Election
from ikrar.core.reading import day_year, electing
from ikrar.core.reading.day_year import Frame
from ikrar.core.text.date import WEEKDAY_NAMES, DateMention, find
from tests.core.reading.reader import parse, tables

REAL = [one for one in tables().elections if one.voting_day]
DAY = datetime.timedelta(days=1)


def framed(text: str, issue: str | None = None) -> tuple[DateMention, Frame]:
    """Give the last date of ``text`` and what the text tells about its time."""
    article = parse(text)
    mentions = find(article.body)
    said = electing.talk(article, tables().election_words)
    day = datetime.date.fromisoformat(issue) if issue else None
    return mentions[-1], day_year.frame(article.body, mentions, said, tables().elections, day)


def resolved(text: str, issue: str | None = None) -> str | None:
    mention, time = framed(text, issue)
    day, _ = day_year.resolve(mention, time)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("text", "issue", "day"),
    [
        # a written year needs nothing else
        ("Jumat (16/8/2019)", "2024-08-17", "2019-08-16"),
        # by the publication
        ("Jumat (16/8)", "2024-08-16", "2024-08-16"),
        ("Jumat (16/8)", "2024-09-30", "2024-08-16"),
        ("(16/8)", "2024-08-20", "2024-08-16"),
        ("(30/12)", "2024-01-02", "2023-12-30"),
        ("Senin (2/1)", "2023-12-30", None),
        ("(2/1)", "2024-01-02", "2024-01-02"),
        ("(29/2)", "2024-03-01", "2024-02-29"),
        # a slip in the weekday does not move the event into another year
        ("Rabu (16/8)", "2024-08-20", "2024-08-16"),
        ("Pilkada 2024, Rabu (16/8)", None, "2024-08-16"),
        # by the election: before the voting day, or soon after
        ("Pilkada 2024, Selasa (24/9)", None, "2024-09-24"),
        ("Pilkada 2024, (24/9)", None, "2024-09-24"),
        ("Pilkada 2024, Kamis (5/12)", None, "2024-12-05"),
        ("Pemilu 2024, Senin (4/9)", None, "2023-09-04"),
        ("Pemilu 2024, (14/10)", None, "2023-10-14"),
        ("Pemilu 2024, Rabu (31/1)", None, "2024-01-31"),
        ("Pemilu 2024, Rabu (14/12)", None, "2022-12-14"),
        ("Pemilu 2024, Rabu (20/3)", None, "2024-03-20"),
        ("Pemilu 2024, (20/3)", None, None),
        ("Pemilu 2019, Minggu (23/9)", None, "2018-09-23"),
        ("Pilkada 2018, Kamis (15/2)", None, "2018-02-15"),
        ("Pilkada 2020, Kamis (24/9)", None, "2020-09-24"),
        # an old report, posted again
        ("Pemilu 2019, Minggu (23/9)", "2024-11-01", "2018-09-23"),
        # by the only year of the text that fits an election of the sort, or the weekday
        ("Pilkada damai. Operasi Mantap Praja 2020. Digelar Kamis (24/9)", None, "2020-09-24"),
        ("Acara tahun 2023, Jumat (16/6)", None, "2023-06-16"),
        ("Acara tahun 2023, (16/6)", None, None),
        ("Pilkada 2017, Minggu (12/2)", None, "2017-02-12"),
        # by the same day elsewhere in the text
        ("Senin, 4 September 2023. Acara (4/9)", None, "2023-09-04"),
        ("Tahun 2021, 2022. Acara 4 September 2023 lalu (4/9)", None, "2023-09-04"),
        # nothing to go by
        ("Jumat (16/8)", None, None),
        ("Pilkada damai, (16/8)", None, None),
        # by the weekday, where only one election of the sort had it
        ("Pilkada damai, Jumat (16/8)", None, "2024-08-16"),
        ("Pilkada damai, Kamis (22/8)", None, "2024-08-22"),
        ("Pilkada damai, Kamis (15/2)", None, None),
        ("Pemilu damai, Senin (4/9)", None, "2023-09-04"),
        ("Pemilu damai, Minggu (23/9)", None, "2018-09-23"),
        ("Pilkada damai, Selasa (16/8)", None, None),
    ],
)
def test_the_year_comes_from_what_the_article_tells_about_its_time(
    text: str, issue: str | None, day: str | None
) -> None:
    assert resolved(text, issue) == day


@given(st.sampled_from(REAL), st.integers(-100, 320))
def test_with_its_true_weekday_every_day_near_an_election_is_found(row: Election, ahead: int) -> None:
    assert row.voting_day
    day = row.voting_day - ahead * DAY
    name = WEEKDAY_NAMES[day.weekday()]
    assert resolved(f"{row.kind.capitalize()} {row.year}, {name} ({day.day}/{day.month})") == day.isoformat()


@given(st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31)), st.integers(0, 60), st.booleans())
def test_every_day_within_two_months_before_publication_is_found(day: datetime.date, lag: int, named: bool) -> None:
    name = f"{WEEKDAY_NAMES[day.weekday()]} " if named else ""
    issue = (day + lag * DAY).isoformat()
    assert resolved(f"Apel {name}({day.day}/{day.month})", issue) == day.isoformat()


@given(st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31)), st.integers(0, 60), st.integers(0, 6))
def test_a_slipped_weekday_never_moves_a_fresh_report_into_another_year(
    day: datetime.date, lag: int, weekday: int
) -> None:
    assume((day.month, day.day) != (2, 29))
    issue = (day + lag * DAY).isoformat()
    assert resolved(f"Apel {WEEKDAY_NAMES[weekday]} ({day.day}/{day.month})", issue) == day.isoformat()


@given(st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31)), st.sampled_from(("", "Pilkada 2024. ")))
def test_the_days_in_question_are_all_that_day_of_that_month_and_the_answer_is_the_first(
    day: datetime.date, opening: str
) -> None:
    mention, time = framed(f"{opening}Rapat 2023. Apel {WEEKDAY_NAMES[day.weekday()]} ({day.day}/{day.month})")
    answer, likely = day_year.resolve(mention, time)
    assert all((one.day, one.month) == (day.day, day.month) for one in likely)
    assert answer is None or likely[0] == answer


@pytest.mark.parametrize(
    ("text", "issue", "year", "far"),
    [
        ("Pilkada 2024 (1/9)", None, 2018, True),
        ("Pilkada 2024 (1/9)", None, 2021, True),
        ("Pilkada 2024 (1/9)", None, 2022, False),
        ("Pilkada 2024 (1/9)", "2018-09-02", 2018, False),
        ("Apel (1/9)", "2018-09-02", 2024, True),
        ("Apel (1/9)", None, 1980, False),
    ],
)
def test_a_year_is_far_that_lies_years_from_publication_and_election(
    text: str, issue: str | None, year: int, far: bool
) -> None:
    _, time = framed(text, issue)
    assert time.far(year) is far
