"""Minutes as DOCX and PDF say what is kept, say whether they are a draft, and give the same PDF each time."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pdfminer.high_level import extract_text

from ikrar.core.meeting.form import DecisionForm, MinutesForm
from ikrar.core.meeting.move import Deed
from ikrar.records.meeting import decision
from ikrar.records.meeting.models import Meeting
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")


def fetched(ref: str, kind: str, language: str = "id") -> bytes:
    with translation.override(language):
        response = cast.sign_in(cast.DEWI).get(reverse("minutes-file", args=[ref, kind]))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="notulen-2024-08-16.{kind}"'
    return bytes(response.content)


def words(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return " ".join(extract_text(io.BytesIO(data)).split())
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join([*(line.text for line in made.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_minutes_on_paper_tell_agenda_notes_decisions_and_who_approved(kind: str) -> None:
    made = meetings.approved(cast.at_desk(cast.DEWI))
    text = words(fetched(made.ref, kind))
    for said in (
        "Rapat koordinasi lintas sektoral",
        "16 Agustus 2024",
        "09.00–12.00 WIB",
        "Pendopo Ronggosukowati",
        "1. Pembukaan",
        "Dibuka.",
        "Patroli bersama di tiga kecamatan.",
        "Bawaslu Kabupaten Pamekasan",
        "30 Agustus 2024",
        "notulen disetujui",
        "Disetujui KPU Kabupaten Pamekasan",
        made.digest[:8],
    ):
        assert said in text, said
    assert "bawaslu@lembaga.example" not in text


def test_the_word_file_has_headings_to_jump_between_and_tables_whose_head_is_repeated() -> None:
    made = docx.Document(io.BytesIO(fetched(meetings.approved(cast.at_desk(cast.DEWI)).ref, "docx")))
    headings = [(line.style.name, line.text) for line in made.paragraphs if line.style.name.startswith("Heading")]
    assert headings[1:4] == [("Heading 2", "Acara"), ("Heading 3", "1. Pembukaan"), ("Heading 3", "2. Paparan tahapan")]
    facts, decisions = made.tables
    assert facts.rows[0].cells[0].text == "Waktu"
    assert [cell.text for cell in decisions.rows[0].cells][1:] == ["Keputusan", "Dijalankan oleh", "Tenggat", "Keadaan"]
    told = [cell.text for cell in decisions.rows[2].cells]
    assert told[1:] == [
        "Patroli bersama di tiga kecamatan.",
        "Bawaslu Kabupaten Pamekasan, Ketua",
        "30 Agustus 2024",
        "terbuka",
    ]
    assert decisions.rows[0]._tr.trPr.xpath("w:tblHeader")


def test_paper_tells_what_was_agreed_though_the_decision_was_passed_on() -> None:
    dewi = cast.at_desk(cast.DEWI)
    made = meetings.approved(dewi)
    change = decision.Change(owner="35.28/polres", office="Kabag Ops")
    ref = made.decisions.get(n=2).ref
    decision.do(dewi, ref, Deed.REASSIGN, words="Kewenangan polisi.", change=change, now=timezone.now())
    decision.do(dewi, ref, Deed.CLOSE, words="Sudah dijalankan.", now=timezone.now())
    text = words(fetched(made.ref, "docx"))
    for said in ("Bawaslu Kabupaten Pamekasan, Ketua", "selesai · Sudah dijalankan."):
        assert said in text


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_minutes_being_taken_say_that_they_are_a_draft(kind: str) -> None:
    ref = meetings.written(cast.at_desk(cast.DEWI)).ref
    text = words(fetched(ref, kind))
    assert "belum dibekukan" in text
    assert "Jadwal dikirim kepada semua lembaga." in text
    typed = DecisionForm("Posko.", "35.28/polres", due="besok", station="TPS 3 Barurambat")
    unread = meetings.written(cast.at_desk(cast.DEWI), typed=MinutesForm((), "", (typed,))).ref
    for said in ("Polres Pamekasan", "besok", "TPS 3 Barurambat"):
        assert said in words(fetched(unread, kind))
    empty = meetings.written(cast.at_desk(cast.DEWI), typed=MinutesForm(("Hanya catatan.",))).ref
    assert "Belum ada keputusan." in words(fetched(empty, kind))


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_examples_and_the_english_page_say_so_in_the_file(kind: str) -> None:
    ref = meetings.frozen(cast.at_desk(cast.DEWI), area="98.01").ref
    text = words(fetched(ref, kind, "en"))
    assert "CONTOH / EXAMPLE" in text
    assert "Decisions" in text
    assert "Agenda" in text


def test_the_same_minutes_give_the_same_pdf() -> None:
    ref = meetings.frozen(cast.at_desk(cast.DEWI)).ref
    assert fetched(ref, "pdf") == fetched(ref, "pdf")


def test_a_participant_reads_the_file_and_a_stranger_finds_nothing() -> None:
    ref = meetings.frozen(cast.at_desk(cast.DEWI)).ref
    path = reverse("minutes-file", args=[ref, "docx"])
    for person, status in ((cast.BIMA, 200), (cast.YUDA, 404), (cast.WATI, 404)):
        cast.at_desk(person)
        assert cast.sign_in(person).get(path).status_code == status
    assert cast.sign_in(cast.DEWI).get(reverse("minutes-file", args=[ref, "exe"])).status_code == 404


def test_a_confirmed_article_becomes_a_declaration_and_the_meeting_in_which_it_was_made() -> None:
    """The article of Pamekasan: one ceremony, two records that know each other."""
    dewi = cast.at_desk(cast.DEWI)
    browser = cast.sign_in(cast.DEWI)
    ref = cast.registered(dewi).ref
    page = browser.get(reverse("desk-declaration", args=[ref])).content.decode()
    path = f"{reverse('meeting-new')}?deklarasi={ref}"
    assert path in page
    form = browser.get(path).content.decode()
    for said in ("Pendopo Ronggosukowati", "2024-08-16", "tulis yang benar-benar berlangsung", ref):
        assert said in form
    assert "Paparan tahapan oleh KPU" not in form  # an agenda nobody followed would be an invented one
    typed = {
        "institution": "35.28/kpu",
        "title": "Rapat koordinasi",
        "day": "2024-08-16",
        "start": "09:00",
        "end": "11:00",
        "area": "35.28",
        "agenda": "Pembukaan",
        "declaration": ref,
    }
    assert browser.post(reverse("meeting-new"), typed).status_code == 303
    made = Meeting.objects.get()
    assert made.declaration_id == ref
    assert reverse("desk-meeting", args=[made.ref]) in browser.get(page_of(ref)).content.decode()
    cast.at_desk(cast.INTAN)
    assert cast.sign_in(cast.INTAN).get(path).status_code == 404


def page_of(ref: str) -> str:
    return reverse("desk-declaration", args=[ref])
