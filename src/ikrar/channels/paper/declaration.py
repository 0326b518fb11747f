"""A registered declaration on paper: one version, with the whole declaration attached for programs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.channels.exchange import json_lines
from ikrar.channels.paper import press
from ikrar.core.declaration import kind
from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice, parse
from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import Missing
from ikrar.door.moment import moment as told

EXAMPLE: Final = "CONTOH / EXAMPLE"
ATTACHED: Final = "deklarasi.json"
LANGUAGES: Final = {"id", "en", "jv", "su", "ms"}
_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sheet:
    """What a document shows beside the declaration itself: names of its place and election, and its address."""

    place: str
    election: str
    address: str


def pdf(copy: Copy, number: int, sheet: Sheet, language: str) -> bytes:
    """Return one version as PDF in a language ("id", "en"), the same bytes whenever it is asked for.

    Raises Missing when there is no such version, TooLarge when it is too long for paper.
    """
    one = next((one for one in copy.versions if one.number == number), None)
    if one is None:
        raise Missing("Deklarasi ini tidak ada.")
    with override(language):
        lacking = _(
            "Sebagian huruf naskah ini tidak ada dalam fon dokumen, jadi tampak kosong. Naskah lengkapnya terlampir "
            "sebagai JSON di dalam PDF ini."
        )
        return press.pdf("declaration", _data(copy, one, sheet, language), lacking=lacking)


def _data(copy: Copy, one: Wording, sheet: Sheet, language: str) -> dict[str, object]:
    text = parse(one.canonical)
    newest = copy.versions[-1].number
    head: dict[str, object] = {
        "lang": language,
        "language": text.language,
        "languages": sorted(LANGUAGES),
        "title": text.title,
        "short": text.title if len(text.title) <= 80 else text.title[:79] + "…",
        "registrar": copy.institution_name,
        "url": sheet.address,
        "date": moment(one.frozen_at or _UNKNOWN),
        "mark": EXAMPLE if copy.example else "",
        "example": _("Tempat, jabatan, dan peristiwa ini rekaan. Bukan bukti apa pun.") if copy.example else "",
        "kicker": _("Deklarasi terdaftar"),
        "version": _("Versi {n}").format(n=one.number),
        "superseded": _("Naskah ini sudah diganti versi {n}.").format(n=newest) if one.number < newest else "",
        "foot": _("Ikrar · salinan dari daftar umum"),
        "page": _("Halaman"),
        "of": _("dari"),
        "lacking": "",
    }
    return (
        head
        | _body(one, text, language)
        | {
            "facts": _facts(copy, one, text, sheet),
            "labels": _labels(),
            "digest": [one.digest[i : i + 8] for i in range(0, 64, 8)],
            "qr": qr(sheet.address),
            "files": _files(copy, one),
        }
    )


def _body(one: Wording, text: DeclarationText, language: str) -> dict[str, object]:
    names = {found.code: (found.name[language], found.meaning[language]) for found in _kinds()}
    kinds: Sequence[tuple[str, ...]] = one.kinds or ((),) * len(text.points)
    return {
        "preamble": text.preamble,
        "closing": text.closing,
        "points": [
            {"n": n, "text": words, "kinds": [list(names.get(code, (code, ""))) for code in codes]}
            for n, (words, codes) in enumerate(zip(text.points, kinds, strict=True), start=1)
        ],
        "offices": [
            {"n": n, "head": ", ".join(filter(None, (o.office, o.institution))), "rest": _rest(o)}
            for n, o in enumerate(text.pledging_offices, start=1)
        ],
        "witnesses": [_witness(witness) for witness in one.witnesses],
        "translation": _translation(one.translation),
    }


def _rest(office: PledgingOffice) -> str:
    behalf = _("atas nama {who}").format(who=office.on_behalf_of) if office.on_behalf_of else ""
    return " · ".join(filter(None, (office.capacity, behalf)))


def _witness(one: WitnessForm) -> str:
    return ", ".join(filter(None, (one.office, one.institution, one.capacity)))


def _translation(one: TranslationForm | None) -> dict[str, object] | None:
    if one is None:
        return None
    return {
        "language": one.language,
        "title": one.title,
        "preamble": one.preamble,
        "points": list(one.points),
        "closing": one.closing,
    }


def _facts(copy: Copy, one: Wording, text: DeclarationText, sheet: Sheet) -> list[list[str]]:
    rows = (
        (_("Tanggal"), date_format(text.event_date, "l, j F Y") if text.event_date else ""),
        (_("Tempat"), text.place or ""),
        (_("Wilayah"), sheet.place),
        (_("Pemilihan"), sheet.election),
        (_("Operasi pengamanan"), one.operation),
        (_("Didaftarkan oleh"), copy.institution_name),
        (_("Dibekukan"), told(one.frozen_at) if one.frozen_at else ""),
        (_("Alasan versi ini"), one.reason),
        (_("Artikel sumber"), one.source_url),
    )
    return [[name, value] for name, value in rows if value]


def _labels() -> dict[str, str]:
    return {
        "pledged": _("Yang diikrarkan"),
        "offices": _("Yang berikrar"),
        "unsigned": _(
            "Salinan ini tidak memuat tanda tangan. Siapa yang menandatangani, dan caranya, ada di halaman deklarasi "
            "dan di piagamnya."
        ),
        "witnesses": _("Saksi"),
        "translation": _("Terjemahan"),
        "unofficial": _("Tidak resmi; yang berlaku adalah naskah terdaftar di atas."),
        "check": _("Periksa sendiri"),
        "digest": _("Sidik digital (SHA-256) naskah terdaftar:"),
        "how": _(
            "Pindai kode ini atau buka alamatnya, lalu bandingkan sidiknya. Naskah kanonik terlampir di dalam PDF ini "
            "sebagai naskah.json; SHA-256 berkas itu harus sama."
        ),
        "qr": _("Kode QR alamat halaman deklarasi ini"),
    }


def _files(copy: Copy, one: Wording) -> list[dict[str, str]]:
    return [
        {
            "name": "naskah.json",
            "content": one.canonical.decode(),
            "relationship": "source",
            "description": _("Naskah kanonik: sidiknya tercetak di dokumen ini"),
        },
        {
            "name": ATTACHED,
            "content": json_lines.document(copy).decode(),
            "relationship": "data",
            "description": _("Deklarasi dengan semua versinya, untuk ikrar import declarations"),
        },
    ]


def moment(at: datetime) -> dict[str, int]:
    """Return a moment as a template builds its own from: parts in UTC."""
    at = at.astimezone(UTC)
    return {
        "year": at.year,
        "month": at.month,
        "day": at.day,
        "hour": at.hour,
        "minute": at.minute,
        "second": at.second,
    }


def qr(words: str) -> str:
    """Return a QR code of an address or another short text as SVG."""
    out = io.BytesIO()
    segno.make(words, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0, scale=4)
    return out.getvalue().decode()


@cache
def _kinds() -> tuple[kind.Kind, ...]:
    return kind.load()
