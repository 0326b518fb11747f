"""The calendar at the desk: events with their source, duties and risks with their history; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse

from ikrar.records.stage import known
from ikrar.records.stage.models import Anchoring, Note
from tests import cast

PAGE = "/meja/kalender/pilkada-2024/35.28/"
EVENT = {"event": "MK_BRPK", "seen": "", "day": "2025-01-06", "source": "Surat MK 1/2025", "then": "save"}
RISK = {"key": "", "seen": "", "stage": "VOTE", "what": "risk", "who": "kpu", "text": "Banjir.", "source": "BPBD"}


@pytest.fixture
def browser(database: Path) -> cast.Client:
    return cast.sign_in(cast.TONO)


def alert(answer: HttpResponse) -> str:
    found = re.search(r'role="alert"[^>]*>(.*?)</div>', answer.content.decode(), re.DOTALL)
    return found[1] if found else ""


def test_the_page_lists_the_elections_of_the_areas_of_the_grant(browser: cast.Client) -> None:
    text = browser.get("/meja/kalender/").content.decode()
    assert PAGE in text
    assert "pilkada-arunika" not in text
    assert "/meja/kalender/pilkada-arunika/98.01/" in cast.sign_in(cast.DEWI).get("/meja/kalender/").content.decode()


def test_an_event_is_entered_and_gives_its_stage_days_with_both_readings(browser: cast.Client) -> None:
    assert "Belum dicatat." in browser.get(PAGE).content.decode()
    answer = browser.post(PAGE + "peristiwa/", EVENT)
    assert (answer.status_code, answer["Location"]) == (303, PAGE + "#peristiwa")
    text = browser.get(PAGE).content.decode()
    assert "Surat MK 1/2025" in text
    assert "6 – 9 Januari 2025" in text
    assert "6 – 11 Januari 2025" in text
    assert "dihitung dari aturan" in text
    english = browser.get("/en" + PAGE).content.decode()
    assert "counted by a rule" in english
    assert "6 – 9 January 2025" in english


def test_an_event_is_taken_back_and_its_history_stays(browser: cast.Client) -> None:
    browser.post(PAGE + "peristiwa/", EVENT)
    seen = Anchoring.objects.get().ref
    browser.post(PAGE + "peristiwa/", {**EVENT, "seen": seen, "then": "back", "source": "Keliru"})
    assert known.anchors("pilkada-2024", "35.28") == {}
    text = browser.get(PAGE).content.decode()
    assert "ditarik kembali" in text
    assert "Surat MK 1/2025" in text


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"day": ""}, 422, "Tulis tanggalnya"),
        ({"day": "2044-01-01"}, 422, "terlalu jauh"),
        ({"source": ""}, 422, "satu baris"),
        ({"event": "LAIN"}, 422, "tidak dikenal"),
        ({"seen": "x"}, 409, "lebih dulu"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(
    browser: cast.Client, values: dict[str, str], status: int, said: str
) -> None:
    answer = browser.post(PAGE + "peristiwa/", EVENT | values)
    assert answer.status_code == status
    assert said in alert(answer)
    if "event" not in values and values.get("source") != "":
        assert 'value="Surat MK 1/2025"' in answer.content.decode()
    assert not Anchoring.objects.exists()


def test_a_risk_is_added_changed_and_removed_in_the_region(browser: cast.Client) -> None:
    answer = browser.post(PAGE + "baris/", RISK)
    assert (answer.status_code, answer["Location"]) == (303, PAGE + "#tugas")
    row = Note.objects.get()
    assert (row.who, row.area_id, row.institution_id) == ("", "35.28", "35.28/polres")
    assert "Banjir." in browser.get(PAGE).content.decode()
    browser.post(PAGE + "baris/", RISK | {"key": row.key, "seen": row.ref, "text": "Rob."})
    assert "Rob." in browser.get("/en" + PAGE).content.decode()
    last = Note.objects.latest("id")
    browser.post(PAGE + "baris/", RISK | {"key": row.key, "seen": last.ref, "text": "Rob.", "then": "remove"})
    assert "Rob." not in browser.get(PAGE).content.decode()
    assert Note.objects.count() == 3


def test_a_usual_duty_is_changed_here_and_stays_elsewhere(browser: cast.Client) -> None:
    line = {
        "key": "vote-linmas",
        "stage": "VOTE",
        "what": "duty",
        "who": "linmas",
        "text": "Tiga orang.",
        "source": "SK",
    }
    assert browser.post(PAGE + "baris/", {**line, "seen": ""}).status_code == 303
    text = browser.get(PAGE).content.decode()
    assert "Tiga orang." in text
    assert "dua orang setiap TPS" not in text
    assert "dua orang setiap TPS" in cast.sign_in(cast.YUDA).get("/meja/kalender/pilkada-2024/36.04/").content.decode()


@pytest.mark.parametrize(
    ("values", "status", "said"),
    [
        ({"what": "lain"}, 422, "Pilih tugas"),
        ({"what": "duty", "who": "satgas"}, 422, "jenis lembaga"),
        ({"text": ""}, 422, "satu baris"),
        ({"stage": "LAIN"}, 422, "Pilih tahapan"),
        ({"key": "vote-access", "seen": "x", "text": "Putus."}, 409, "lebih dulu"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_what_was_typed(
    browser: cast.Client, values: dict[str, str], status: int, said: str
) -> None:
    answer = browser.post(PAGE + "baris/", RISK | values)
    assert answer.status_code == status
    assert said in alert(answer)
    assert 'value="BPBD"' in answer.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "where", ["pilkada-2024/36.04", "pilkada-arunika/35.28", "pilkada-1955/35.28", "pilkada-2024/x"]
)
def test_what_is_out_of_reach_is_not_there(browser: cast.Client, where: str) -> None:
    for path, method in (("", browser.get), ("peristiwa/", browser.post), ("baris/", browser.post)):
        assert method(f"/meja/kalender/{where}/{path}").status_code == 404


def test_an_area_nobody_knows_inside_a_wide_grant_is_not_there(database: Path) -> None:
    wide = cast.Person("ratna", "Ratna Dewayani", cast.Role.PLANNER, "35.28/kpu", ("35",))
    assert cast.sign_in(wide).get("/meja/kalender/pilkada-2024/35.99/").status_code == 404


def test_the_fictional_election_has_its_page_and_the_days_of_the_demo(database: Path) -> None:
    known_day = date(2027, 1, 10)
    from ikrar.records.election import actions

    actions.set_voting_day("pilkada-arunika", known_day)
    text = cast.sign_in(cast.DEWI).get("/meja/kalender/pilkada-arunika/98.01/").content.decode()
    assert "CONTOH" in text
    assert "10 Januari 2027" in text
