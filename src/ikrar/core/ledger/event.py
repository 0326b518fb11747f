"""The closed table of ledger events that exist so far.

A leaf of a type outside this table cannot be built. A new act adds its row here, together with the action
that writes the leaf (R45).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Grain(StrEnum):
    """How coarsely an event's time is told: the hour, or the minute for public ceremonies (trust.md 4.2)."""

    HOUR = "hour"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of act that leaves a leaf: ``noun.verb``, a sentence per language ("id", "en"), the grain."""

    type: str
    meaning: Mapping[str, str] = field(hash=False)
    grain: Grain


def _event(name: str, grain: Grain, *, indonesian: str, english: str) -> Event:
    return Event(name, MappingProxyType({"id": indonesian, "en": english}), grain)


_TABLE: Final = (
    _event(
        "declaration.frozen",
        Grain.HOUR,
        indonesian="Satu versi naskah deklarasi dibekukan dan sidik digitalnya dicatat.",
        english="One version of a declaration's text was frozen and its digest recorded.",
    ),
    _event(
        "grant.given",
        Grain.HOUR,
        indonesian="Sebuah peran diberikan untuk satu lembaga, satu wilayah, dan satu jangka waktu.",
        english="A role was given for one institution, one territory and one period.",
    ),
    _event(
        "grant.ended",
        Grain.HOUR,
        indonesian="Sebuah peran diakhiri sebelum hari terakhirnya.",
        english="A role was ended before its last day.",
    ),
    _event(
        "place.imported",
        Grain.HOUR,
        indonesian="Daftar wilayah sebuah keputusan dimuat ke dalam tabel wilayah.",
        english="A decree's list of areas was taken into the table of areas.",
    ),
    _event(
        "reading.erased",
        Grain.HOUR,
        indonesian="Rancangan bacaan yang habis masa simpannya dihapus.",
        english="Reading drafts past their retention date were erased.",
    ),
    _event(
        "example.erased",
        Grain.HOUR,
        indonesian="Data contoh dihapus.",
        english="Example data were erased.",
    ),
    _event(
        "institution.changed",
        Grain.HOUR,
        indonesian="Sebuah lembaga dicatat atau diubah: nama, tingkat, induk, masa berlaku, jabatan.",
        english="An institution was written down or changed: name, level, parent, validity, offices.",
    ),
    _event(
        "territory.set",
        Grain.HOUR,
        indonesian="Wilayah kerja sebuah lembaga diubah mulai satu hari, atau perubahannya ditarik kembali.",
        english="The territory of an institution was changed from a day on, or its change taken back.",
    ),
    _event(
        "office.changed",
        Grain.HOUR,
        indonesian="Sebuah jabatan atau masa jabatannya dicatat atau diubah, tanpa nama orang.",
        english="An office or one of its terms was written down or changed, without any person's name.",
    ),
    _event(
        "election.registered",
        Grain.HOUR,
        indonesian="Sebuah pemilihan dicatat, dengan hari pemungutan suara dan hari terakhir mandatnya.",
        english="An election was written down, with its voting day and the last day of its grants.",
    ),
)

#: Type -> event. Closed: a type that is not a key here does not exist.
EVENTS: Final[Mapping[str, Event]] = MappingProxyType({event.type: event for event in _TABLE})
