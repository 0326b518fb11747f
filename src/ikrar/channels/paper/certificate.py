"""The certificate of a signed declaration (decision record 0031): a page for the wall and one that says how to check.

The same data give the same bytes; what was issued is kept as it was, for another release would set it differently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import wrap
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ikrar.channels.paper import press, signing
from ikrar.channels.paper.declaration import EXAMPLE, LANGUAGES, qr
from ikrar.core.declaration.canonical import parse
from ikrar.core.ledger.proof import parse as parse_proof
from ikrar.records.signature.queries import Signed

PROOF: Final = "bukti.json"
TEXT: Final = "naskah.json"
#: A checkpoint longer than this makes a code that phones read badly on paper; it is then printed as text alone.
QR_MOST: Final = 900
SHORT: Final = 80
WIDE: Final = 76  # characters of a checkpoint's line beside its code


@dataclass(frozen=True)
class Entry:
    """One leaf as the certificate prints it: what it is of, and its tlog-proof, None while it waits."""

    of: str
    leaf: bytes
    proof: str | None


@dataclass(frozen=True)
class Piagam:
    """Everything a certificate shows; ``page`` is the address of the version, ``check`` the one its code opens."""

    code: str
    number: int
    version: int
    canonical: bytes
    digest: str
    example: bool
    registrar: str
    issued_at: datetime
    place: str
    page: str
    check: str
    signed: Sequence[Signed]
    entries: Sequence[Entry]
    proof: bytes


def pdf(one: Piagam, language: str) -> bytes:
    """Return the certificate as PDF in a language ("id", "en"), the same bytes whenever it is asked for.

    Raises TooLarge when it is too long for paper.
    """
    with override(language):
        lacking = _(
            "Sebagian huruf naskah ini tidak ada dalam fon dokumen, jadi tampak kosong. Naskah lengkapnya terlampir "
            "sebagai JSON di dalam PDF ini."
        )
        return press.pdf("certificate", _data(one, language), lacking=lacking)


def _data(one: Piagam, language: str) -> dict[str, object]:
    text = parse(one.canonical)
    shown = text.title if len(text.title) <= SHORT else text.title[: SHORT - 1] + "…"
    at = one.issued_at.astimezone(UTC)
    day = date_format(text.event_date, "j F Y") if text.event_date else ""
    return {
        "lang": language,
        "language": text.language,
        "languages": sorted(LANGUAGES),
        "heading": text.title,
        "title": text.title,
        "registrar": one.registrar,
        "url": one.page,
        "date": {part: getattr(at, part) for part in ("year", "month", "day", "hour", "minute", "second")},
        "mark": EXAMPLE if one.example else "",
        "example": _("Tempat, jabatan, dan peristiwa ini rekaan. Bukan bukti apa pun.") if one.example else "",
        "kicker": _("Piagam Ikrar"),
        "when_where": " · ".join(filter(None, (text.place, one.place, day))),
        "preamble": text.preamble,
        "points": [{"n": n, "text": words} for n, words in enumerate(text.points, start=1)],
        "closing": text.closing,
        "signatories": [_signatory(said) for said in one.signed],
        "foot": _("{title} · piagam {n}").format(title=shown, n=one.number),
        "page": _("Halaman"),
        "of": _("dari"),
        "lacking": "",
        "code": one.code,
        "digest": [one.digest[i : i + 8] for i in range(0, 64, 8)],
        "qr": qr(one.check),
        "labels": _labels(one),
        "proven": _proven(),
        "files": _files(one),
    } | _ledger(one)


def _signatory(one: Signed) -> dict[str, object]:
    return {
        "head": signing.head(one),
        "rest": signing.rest(one),
        "name": one.name,
        "short": " · ".join(filter(None, (signing.short(one), signing.day(one.at)))),
        "how": list(signing.how(one)),
        "stands": one.stands,
    }


def _ledger(one: Piagam) -> dict[str, object]:
    """Return what the ledger shows at this moment: one checkpoint, and each leaf by its hash and number."""
    proofs = [(entry, parse_proof(entry.proof)) for entry in one.entries if entry.proof]
    newest = max((proof.checkpoint for _entry, proof in proofs), key=_size, default="")
    waiting = len(one.entries) - len(proofs)
    told = [
        _(
            "Setiap perbuatan di bawah ini meninggalkan sehelai daun di buku besar yang hanya dapat bertambah. Saksi "
            "dari lembaga lain ikut menandatangani ukurannya, sehingga tidak satu lembaga pun dapat mengubahnya "
            "sendirian."
        )
    ]
    if waiting:
        told.append(
            _(
                "Saat piagam ini diterbitkan, {n} daun belum masuk titik periksa. Buktinya yang lengkap diunduh dari "
                "alamat di atas."
            ).format(n=waiting)
        )
    numbers = {entry.leaf: proof.index for entry, proof in proofs}
    return {
        "ledger": told,
        "checkpoint": _wrapped(newest),
        "checkpoint_qr": qr(newest) if newest and len(newest) <= QR_MOST else "",
        "leaves": [[_entry(entry, numbers), _hash(entry.leaf)] for entry in one.entries],
    }


def _entry(entry: Entry, numbers: dict[bytes, int]) -> str:
    if entry.leaf not in numbers:
        return entry.of
    return _("{of} · daun nomor {n}").format(of=entry.of, n=numbers[entry.leaf])


def _wrapped(note: str) -> str:
    """Break a note's long lines for paper; its code holds them whole."""
    return "\n".join("\n".join(wrap(line, WIDE)) for line in note.strip().split("\n"))


