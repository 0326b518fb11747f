"""Days that are told, not written."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.reading import day_told
from ikrar.core.reading.day_told import DERIVED, RELATIVE
from ikrar.core.text.date import WEEKDAY_NAMES
from tests.core.reading.reader import tables

RELATIVE_WORDS = files.table("event_dates.toml")["relative"]
TOLD = tables().event_dates.told
ELECTIONS = {one.code: one for one in tables().elections if one.voting_day}
ISSUES = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31))
DAY = datetime.timedelta(days=1)
FRIDAY = datetime.date(2024, 9, 27)


def days(text: str, issue: datetime.date | None = FRIDAY, election: str = "pilkada-2024") -> list[str | None]:
    found = day_told.find(text, TOLD, issue, ELECTIONS.get(election))
    return [one.day.isoformat() if one.day else None for one in found]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hari ini", "2024-09-27"),
        ("Siang tadi", "2024-09-27"),
        ("tadi malam", "2024-09-26"),
        ("SEMALAM", "2024-09-26"),
        ("kemarin", "2024-09-26"),
        ("tiga hari yang lalu", "2024-09-24"),
        ("10 hari silam", "2024-09-17"),
        ("sepuluh hari lalu", "2024-09-17"),
        ("dua puluh hari lalu", "2024-09-07"),
        ("Senin lalu", "2024-09-23"),
        ("Jumat kemarin", "2024-09-20"),
        ("Kamis malam lalu", "2024-09-26"),
        ("Senin pekan lalu", "2024-09-16"),
        ("Minggu pekan lalu", "2024-09-22"),
        ("Rabu minggu ini", "2024-09-25"),
        ("Minggu pekan ini", None),
        ("tanggal 5 bulan ini", "2024-09-05"),
        ("tgl 5 bulan lalu", "2024-08-05"),
        ("tanggal 28 bulan ini", None),
        ("tanggal 31 bulan kemarin", "2024-08-31"),
        ("hari pertama kampanye", "2024-09-25"),
        ("hari ke-10 masa kampanye", "2024-10-04"),
        ("hari kesepuluh tahapan kampanye", "2024-10-04"),
        ("hari kedua masa tenang", "2024-11-25"),
        ("sehari setelah penetapan paslon", "2024-09-23"),
        ("sehari usai pengundian nomor urut", "2024-09-24"),
        ("tiga hari jelang pencoblosan", "2024-11-24"),
        ("seminggu setelah pencoblosan", None),
        ("H-1 pencoblosan", "2024-11-26"),
        ("H - 7", "2024-11-20"),
        ("H–7", "2024-11-20"),
        ("H min 3 pemungutan suara", "2024-11-24"),
        ("H+2", "2024-11-29"),
    ],
)
def test_a_told_day_is_counted(text: str, day: str | None) -> None:
    assert days(f"Apel digelar {text}.")[:1] == ([day] if day or "bulan" in text or "pekan" in text else [])


@pytest.mark.parametrize(
    "text",
    [
        "hingga hari ini",
        "sampai kemarin",
        "sejak kemarin",
        "mulai hari ini",
        "sehari-hari",
        "pekan lalu",
        "bulan lalu",
        "tahun lalu",
        "hari pertama sekolah",
        "hari kerja kampanye",
        "Poli H-3x",
    ],
)
def test_other_words_are_no_day(text: str) -> None:
    assert [one for one in days(f"Pendaftaran dibuka {text}.") if one] == []


@given(ISSUES, st.sampled_from(sorted(RELATIVE_WORDS)))
def test_every_relative_word_counts_back_from_the_issue(issue: datetime.date, words: str) -> None:
    found = day_told.find(f"Apel digelar {words}.", TOLD, issue, None)
    assert found[0].way == RELATIVE
    assert found[0].day == issue - RELATIVE_WORDS[words] * DAY


@given(ISSUES, st.integers(0, 6))
def test_the_last_weekday_lies_within_the_week_before_the_issue(issue: datetime.date, weekday: int) -> None:
    up_to, before = day_told.last(weekday, issue), day_told.last(weekday, issue, strict=True)
    assert up_to.weekday() == before.weekday() == weekday
    assert 0 <= (issue - up_to).days < 7
    assert 1 <= (issue - before).days <= 7


@given(ISSUES, st.integers(0, 6), st.sampled_from(("lalu", "pekan lalu", "minggu lalu", "kemarin", "pekan ini")))
def test_a_weekday_of_a_week_is_that_weekday_and_never_ahead(issue: datetime.date, weekday: int, week: str) -> None:
    found = day_told.find(f"Apel digelar {WEEKDAY_NAMES[weekday]} {week}.", TOLD, issue, None)
    assert found[0].day is None or (found[0].day <= issue and found[0].day.weekday() == weekday)


@given(st.sampled_from(sorted(ELECTIONS)), st.integers(1, 60))
def test_every_election_has_its_campaign_and_its_polls(code: str, nth: int) -> None:
    election = ELECTIONS[code]
    assert election.voting_day
    (campaign,) = day_told.find(f"Apel digelar pada hari ke-{nth} kampanye.", TOLD, None, election)
    (polls,) = day_told.find(f"Apel digelar pada H-{nth}.", TOLD, None, election)
    assert campaign.way == polls.way == DERIVED
    assert polls.day == election.voting_day - nth * DAY
    assert campaign.day is not None
    assert election.voting_day - 220 * DAY < campaign.day < election.voting_day


def test_without_publication_or_election_a_told_day_is_not_known() -> None:
    assert days("Apel digelar kemarin, dua hari lalu, Kamis lalu, tanggal 5 bulan ini.", None) == [None] * 4
    assert days("Apel digelar pada hari ketiga kampanye, H-3.", election="") == [None] * 2


def test_the_stages_of_an_election_follow_one_another_up_to_the_polls() -> None:
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in files.rows("stage_days.csv"):
        rows.setdefault(row["election"], []).append((row["first_day"], row["last_day"]))
    assert rows.keys() == ELECTIONS.keys()
    for code, stages in rows.items():
        flat = [day for stage in stages for day in stage]
        assert flat == sorted(flat)
        assert datetime.date.fromisoformat(flat[-1]) + DAY == ELECTIONS[code].voting_day
