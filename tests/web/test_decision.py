"""Decisions at the desk beyond one page: nothing is cut off without a word."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ikrar.channels.spreadsheet import file
from ikrar.core.meeting.move import Deed
from ikrar.records.meeting import actions, decision, finding, queries
from ikrar.records.meeting.models import Series
from ikrar.web.desk import decision as desk
from tests import cast, meetings
from tests.records.test_meeting_decision import did

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def dewi() -> Client:
    cast.at_desk(cast.DEWI)
    return cast.sign_in(cast.DEWI)


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_long_life_of_a_decision_goes_on_behind_a_link_to_its_first_deed(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decision, "DEEDS_SHOWN", 2)
    holder = cast.at_desk(cast.DEWI)
    ref = meetings.decision(holder).ref
    for n in range(1, 6):
        did(holder, ref, Deed.PROGRESS, f"Langkah {n}.")
    address, seen = reverse("decision", args=[ref]), []
    for query, link in (("", "sampai=3"), ("?sampai=3", "sampai=1"), ("?sampai=1", "")):
        page = text(dewi.get(address + query))
        seen += re.findall(r"Langkah \d", page)
        assert ("catatan yang lebih lama" in page) is bool(link)
        assert link in page
        assert ("Catatan yang terbaru" in page) is bool(query)
        assert ("disepakati" in page) is not bool(link)
    assert seen == [f"Langkah {n}" for n in (5, 4, 3, 2, 1)]
    for nonsense in ("?sampai=x", "?sampai=0", "?sampai=99", "?sampai=" + "9" * 30):
        assert "Langkah 5" in text(dewi.get(address + nonsense))


def test_more_decisions_than_an_agenda_tells_are_said_to_be_in_the_register(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.frozen(cast.at_desk(cast.DEWI), follow=actions.Follow(title="Rakor"))
    follow = actions.Follow(series=Series.objects.get().ref)
    second = meetings.held(cast.at_desk(cast.DEWI), follow=follow, day="2024-09-16")
    addresses = [reverse(name, args=[second.ref]) for name in ("desk-meeting", "minutes")]
    for address in addresses:
        assert "Semua keputusan yang terbuka" not in text(dewi.get(address))
    monkeypatch.setattr(queries, "CARRIED", 1)
    for address in addresses:
        page = text(dewi.get(address))
        assert "Hanya 1 dengan tenggat terdekat yang tampil di sini." in page
        assert "/meja/rapat/keputusan/?keadaan=open" in page
        assert "Patroli bersama" in page
        assert "Jadwal dikirim" not in page


def test_the_list_of_meetings_says_how_many_own_decisions_are_overdue_and_leads_to_them(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings_page = reverse("desk-meetings")
    assert "lewat tenggat" not in text(dewi.get(meetings_page))
    meetings.called(cast.at_desk(cast.DEWI))
    assert "Tidak ada keputusan lembaga Anda yang lewat tenggat." in text(dewi.get(meetings_page))
    mine = meetings.DecisionForm("Jadwal.", "35.28/kpu", due="2024-08-30")
    others = meetings.DecisionForm("Patroli.", "35.28/bawaslu", due="2024-08-30")
    ahead = meetings.DecisionForm("Nanti.", "35.28/kpu", due="2090-01-01")
    meetings.frozen(cast.at_desk(cast.DEWI), typed=meetings.minutes(decisions=(mine, others, ahead)))
    page = text(dewi.get(meetings_page))
    assert "1 keputusan yang dijalankan lembaga Anda lewat tenggat" in page
    (link,) = re.findall(r'href="([^"]*keadaan=overdue[^"]*)"', page)
    found = text(dewi.get(link.replace("&amp;", "&")))
    assert "1 keputusan: 1 terbuka, di antaranya 1 lewat tenggat" in found
    assert "Jadwal." in found
    assert "Patroli." not in found
    monkeypatch.setattr(queries, "MANY", 1)
    assert ">1 keputusan yang dijalankan" in text(dewi.get(meetings_page))
    meetings.frozen(cast.at_desk(cast.DEWI), typed=meetings.minutes(decisions=(mine,)))
    assert "Lebih dari 1 keputusan yang dijalankan lembaga Anda lewat tenggat" in text(dewi.get(meetings_page))


def test_words_found_too_often_to_be_counted_say_so_and_still_list_and_lead_on(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.frozen(cast.at_desk(cast.DEWI))
    register = reverse("decisions")
    assert "1 keputusan: 1 terbuka" in text(dewi.get(register, {"q": "patroli"}))
    monkeypatch.setattr(finding, "FEW", 0)
    page = text(dewi.get(register, {"q": "patroli"}))
    assert "Lebih dari 0 keputusan cocok" in page
    assert "Patroli bersama" in page
    assert "2 keputusan: 2 terbuka" in text(dewi.get(register))


def table(browser: Client, kind: str = "csv", **query: str) -> list[dict[str, str]]:
    data = browser.get(reverse("decisions-file", args=[kind]), query).getvalue()
    read = file.read(data)
    return [dict(zip(read.columns, row, strict=True)) for row in read.rows]


def test_the_file_of_a_register_tells_all_that_its_page_does(dewi: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decision, "TOGETHER", 1)
    holder, told = cast.at_desk(cast.DEWI), ("35.28/kpu", "Ketua", "2024-08-30")
    typed = (
        meetings.DecisionForm("=Jadwal.", *told, stage="QUIET", station="TPS 3"),
        meetings.DecisionForm("Patroli.", *told, public=True),
        meetings.DecisionForm("Nanti.", "35.28/bawaslu"),
    )
    made = meetings.frozen(holder, typed=meetings.minutes(decisions=typed))
    done = made.decisions.get(n=2)
    did(holder, done.ref, Deed.CLOSE, "Sudah.")
    did(cast.at_desk(cast.BIMA), done.ref, Deed.DISPUTE, "Belum.")
    rows = table(dewi)
    assert [row["nomor"] for row in sorted(rows, key=lambda row: row["nomor"])] == ["1", "2", "3"]
    assert rows == table(dewi, "xlsx")
    first, second, third = sorted(rows, key=lambda row: row["nomor"])
    assert first["keputusan"] == "=Jadwal."
    assert (first["rapat"], first["hari"], first["rujukan_rapat"]) == (made.title, "2024-08-16", made.ref)
    assert (first["tahapan"], first["tempat"], first["lewat_tenggat"]) == ("Masa tenang", "TPS 3", "ya")
    assert (first["berakhir_utc"], first["diakhiri_oleh"], first["publik"]) == ("", "", "")
    assert (second["hasil"], second["diakhiri_oleh"], second["publik"]) == ("Sudah.", made.institution.name, "ya")
    assert second["berakhir_utc"].endswith("+00:00")
    assert second["dipersoalkan_utc"].endswith("+00:00")
    assert (second["rujukan"], second["lewat_tenggat"]) == (done.ref, "")
    assert second["alamat"].endswith(reverse("decision", args=[done.ref]))
    assert (third["tenggat"], third["aturan"], third["contoh"]) == ("", "", "")
    assert [row["nomor"] for row in table(dewi, lembaga="35.28/bawaslu")] == ["3"]


def test_a_sheet_that_holds_not_all_decisions_says_so_in_its_name_and_on_the_page(
    dewi: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meetings.frozen(cast.at_desk(cast.DEWI))
    said, address = "XLSX memuat 1 yang pertama saja", reverse("decisions-file", args=["xlsx"])
    assert 'filename="keputusan.xlsx"' in dewi.get(address)["Content-Disposition"]
    assert said not in text(dewi.get(reverse("decisions")))
    monkeypatch.setattr(desk, "MOST_ROWS", 1)
    assert 'filename="keputusan-sebagian.xlsx"' in dewi.get(address)["Content-Disposition"]
    assert (len(table(dewi, "xlsx")), len(table(dewi))) == (1, 2)
    assert said in text(dewi.get(reverse("decisions")))
