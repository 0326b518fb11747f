"""The usual institutions of a place, with the words people use there: kabupaten or kota, Aceh, Jakarta.

The patterns stand in ``data/institution_kinds.toml``. What cannot be known from a code is left to the people of the
place: the number of a Kodim, whether a police unit is a Polresta, which districts it serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ikrar.core.institution.kind import Kind, Pattern, Rank, kinds
from ikrar.core.institution.level import level_of
from ikrar.core.institution.record import OfficeRecord, Record
from ikrar.core.institution.territory import Stretch

_LEVEL_WORD: Final = re.compile(r"(?:Kabupaten|Kota)(?: Administrasi)? ")
JAKARTA: Final = "31"
ACEH: Final = "11"


def plain_name(name: str) -> str:
    """Return an area's name without its level word: "Kota Serang" is Serang."""
    return _LEVEL_WORD.sub("", name.strip(), count=1)


def conditions(area: str, kind: str, *, twin: bool) -> tuple[str, ...]:
    """Return what holds for an area: its kind, Aceh, Jakarta, a city beside a kabupaten of its name (``twin``)."""
    found = {kind}
    if area.partition(".")[0] == JAKARTA:
        found |= {"dki", f"dki-{kind}"}
    if area.partition(".")[0] == ACEH:
        found.add("aceh")
    if twin and kind == "kota":
        found.add("twin")
    return tuple(sorted(found))


def usual(area: str, *, kind: str, name: str, twin: bool = False) -> tuple[Record, ...]:
    """Return the usual institutions of the area ``area`` (its kind and official name as in the table of areas)."""
    held = conditions(area, kind, twin=twin)
    return tuple(_record(area, name.strip(), one, rank, form) for one, rank, form in _forms(area, held))


def _forms(area: str, held: tuple[str, ...]) -> Iterator[tuple[Kind, Rank, Pattern]]:
    for kind in kinds().values():
        rank = kind.rank(level_of(area))
        forms = [p for when, p in rank.patterns if when in ("", *held)] if rank else []
        if rank and forms and forms[0].unit:
            yield kind, rank, forms[0]


def _record(area: str, name: str, kind: Kind, rank: Rank, form: Pattern) -> Record:
    def fill(text: str) -> str:
        return text.format(area=name, name=plain_name(name))

    return Record(
        code=f"{area}/{form.unit}",
        kind=kind.code,
        level=rank.level.value,
        name=fill(form.name),
        short_name=fill(form.short),
        area=area,
        offices=tuple(OfficeRecord(fill(title), office) for office, title in form.offices),
        territory=(Stretch(area),),
    )
