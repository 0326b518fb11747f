"""The page of an election says what stage it is, in words, as of the legal day of its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation

from ikrar.core.stage.standing import Phase
from ikrar.core.stage.table import Stage
from ikrar.records.election import actions
from ikrar.web.parts.templatetags.stage_words import PHASE_NAMES, TURN_NAMES, phase_name, plain_date, stage_days
from ikrar.web.public import stage
from tests import cast

FICTIONAL = "pilkada-arunika"
VOTING_DAY = date(2024, 11, 27)


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def body(browser: Any, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)  # noon in Jakarta


def made(first: date | None, last: date | None) -> Stage:
    return Stage("X", {}, first, last, {}, {}, "")


def test_a_past_election_lists_its_stages_by_the_regulation_and_says_they_are_over(browser: cast.Browser) -> None:
    page = body(browser, "/pemilihan/pilkada-2024/")
    assert "Semua tahapan yang bertanggal sudah selesai." in page
    assert "25 September – 23 November 2024" in page
    assert "Rabu, 27 November 2024" in page
    assert "Mengikuti jadwal Mahkamah Konstitusi" in page
    assert "Menurut PKPU 2/2024." in page
    assert page.index("Pelaksanaan kampanye") < page.index("Masa tenang") < page.index("Penyelesaian pelanggaran")
    assert 'aria-current="date"' not in page


def test_the_running_stage_is_marked_in_words_and_the_days_to_the_next_are_counted(browser: cast.Browser) -> None:
    actions.set_voting_day(FICTIONAL, timezone.localdate() + timedelta(days=40))
    page = body(browser, f"/pemilihan/{FICTIONAL}/")
    assert page.count('aria-current="date"') == 1
    assert "37 hari lagi" in page
    assert "Pemungutan suara 40 hari lagi." in page
    assert "Tahapan ini rekaan, dihitung dari hari pemungutan suara." in page
    english = body(browser, f"/en/pemilihan/{FICTIONAL}/")
    assert "in 37 days" in english
    assert "Quiet days" in english


def test_an_election_without_recorded_stages_says_so(browser: cast.Browser) -> None:
    page = body(browser, "/pemilihan/pemilu-2019/")
    assert "yang diketahui hanya hari pemungutan suaranya" in page
    assert "Hari pemungutan suara sudah lewat." in page


def test_between_two_stages_nothing_is_said_to_run() -> None:
    told = stage.told("pilkada-2024", VOTING_DAY, at(date(2024, 9, 24)), None)
    assert "CAMPAIGN" not in {one.code for one in told.standing.now}
    assert told.standing.next
    assert told.standing.next.code == "CAMPAIGN"
    assert told.sources == ("PKPU 2/2024",)


def test_the_day_is_that_of_the_area_asked_for() -> None:
    moment = datetime(2024, 11, 26, 15, 30, tzinfo=UTC)
    nation, papua = (stage.told("pilkada-2024", VOTING_DAY, moment, area) for area in (None, "94.01"))
    assert (nation.today, nation.zone) == (date(2024, 11, 26), "WIB")
    assert (papua.today, papua.zone) == (date(2024, 11, 27), "WIT")
    assert [row.phase for row in papua.rows if row.stage.code == "VOTE"] == [Phase.RUNNING]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 11, 24), date(2024, 11, 26), "24 – 26 November 2024"),
        (date(2024, 9, 25), date(2024, 11, 23), "25 September – 23 November 2024"),
        (date(2023, 11, 28), date(2024, 2, 10), "28 November 2023 – 10 Februari 2024"),
        (date(2024, 11, 27), date(2024, 11, 27), "Rabu, 27 November 2024"),
        (None, date(2024, 1, 26), "sampai 26 Januari 2024"),
        (None, None, ""),
    ],
)
def test_days_are_written_as_people_write_them(first: date | None, last: date | None, words: str) -> None:
    assert stage_days(made(first, last)) == words


def test_every_state_has_its_words() -> None:
    assert set(PHASE_NAMES) == set(Phase)
    assert set(TURN_NAMES) == {"ahead", "today", "past", "open"}
    with translation.override("en"):
        assert phase_name(Phase.RUNNING) == "now"
        assert plain_date(date(2024, 11, 27)) == "27 November 2024"
    assert plain_date(None) == ""
