"""Offices (jabatan): what a post is called, what it is for, and its terms; who holds it is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ikrar.core.errors import InvalidField


class OfficeKind(StrEnum):
    """What an office is within its institution."""

    HEAD = "head"
    DEPUTY = "deputy"
    SECRETARY = "secretary"
    MEMBER = "member"
    STAFF = "staff"


def _both(indonesian: str, english: str) -> Mapping[str, str]:
    return MappingProxyType({"id": indonesian, "en": english})


#: Office kind -> language ("id", "en") -> what it is called.
OFFICE_KINDS: Final[Mapping[OfficeKind, Mapping[str, str]]] = MappingProxyType(
    {
        OfficeKind.HEAD: _both("Pimpinan", "Head"),
        OfficeKind.DEPUTY: _both("Wakil pimpinan", "Deputy head"),
        OfficeKind.SECRETARY: _both("Sekretaris", "Secretary"),
        OfficeKind.MEMBER: _both("Anggota", "Member"),
        OfficeKind.STAFF: _both("Petugas", "Staff"),
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch in which an office is held, by an acting holder or not; both days belong to it, None is open."""

    starts: date
    ends: date | None = None
    acting: bool = False


def check_days(first: date | None, last: date | None, *, field: str) -> None:
    """Raise ``InvalidField`` on ``field`` when the last day lies before the first."""
    if first is not None and last is not None and last < first:
        raise InvalidField("Hari terakhir mendahului hari pertamanya.", field=field)


def check_term(term: Term, others: Iterable[Term]) -> None:
    """Raise ``InvalidField`` when a term ends before it begins or overlaps another term of the office."""
    check_days(term.starts, term.ends, field="term")
    for other in others:
        apart = (other.ends is not None and other.ends < term.starts) or (
            term.ends is not None and term.ends < other.starts
        )
        if not apart:
            raise InvalidField(
                "Masa jabatan ini bertumpang tindih dengan masa jabatan yang mulai {day}. Akhiri dulu yang lama.",
                field="term",
                day=other.starts.isoformat(),
            )
