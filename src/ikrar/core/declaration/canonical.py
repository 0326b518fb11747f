"""Canonical bytes and digest of a declaration (decision 18), and the strict way back.

One text has exactly one sequence of bytes, whoever types it and on whatever device: every string is
normalised (whitespace, then NFC) and the whole is written as RFC 8785 JSON with all keys always present. The
digest is the SHA-256 of these bytes; they are served without a final newline.

What must not enter a registered text is refused with its position; ``character.py`` says which and why.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from ikrar.core.account.grant import AREA_CODE, covers
from ikrar.core.declaration.character import normalise
from ikrar.core.errors import BadInput, InvalidField, TooLarge

VERSION: Final = "ikrar.id/declaration/v1"
#: Above this many canonical bytes it is no declaration; real ones stay below 10 kB.
MAX_BYTES: Final = 256 * 1024
#: Languages of a text: Indonesian, English, and the large regional ones (ISO 639-1, else 639-3).
LANGUAGES: Final = frozenset({"id", "en", "ace", "ban", "bbc", "bjn", "bug", "jv", "mad", "mak", "min", "sas", "su"})
#: The shipped fictional province; everything in it carries the mark (decision 11).
FICTIONAL_AREA: Final = "98"
EXAMPLE_MARK: Final = "CONTOH"

__all__ = [
    "DeclarationText",
    "PledgingOffice",
    "canonical_bytes",
    "digest",
    "example_title",
    "is_marked_example",
    "needs_example_mark",
    "normalise",
    "normalised",
    "parse",
]

#: RFC 8785 for keys of plain letters and values that are texts or small whole numbers: nothing else stands below.
_JCS: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
_ELECTION: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PledgingOffice:
    """An office that pledges, never a person's name: at least ``office`` or ``institution`` is given."""

    office: str | None
    institution: str | None
    capacity: str | None
    on_behalf_of: str | None


@dataclass(frozen=True, slots=True)
class DeclarationText:
    """What stands under the digest.

    ``area`` is an area code; ``points`` are in order and get their numbers from 1; ``pledging_offices`` are
    in signing order; ``parent`` (of the cascade) and ``supersedes`` (the previous version) are digests.
    """

    title: str
    election: str | None
    area: str | None
    event_date: date | None
    place: str | None
    language: str
    preamble: str | None
    points: tuple[str, ...]
    closing: str | None
    pledging_offices: tuple[PledgingOffice, ...]
    parent: str | None
    supersedes: str | None


def normalised(text: DeclarationText) -> DeclarationText:
    """Give the text with every string in its one form; an optional field left empty becomes ``None``.

    Raises ``ForbiddenText`` as ``normalise`` does, and ``InvalidField`` for a missing title, point or
    language, an office without office and institution, an unknown language, a malformed code, date or
    digest. Points and offices are named from 1: ``points.2``, ``pledging_offices.1.capacity``.
    """
    if not text.points:
        raise InvalidField("Deklarasi harus memuat sedikitnya satu butir.", field="points")
    return replace(
        text,
        title=_required(text.title, "title"),
        election=_coded(text.election, "election", _ELECTION),
        area=_coded(text.area, "area", AREA_CODE),
        event_date=_day(text.event_date),
        place=_optional(text.place, "place"),
        language=_language(text.language),
        preamble=_optional(text.preamble, "preamble"),
        points=tuple(_required(point, f"points.{n}") for n, point in enumerate(text.points, start=1)),
        closing=_optional(text.closing, "closing"),
        pledging_offices=tuple(_office(office, n) for n, office in enumerate(text.pledging_offices, start=1)),
        parent=_coded(text.parent, "parent", _DIGEST),
        supersedes=_coded(text.supersedes, "supersedes", _DIGEST),
    )