def _hash(leaf: bytes) -> str:
    return hashlib.sha256(b"\x00" + leaf).hexdigest()


def _size(note: str) -> int:
    return int(note.split("\n", 2)[1])


def _labels(one: Piagam) -> dict[str, str]:
    return {
        "signed": _("Yang berikrar"),
        "check": _("Periksa piagam ini"),
        "front": _("Pindai untuk melihat naskah terdaftar dan tanda tangannya; hanya itu yang berlaku. Kode piagam:"),
        "only": _(
            "Yang berlaku adalah naskah terdaftar, bukan kertas ini. Pindai kode di samping: halaman yang terbuka "
            "menunjukkan naskah itu, siapa yang menandatangani, dan apa yang berubah sesudah piagam ini terbit."
        ),
        "issued": _("Diterbitkan {when} oleh {who}.").format(when=signing.moment(one.issued_at), who=one.registrar),
        "where": _("Naskah terdaftar versi {n}").format(n=one.version),
        "code_name": _("Kode piagam"),
        "digest": _("Sidik digital (SHA-256) naskah"),
        "qr": _("Kode QR alamat pemeriksaan piagam ini"),
        "how": _("Cara masing-masing menandatangani"),
        "ledger": _("Buku besar"),
        "checkpoint": _("Titik periksa buku besar saat piagam ini terbit:"),
        "checkpoint_qr": _("Kode QR titik periksa buku besar"),
        "leaves": _("Sidik daun (SHA-256):"),
        "proven": _("Yang terbukti, dan yang tidak"),
    }


def _proven() -> list[str]:
    return [
        _("Naskah ini sama dengan yang didaftarkan: hitung SHA-256 lampiran naskah.json dan bandingkan."),
        _(
            "Kunci mana yang menandatangani naskah ini dan lembaga mana yang menjamin kunci itu: periksa lampiran "
            "bukti.json, juga tanpa situs ini, dengan perintah ikrar ledger verify."
        ),
        _("Tidak terbukti: bahwa ikrar ini ditepati, atau bahwa tidak ada yang menarik tanda tangannya sesudah ini."),
    ]


def _files(one: Piagam) -> list[dict[str, str]]:
    return [
        {
            "name": TEXT,
            "content": one.canonical.decode(),
            "relationship": "source",
            "description": _("Naskah kanonik: sidiknya tercetak di dokumen ini"),
        },
        {
            "name": PROOF,
            "content": one.proof.decode(),
            "relationship": "data",
            "description": _("Bukti: tanda tangan dan daun buku besar, untuk ikrar ledger verify"),
        },
    ]
