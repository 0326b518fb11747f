"""The calendar of an election as files and in a frame."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text

from ikrar.core.stage.table import stages
from ikrar.records.election import actions, queries
from tests import cast

FICTIONAL = "pilkada-arunika"
KALENDER = "/kalender/pilkada-2024"


@pytest.fixture
def browser(database: Path) -> cast.Browser:
    """Somebody without an account."""
    return cast.Browser()


def rows(browser: cast.Browser, path: str) -> list[dict[str, str]]:
    text = browser.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_stage_stands_in_the_table_with_its_days_or_its_rule(browser: cast.Browser) -> None:
    found = rows(browser, f"{KALENDER}.csv")
    wanted = stages("pilkada-2024", queries.voting_day("pilkada-2024"))
    assert [row["kode"] for row in found] == [one.code for one in wanted]
    by_code = {row["kode"]: row for row in found}
    assert (by_code["QUIET"]["hari_pertama"], by_code["QUIET"]["hari_terakhir"]) == ("2024-11-24", "2024-11-26")
    assert by_code["DETERMINE"]["hari_terakhir"] == ""
    assert by_code["DETERMINE"]["aturan"]
    assert by_code["QUIET"]["dasar"].startswith("PKPU")
    assert by_code["QUIET"]["alamat"].endswith("/kalender/pilkada-2024/QUIET/")
    assert by_code["QUIET"]["tanda"] == ""
    assert (
        "2022-06-29/2022-12-13"
        in {r["kode"]: r for r in rows(browser, "/kalender/pemilu-2024.csv")}["PARTY_REG"]["bacaan_lain"]
    )


def test_the_same_stands_in_the_json_with_its_coverage(browser: cast.Browser) -> None:
    response = browser.get(f"/en{KALENDER}.json")
    content = json.loads(response.content)
    assert (content["election"], content["voting_day"], content["note"]) == ("pilkada-2024", "2024-11-27", "")
    assert content["coverage"] == "Only what is recorded in this installation of Ikrar."
    assert {one["nama"] for one in content["stages"]} >= {"Quiet days", "Voting"}
    assert content["time"].endswith(":00:00Z")
    assert response["ETag"]


def test_the_paper_is_of_today_in_the_area_asked_for(browser: cast.Browser) -> None:
    response = browser.get(f"{KALENDER}.pdf?wilayah=35.28")
    text = extract_text(io.BytesIO(response.content))
    assert response["Content-Type"] == "application/pdf"
    assert "Masa tenang" in text
    assert "Kabupaten Pamekasan" in text
    assert 'filename="kalender-pilkada-2024.pdf"' in response["Content-Disposition"]
    assert "Sumber berbeda tentang harinya" in extract_text(
        io.BytesIO(browser.get("/kalender/pemilu-2024.pdf").content)
    )


def test_an_example_is_marked_in_every_file_and_in_its_name(browser: cast.Browser) -> None:
    actions.set_voting_day(FICTIONAL, timezone.localdate())
    for kind in ("csv", "json", "pdf"):
        response = browser.get(f"/kalender/{FICTIONAL}.{kind}")
        assert response["X-Ikrar-Example"] == "1"
        assert f'filename="contoh-kalender-{FICTIONAL}.{kind}"' in response["Content-Disposition"]
        said = extract_text(io.BytesIO(response.content)) if kind == "pdf" else response.content.decode()
        assert "CONTOH / EXAMPLE" in said
    assert {row["tanda"] for row in rows(browser, f"/kalender/{FICTIONAL}.csv")} == {"CONTOH / EXAMPLE"}


def test_what_is_no_election_has_no_file_and_no_frame(browser: cast.Browser) -> None:
    for path in ("/kalender/x.csv", "/kalender/x.json", "/kalender/x.pdf", "/embed/kalender/x/"):
        assert browser.get(path).status_code == 404


def test_a_frame_tells_what_runs_and_leads_out_of_itself(browser: cast.Browser) -> None:
    past = browser.get("/embed/kalender/pilkada-2024/")
    page = past.content.decode()
    assert "frame-ancestors *" in past["Content-Security-Policy"]
    assert "Semua tahapan yang bertanggal sudah selesai." in page
    assert page.count("<a ") == page.count('target="_top" rel="noopener"')
    assert "<script" not in page
    actions.set_voting_day(FICTIONAL, timezone.localdate() + timedelta(days=40))
    running = browser.get(f"/embed/kalender/{FICTIONAL}/")
    assert running["X-Ikrar-Example"] == "1"
    assert "<strong>40</strong>" in running.content.decode()
    assert "Pelaksanaan kampanye" in running.content.decode()
    actions.set_voting_day(FICTIONAL, timezone.localdate() + timedelta(days=5))
    between = browser.get(f"/en/embed/kalender/{FICTIONAL}/").content.decode()
    assert "Now:" in between or "now" in between.lower()


def test_the_lines_to_copy_show_the_calendar_of_an_election(browser: cast.Browser) -> None:
    page = browser.get("/sematkan/?alamat=/kalender/pilkada-2024/").content.decode()
    assert "/embed/kalender/pilkada-2024/" in page


def test_pages_offer_to_take_the_calendar_along(browser: cast.Browser) -> None:
    election = browser.get("/kalender/pilkada-2024/").content.decode()
    for kind in ("ics", "pdf", "csv", "json"):
        assert f'href="{KALENDER}.{kind}"' in election
    assert 'href="/kalender/wilayah/35.28.ics"' in browser.get("/kalender/?wilayah=35.28").content.decode()
    assert 'href="/kalender/jenis/tahapan.ics"' in browser.get("/kalender/").content.decode()
    assert 'href="/kalender/jenis/kirab.ics"' in browser.get("/kalender/?jenis=kirab").content.decode()
    both = browser.get("/kalender/?wilayah=35.28&jenis=kirab").content.decode()
    assert 'href="/kalender/wilayah/35.28.ics?jenis=kirab"' in both
    assert f'href="{KALENDER}.ics"' in browser.get("/kalender/?pemilihan=pilkada-2024").content.decode()
