"""Who came to a meeting, by office: an invited institution or a guest, and whom an office stands for. Never a name."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import rfc8785

from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField, TooLarge

#: Rows of one list, those of them that can come through the door, and letters of an office.
MOST: Final = 500
MOST_BY_CODE: Final = 400
LONGEST: Final = 200


#: How long after the meeting, or after it was made, the code of the door still opens it: meetings run late.
LINGERS: Final = timedelta(hours=6)


def shuts_at(ends: datetime, now: datetime) -> datetime:
    """Return when a code made now for a meeting that ends then opens the door no more."""
    return max(ends, now) + LINGERS


def same(one: Presence, other: Presence) -> bool:
    """Say whether two rows tell of the same office, however it is written in large and small letters."""
    return [part.casefold() for part in asdict(one).values()] == [part.casefold() for part in asdict(other).values()]


class How(StrEnum):
    """How somebody was entered: by the code at the door, or on the list at the desk."""

    CODE = "code"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Presence:
    """One row: ``institution`` a code, empty for a guest whose body is ``guest``; ``office`` who came.

    ``represents`` is the office that was invited and sent this one instead, empty when it came itself.
    """

    institution: str
    guest: str
    office: str
    represents: str


def presence_of(row: Presence, invited: Collection[str]) -> Presence:
    """Read a row; ``invited`` are the codes that are no guests. Raises ``InvalidField`` and ``TooLarge``."""
    found = Presence(
        row.institution.strip(),
        normalise(row.guest, field="guest"),
        normalise(row.office, field="office"),
        normalise(row.represents, field="represents"),
    )
    if found.institution and found.institution not in invited:
        raise InvalidField("Pilih salah satu lembaga yang diundang, atau tulis lembaganya sebagai tamu.", field="who")
    if not found.institution and not found.guest:
        raise InvalidField("Pilih lembaga, atau tulis lembaga asal tamu.", field="who")
    if not found.office:
        raise InvalidField("Tulis jabatan yang hadir, bukan nama orang.", field="office")
    if any(len(part) > LONGEST for part in (found.guest, found.office, found.represents)):
        raise TooLarge("Paling panjang {limit} huruf.", limit=LONGEST)
    return found if not found.institution else Presence(found.institution, "", found.office, found.represents)


def digest(rows: Iterable[Presence]) -> str:
    """Hash a list as it is sealed: 64 hex characters of SHA-256 over RFC 8785, in the order of entry."""
    return hashlib.sha256(rfc8785.dumps([asdict(row) for row in rows])).hexdigest()
