"""Minutes as a document for people: the same lines for paper (PDF) and for a word processor (DOCX)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.oxml import OxmlElement
from docx.shared import Cm

from ikrar.channels.paper import press

#: Of the columns of decisions, on A4 or letter.
WIDTHS: Final = (Cm(1.2), Cm(6.5), Cm(3.8), Cm(2.6), Cm(2.6))
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
    owner: str
    due: str = ""
    standing: str = ""

    @property
    def about(self) -> str:
        """All but the text, in one line."""
        return " · ".join(filter(None, (self.owner, self.due, self.standing)))


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
        _grid(made, sheet.facts)
        made.add_heading(_("Acara"), level=2)
        for number, one in enumerate(sheet.items, 1):
            made.add_heading(f"{number}. {one.title}", level=3)
            _paragraphs(made, one.notes)
        _paragraphs(made, sheet.closing)
        made.add_heading(_("Keputusan"), level=2)
        if sheet.decisions:
            _decisions(made, sheet.decisions)
        else:
            made.add_paragraph(_("Belum ada keputusan."))
        for said in (*sheet.state, *filter(None, (sheet.digest,))):
            made.add_paragraph(said)
        kept = io.BytesIO()
        made.save(kept)
    return kept.getvalue()


def _paragraphs(made: Any, words: str) -> None:
    """Write text as it was typed: a paragraph a line."""
    for line in filter(None, words.split("\n")):
        made.add_paragraph(line)


def _grid(made: Any, rows: Sequence[Sequence[str]]) -> Any:
    """Write rows as a table with lines, and return it."""
    table = made.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    for cell in table.columns[0].cells:
        for line in cell.paragraphs:
            for run in line.runs:
                run.bold = True
    return table


def _decisions(made: Any, rows: Sequence[Line]) -> None:
    """Write the decisions as a table whose first row is repeated on each page."""
    head = ("No.", _("Keputusan"), _("Dijalankan oleh"), _("Tenggat"), _("Keadaan"))
    told = [(str(n), one.text, one.owner, one.due, one.standing) for n, one in enumerate(rows, 1)]
    table = _grid(made, [head, *told])
    first = table.rows[0]
    first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in first.cells:
        cell.paragraphs[0].runs[0].bold = True
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width
