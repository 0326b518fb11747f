"""The minutes of a hand-over (berita acara) on paper: what both sides said, its digest, and the address of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.channels.paper import press
from ikrar.channels.paper.declaration import EXAMPLE, moment, qr
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.handover import Condition
from ikrar.door.moment import moment as told

#: Who enters an act within this time of it is not told to have entered it late.
LATER = timedelta(hours=1)


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper beside the acts: names, places, days and the address, ready to be read."""

    title: str
    baton: str
    number: int
    giver: str
    receiver: str
    place: str
    planned: str
    actual: str
    zone: str
    address: str
    digest: str
    example: bool
    signed: bool


def pdf(sheet: Sheet, acts: tuple[Any, ...], data: bytes, language: str) -> bytes:
    """Return the minutes as PDF in a language ("id", "en"), the same bytes whenever they are asked for."""
    with override(language):
        lacking = _("Sebagian huruf tidak ada dalam fon dokumen, jadi tampak kosong. Isi lengkapnya terlampir.")
        return press.pdf("handover", _data(sheet, acts, data, language), lacking=lacking)


def _data(sheet: Sheet, acts: tuple[Any, ...], data: bytes, language: str) -> dict[str, object]:
    return {
        "lang": language,
        "date": moment(acts[-1].kept_at),
        "title": sheet.title,
        "heading": _("Berita acara serah terima {n}").format(n=sheet.number),
        "mark": EXAMPLE if sheet.example else "",
        "example": _("Tempat, lembaga, dan peristiwa ini rekaan. Bukan bukti apa pun.") if sheet.example else "",
        "status": _("Ditandai selesai oleh kedua pihak di Ikrar.")
        if sheet.signed
        else _("Belum diakui oleh kedua pihak di Ikrar."),
        "facts": [[name, value] for name, value in _facts(sheet) if value],
        "acts": [_act(one, sheet.zone) for one in acts],
        "labels": {
            "acts": _("Yang terjadi, menurut urutan tercatat"),
            "objects": _("Benda"),
            "check": _("Periksa sendiri"),
            "how": _(
                "Pindai kode ini atau buka alamatnya, lalu bandingkan sidiknya dengan yang ada di halaman. Isi yang "
                "disidik terlampir di dalam PDF ini sebagai serah-terima.json."
            ),
            "digest": _("Sidik digital (SHA-256):"),
            "qr": _("Kode QR alamat halaman serah terima ini"),
            "sign": _("Tanda tangan basah, bila diperlukan"),
        },
        "sides": [sheet.giver, sheet.receiver],
        "digest": [sheet.digest[i : i + 8] for i in range(0, 64, 8)],
        "url": sheet.address,
        "qr": qr(sheet.address),
        "page": _("Halaman"),
        "of": _("dari"),
        "foot": _("Ikrar · berita acara serah terima"),
        "lacking": "",
        "file": {"content": data.decode(), "description": _("Isi berita acara yang disidik")},
    }


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        (_("Kirab"), sheet.title),
        (_("Tongkat"), sheet.baton),
        (_("Pemberi"), sheet.giver),
        (_("Penerima"), sheet.receiver),
        (_("Tempat"), sheet.place),
        (_("Hari rencana"), sheet.planned),
        (_("Hari sebenarnya"), sheet.actual),
    ]


def _act(one: Any, zone: str) -> dict[str, object]:
    who = ", ".join(filter(None, (one.office, one.by.name)))
    return {
        "head": f"{one.n}. {said(one.kind)}",
        "who": who,
        "at": " · ".join(filter(None, (told(one.at, zone), kept_later(one, zone)))),
        "reason": one.reason,
        "witnesses": _("Saksi: {who}").format(who="; ".join(one.witnesses)) if one.witnesses else "",
        "objects": [[row["item"], condition(row["condition"]), row["note"]] for row in one.conditions],
    }


def kept_later(one: Any, zone: str = "") -> str:
    """Say when an act was kept, where that is more than an hour after the time that was told; empty otherwise.

    Who reads that something was done in time also reads when it was said. ``zone``: that of the installation if empty.
    """
    if one.kept_at - one.at <= LATER:
        return ""
    return _("baru dicatat {when}").format(when=told(one.kept_at, zone))


def said(kind: str) -> str:
    """Return an act on a hand-over in words, in the language in force."""
    return {
        Kind.OPENED: _("Dibuka pemberi"),
        Kind.ACKNOWLEDGED: _("Diterima"),
        Kind.REFUSED: _("Ditolak penerima"),
        Kind.WITHDRAWN: _("Ditarik kembali pemberi"),
        Kind.SKIPPED: _("Dilewati"),
        Kind.TOLD: _("Diceritakan berkas"),
        Kind.CHANGED: _("Rencana diubah"),
        Kind.DATED: _("Hari sebenarnya dicatat"),
        Kind.CANCELLED: _("Dibatalkan"),
    }[Kind(kind)]


def condition(value: str) -> str:
    """Return the condition of an object in words, in the language in force."""
    return {Condition.GOOD: _("baik"), Condition.DAMAGED: _("rusak"), Condition.MISSING: _("tidak ada")}[
        Condition(value)
    ]
