"""Minutes as a document for people: the same lines for paper (PDF) and for a word processor (DOCX)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.channels.paper import press

EXAMPLE: Final = "CONTOH / EXAMPLE"
#: The time in a DOCX's own properties: a document tells when it was agreed in its text, never when it was asked for.
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One item of the agenda with what was noted."""

    title: str
    notes: str


@dataclass(frozen=True)
class Line:
    """One decision as it is printed: its text, and in words who carries it out, until when, and where it stands."""

    text: str
    about: str


@dataclass(frozen=True)
class Sheet:
    """Minutes to be set: ``facts`` are names and values, ``state`` says whether they are a draft or who approved."""

    title: str
    facts: Sequence[tuple[str, str]]
    items: Sequence[Item]
    closing: str
    decisions: Sequence[Line]
    state: Sequence[str]
    digest: str
    day: date
    example: bool


def pdf(sheet: Sheet, language: str) -> bytes:
    """Return minutes as PDF in a language ("id", "en"), the same bytes for the same minutes.

    Raises TooLarge when they are too long for paper.
    """
    with override(language):
        lacking = _("Sebagian huruf notulen ini tidak ada dalam fon dokumen, jadi tampak kosong.")
        return press.pdf("minutes", _data(sheet, language), lacking=lacking)


def _data(sheet: Sheet, language: str) -> dict[str, object]:
    return {
        "lang": language,
        "title": sheet.title,
        "date": {"year": sheet.day.year, "month": sheet.day.month, "day": sheet.day.day},
        "mark": EXAMPLE if sheet.example else "",
        "example": _invented() if sheet.example else "",
        "kicker": _("Notulen"),
        "facts": [list(fact) for fact in sheet.facts],
        "items": [{"title": one.title, "notes": one.notes} for one in sheet.items],
        "closing": sheet.closing,
        "decisions": [{"text": one.text, "about": one.about} for one in sheet.decisions],
        "state": list(sheet.state),
        "digest": [sheet.digest[at : at + 8] for at in range(0, len(sheet.digest), 8)],
        "labels": {"agenda": _("Acara"), "decisions": _("Keputusan"), "none": _("Belum ada keputusan.")},
        "foot": _("Ikrar · notulen rapat"),
        "page": _("Halaman"),
        "of": _("dari"),
        "lacking": "",
    }


def _invented() -> str:
    return _("Tempat, jabatan, dan peristiwa ini rekaan. Bukan bukti apa pun.")


def word(sheet: Sheet, language: str) -> bytes:
    """Return minutes as DOCX in a language ("id", "en"), with headings a reader can jump between."""
    with override(language):
        made = docx.Document()
        made.core_properties.title, made.core_properties.author = sheet.title, "Ikrar"
        made.core_properties.created = made.core_properties.modified = _NO_TIME
        made.core_properties.language = language
        if sheet.example:
            made.add_paragraph().add_run(f"{EXAMPLE}. {_invented()}").bold = True
        made.add_heading(sheet.title, level=1)
        for name, value in sheet.facts:
            line = made.add_paragraph()
            line.add_run(f"{name}: ").bold = True
            line.add_run(value)
        made.add_heading(_("Acara"), level=2)
        for number, one in enumerate(sheet.items, 1):
            made.add_paragraph().add_run(f"{number}. {one.title}").bold = True
            if one.notes:
                made.add_paragraph(one.notes)
        if sheet.closing:
            made.add_paragraph(sheet.closing)
        made.add_heading(_("Keputusan"), level=2)
        for number, decided in enumerate(sheet.decisions, 1):
            made.add_paragraph(f"{number}. {decided.text}")
            made.add_paragraph(decided.about)
        if not sheet.decisions:
            made.add_paragraph(_("Belum ada keputusan."))
        for said in (*sheet.state, *filter(None, (sheet.digest,))):
            made.add_paragraph(said)
        kept = io.BytesIO()
        made.save(kept)
    return kept.getvalue()
