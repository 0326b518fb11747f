"""The calendar of an election on paper: its stages by day, what they mean, and where to read it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.channels.paper import press
from ikrar.channels.paper.declaration import qr

EXAMPLE: Final = "CONTOH / EXAMPLE"


@dataclass(frozen=True)
class Line:
    """One stage as it is printed: its days or its rule in words, its name, what it means, and what else is to say."""

    days: str
    name: str
    about: str
    notes: tuple[str, ...] = ()
    part: bool = False


@dataclass(frozen=True)
class Sheet:
    """What is printed: ``facts`` are names and values, ``day`` the legal day that ``state`` tells of in words.

    ``foot`` stands on every page: what it is and of when, for a sheet that was taken apart.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    sources: str
    state: str
    day: date
    address: str
    example: bool
    foot: str = ""


def pdf(sheet: Sheet, language: str) -> bytes:
    """Return the calendar as PDF in a language ("id", "en"), the same bytes for the same day.

    Raises TooLarge when it is too long for paper.
    """
    with override(language):
        lacking = _("Sebagian huruf kalender ini tidak ada dalam fon dokumen, jadi tampak kosong.")
        return press.pdf("calendar", _data(sheet, language), lacking=lacking)


def _data(sheet: Sheet, language: str) -> dict[str, object]:
    return {
        "lang": language,
        "title": sheet.title,
        "url": sheet.address,
        "date": {"year": sheet.day.year, "month": sheet.day.month, "day": sheet.day.day},
        "mark": EXAMPLE if sheet.example else "",
        "example": _("Pemilihan ini rekaan. Bukan bukti apa pun.") if sheet.example else "",
        "kicker": _("Kalender tahapan"),
        "facts": [list(fact) for fact in sheet.facts if fact[1]],
        "lines": [
            {"days": one.days, "name": one.name, "about": one.about, "notes": list(one.notes), "part": one.part}
            for one in sheet.lines
        ],
        "sources": sheet.sources,
        "state": sheet.state,
        "qr": qr(sheet.address),
        "labels": {
            "days": _("Hari"),
            "stage": _("Tahapan"),
            "again": _("Tahapan dapat berubah. Pindai kode ini untuk membaca kalender yang berlaku sekarang."),
            "qr": _("Kode QR alamat kalender ini"),
        },
        "foot": sheet.foot or _("Ikrar · kalender tahapan"),
        "page": _("Halaman"),
        "of": _("dari"),
        "lacking": "",
    }