def canonical_bytes(text: DeclarationText) -> bytes:
    """Write the canonical bytes (decision 18): RFC 8785 over exactly the keys below, UTF-8, no final newline.

    Raises what ``normalised`` raises, ``TooLarge`` above ``MAX_BYTES``, and ``InvalidField`` when a text of
    the fictional area does not carry the mark of an example (decision 11).
    """
    tidy = normalised(text)
    if tidy.area is not None and needs_example_mark(tidy.area) and not is_marked_example(tidy.title):
        raise InvalidField(
            "Naskah dari wilayah rekaan harus berjudul dengan kata pertama {mark}.",
            field="title",
            mark=EXAMPLE_MARK,
        )
    data = _JCS.encode(
        {
            "v": VERSION,
            "title": tidy.title,
            "election": tidy.election,
            "area": tidy.area,
            "event_date": None if tidy.event_date is None else tidy.event_date.isoformat(),
            "place": tidy.place,
            "language": tidy.language,
            "preamble": tidy.preamble,
            "points": [{"n": n, "text": point} for n, point in enumerate(tidy.points, start=1)],
            "closing": tidy.closing,
            "pledging_offices": [
                {
                    "office": office.office,
                    "institution": office.institution,
                    "capacity": office.capacity,
                    "on_behalf_of": office.on_behalf_of,
                }
                for office in tidy.pledging_offices
            ],
            "parent": tidy.parent,
            "supersedes": tidy.supersedes,
        }
    ).encode()
    if len(data) > MAX_BYTES:
        raise TooLarge("Naskah deklarasi lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    return data


def digest(data: bytes) -> str:
    """Hash canonical bytes: 64 hex characters of SHA-256."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes) -> DeclarationText:
    """Read canonical bytes back; the strict inverse of ``canonical_bytes``.

    Accepted is exactly what ``canonical_bytes`` writes. Raises ``BadInput`` for bytes that are not canonical
    (another key order, spacing, form of a string, a key too many), its subclasses for what is no declaration.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("Naskah deklarasi lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    try:
        raw = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise BadInput("Berkas ini bukan JSON dalam UTF-8.") from None
    text = _text(_mapping(raw, "declaration"))
    if canonical_bytes(text) != data:
        raise BadInput("Berkas ini bukan bentuk kanonik {version}.", version=VERSION)
    return text


def of_json(value: object) -> bytes:
    """Return the canonical bytes of a declaration in JSON values, its keys in any order.

    Raises what ``parse`` raises, and ``BadInput`` for values that no JSON text has.
    """
    try:
        data = _JCS.encode(value).encode()
    except (ValueError, TypeError, RecursionError):  # a lone surrogate, keys of several kinds, an endless depth
        raise BadInput("Berkas ini bukan JSON dalam UTF-8.") from None
    parse(data)
    return data


def needs_example_mark(area_code: str) -> bool:
    """Say whether the area is the shipped fictional one, whose every title carries the mark (decision 11)."""
    return covers({FICTIONAL_AREA}, area_code)


def is_marked_example(title: str) -> bool:
    """Say whether the first word of the title is the mark, written exactly so."""
    return title.split(maxsplit=1)[:1] == [EXAMPLE_MARK]


def example_title(title: str) -> str:
    """Put the mark before the title as its first word; a marked title stays as it is."""
    return title if is_marked_example(title) else f"{EXAMPLE_MARK} {title}"


def _optional(value: str | None, field: str) -> str | None:
    return normalise(value, field=field) or None if value is not None else None


def _required(value: str, field: str) -> str:
    tidy = normalise(value, field=field)
    if not tidy:
        raise InvalidField("Kolom {field} wajib diisi.", field=field)
    return tidy


def _coded(value: str | None, field: str, pattern: re.Pattern[str]) -> str | None:
    tidy = _optional(value, field)
    if tidy is not None and not pattern.fullmatch(tidy):
        raise InvalidField("Isi kolom {field} tidak berbentuk benar: {value}.", field=field, value=tidy)
    return tidy


def _language(value: str) -> str:
    tidy = _required(value, "language")
    if tidy not in LANGUAGES:
        raise InvalidField("Bahasa {value} tidak ada dalam daftar bahasa.", field="language", value=tidy)
    return tidy


def _day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        raise InvalidField("Hari peristiwa adalah tanggal tanpa jam.", field="event_date")
    return value


def _office(office: PledgingOffice, number: int) -> PledgingOffice:
    field = f"pledging_offices.{number}"
    tidy = PledgingOffice(
        office=_optional(office.office, f"{field}.office"),
        institution=_optional(office.institution, f"{field}.institution"),
        capacity=_optional(office.capacity, f"{field}.capacity"),
        on_behalf_of=_optional(office.on_behalf_of, f"{field}.on_behalf_of"),
    )
    if tidy.office is None and tidy.institution is None:
        raise InvalidField("Pihak pada {field} harus punya jabatan atau lembaga.", field=field)
    return tidy


def _text(raw: dict[str, object]) -> DeclarationText:
    """Read the fields without judging their form; the comparison of bytes in ``parse`` judges all of it."""
    return DeclarationText(
        title=_string(raw, "title"),
        election=_string_or_none(raw, "election"),
        area=_string_or_none(raw, "area"),
        event_date=_date_or_none(raw, "event_date"),
        place=_string_or_none(raw, "place"),
        language=_string(raw, "language"),
        preamble=_string_or_none(raw, "preamble"),
        points=tuple(_string(_mapping(point, "points"), "text") for point in _sequence(raw, "points")),
        closing=_string_or_none(raw, "closing"),
        pledging_offices=tuple(
            PledgingOffice(
                office=_string_or_none(office, "office"),
                institution=_string_or_none(office, "institution"),
                capacity=_string_or_none(office, "capacity"),
                on_behalf_of=_string_or_none(office, "on_behalf_of"),
            )
            for office in (_mapping(item, "pledging_offices") for item in _sequence(raw, "pledging_offices"))
        ),
        parent=_string_or_none(raw, "parent"),
        supersedes=_string_or_none(raw, "supersedes"),
    )


def _malformed(field: str) -> InvalidField:
    return InvalidField("Kolom {field} tidak ada atau salah jenisnya.", field=field)


def _mapping(raw: object, field: str) -> dict[str, object]:
    if not isinstance(raw, dict):
        raise _malformed(field)
    return raw


def _sequence(raw: dict[str, object], field: str) -> list[object]:
    value = raw.get(field)
    if not isinstance(value, list):
        raise _malformed(field)
    return value


def _string(raw: dict[str, object], field: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str):
        raise _malformed(field)
    return value


def _string_or_none(raw: dict[str, object], field: str) -> str | None:
    return None if raw.get(field) is None else _string(raw, field)


def _date_or_none(raw: dict[str, object], field: str) -> date | None:
    value = _string_or_none(raw, field)
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise _malformed(field) from None
