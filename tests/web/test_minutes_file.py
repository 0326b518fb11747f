"""Minutes as DOCX and PDF say what is kept, say whether they are a draft, and give the same PDF each time."""

from __future__ import annotations

import io

import docx
import pytest
from django.urls import reverse
from django.utils import translation
from pdfminer.high_level import extract_text

from ikrar.core.meeting.form import MinutesForm
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
    return " ".join(line.text for line in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_minutes_on_paper_tell_agenda_notes_decisions_and_who_approved(kind: str) -> None:
    made = meetings.approved(cast.at_desk(cast.DEWI))
    text = words(fetched(made.ref, kind))
    for said in (
        "Rapat koordinasi lintas sektoral",
        "16 Agustus 2024",
        "09:00–12:00 WIB",
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


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_minutes_being_taken_say_that_they_are_a_draft(kind: str) -> None:
    ref = meetings.written(cast.at_desk(cast.DEWI)).ref
    text = words(fetched(ref, kind))
    assert "belum dibekukan" in text
    assert "Jadwal dikirim kepada semua lembaga." in text
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
    for said in ("Pendopo Ronggosukowati", "2024-08-16", "Paparan tahapan oleh KPU", ref):
        assert said in form
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
