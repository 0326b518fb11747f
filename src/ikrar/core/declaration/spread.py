"""How far a commitment kind spread: which counts one declaration adds to, so that no page has to count them all.

A declaration that carries a kind counts once in each *cell*: in the whole nation and in its province, for all elections
and for its own, by the area below, by each kind of institution that pledges, by month, and by each group of wordings.
Cells without a kind count a group of wordings, a template, whatever it promises.
Examples and real declarations never share a cell (decision 11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from ikrar.core.declaration.canonical import PledgingOffice
from ikrar.core.institution.wording import heads, longest, posts
from ikrar.core.place.area import fold

#: Stands for an institution whose kind its name does not tell.
OTHER: Final = "other"
PARTY: Final = "party"


class Side(StrEnum):
    """By what is counted."""

    TOTAL = "total"
    AREA = "area"
    INSTITUTION = "institution"
    MONTH = "month"
    GROUP = "group"


class Cell(NamedTuple):
    """One count: of a kind, in an area (empty: the nation), for an election (empty: all), by one value of one side."""

    example: bool
    kind: str
    area: str
    election: str
    side: str
    value: str


@dataclass(frozen=True, slots=True)
class Carried:
    """One declaration as it carries one kind; ``area`` is a code, ``day`` that of the event."""

    kind: str
    example: bool
    area: str
    election: str
    day: date
    institutions: frozenset[str]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spread:
    """Counts of declarations: in all, by area below, by kind of institution, by month ("2024-08"), by group."""

    total: int
    areas: dict[str, int]
    institutions: dict[str, int]
    months: dict[str, int]
    groups: dict[str, int]


def cells(one: Carried) -> Iterator[Cell]:
    """Yield each cell in which a declaration counts, once."""
    for area in sorted({"", part(one.area, 1)}):
        sides = tuple(_sides(one, area))
        for election in sorted({"", one.election}):
            for side, value in sides:
                yield Cell(one.example, one.kind, area, election, side, value)


def template_cells(example: bool, area: str, groups: Iterable[str]) -> Iterator[Cell]:
    """Yield the cells of a declaration's groups whatever their kinds: in the nation and in its province."""
    for group in sorted(groups):
        for where in sorted({"", part(area, 1)}):
            yield Cell(example, "", where, "", Side.GROUP, group)


def counted(carried: Iterable[Carried], area: str) -> Spread:
    """Count declarations that all lie in an area (a code, empty for the nation), by the areas directly below it."""
    found = Counter(row for one in carried for row in _sides(one, area))
    return gathered((side, value, count) for (side, value), count in found.items())


def gathered(rows: Iterable[tuple[str, str, int]]) -> Spread:
    """Put counts (side, value, count) together, the highest first; months in order."""
    found: dict[str, dict[str, int]] = {side: {} for side in Side}
    for side, value, count in sorted(rows, key=lambda row: (-row[2], row[1])):
        found[side][value] = count
    months = dict(sorted(found[Side.MONTH].items()))
    total = found[Side.TOTAL].get("", 0)
    return Spread(total, found[Side.AREA], found[Side.INSTITUTION], months, found[Side.GROUP])


def part(code: str, level: int) -> str:
    """Return the code of the area of a level (1: province) around or at a code; a wider one stays as it is."""
    return ".".join(code.split(".")[:level])


def below(code: str, area: str) -> str:
    """Return the area directly below ``area`` (empty: the nation) in which a code lies; the area itself at its top."""
    return part(code, area.count(".") + 2 if area else 1)


def institution_kinds(offices: Iterable[PledgingOffice]) -> frozenset[str]:
    """Return the kinds of institution that pledge, as their names tell; ``OTHER`` for a name that tells none."""
    return frozenset(_kind_of(one.institution or "", one.office or "") for one in offices)


@lru_cache(maxsize=20_000)
def _kind_of(institution: str, office: str) -> str:
    for said, table in ((institution, heads()), (institution, posts()), (office, posts()), (office, heads())):
        meant = longest(fold(said).split(), table)[1]
        if meant:
            return meant[0].kind
    return PARTY if "partai" in fold(institution).split() else OTHER


def _sides(one: Carried, area: str) -> Iterator[tuple[str, str]]:
    yield Side.TOTAL, ""
    yield Side.AREA, below(one.area, area)
    yield Side.MONTH, f"{one.day:%Y-%m}"
    yield from ((Side.INSTITUTION, kind) for kind in one.institutions)
    yield from ((Side.GROUP, group) for group in one.groups)
