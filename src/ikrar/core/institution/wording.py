"""The words that name a kind of institution or an office of it: "KPU", "Polresta", "Kapolres", "Ketua Bawaslu".

They come from the patterns of the usual institutions and from ``also`` and ``posts`` of the same table,
``data/institution_kinds.toml``. Words are folded as the names of areas are; a level word at their end is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ikrar.core.institution.kind import Kind, Rank, kinds
from ikrar.core.institution.level import Level
from ikrar.core.institution.office import OfficeKind
from ikrar.core.place.area import fold

Words = tuple[str, ...]

#: Word of a level in front of an area's name -> the level at which an institution of that area stands.
LEVEL_WORDS: Final[Mapping[str, Level]] = {
    "provinsi": Level.PROVINCE,
    "kabupaten": Level.REGENCY,
    "kota": Level.REGENCY,
    "kecamatan": Level.DISTRICT,
}


@dataclass(frozen=True, slots=True)
class Meant:
    """What words stand for: a kind of institution at a level, and for an office which of its offices."""

    kind: str
    level: Level
    office: OfficeKind | None = None


Table = Mapping[Words, tuple[Meant, ...]]


@cache
def heads() -> Table:
    """Return by their words the kinds and levels that begin the name of an institution."""
    found: dict[Words, dict[Meant, None]] = {}
    for kind, rank in _ranks():
        for words in _names(rank):
            found.setdefault(words, {})[Meant(kind.code, rank.level)] = None
    return {words: tuple(meant) for words, meant in found.items()}


@cache
def posts() -> Table:
    """Return by their words the offices; "Ketua KPU" also with every other word for a KPU of that level."""
    found: dict[Words, dict[Meant, None]] = {}
    for kind, rank in _ranks():
        names = tuple(_names(rank))
        for office, words in _titles(rank):
            meant = Meant(kind.code, rank.level, office)
            found.setdefault(words, {})[meant] = None
            ends = [name for name in names if len(name) < len(words) and words[-len(name) :] == name]
            for end in ends:
                for name in names:
                    found.setdefault((*words[: -len(end)], *name), {})[meant] = None
    return {words: tuple(meant) for words, meant in found.items()}


def longest(words: Sequence[str], table: Table) -> tuple[int, tuple[Meant, ...]]:
    """Return how many of the first words are the longest entry of a table, and what it stands for; 0 for none."""
    most = max(map(len, table))
    for length in range(min(most, len(words)), 0, -1):
        if found := table.get(tuple(words[:length])):
            return length, found
    return 0, ()


def _ranks() -> Iterator[tuple[Kind, Rank]]:
    return ((kind, rank) for kind in kinds().values() for rank in kind.ranks)


def _names(rank: Rank) -> Iterator[Words]:
    for _, pattern in rank.patterns:
        yield from filter(None, (_begin(pattern.name), _begin(pattern.short)))
    for word in rank.also:
        yield tuple(fold(word).split())


def _titles(rank: Rank) -> Iterator[tuple[OfficeKind, Words]]:
    for _, pattern in rank.patterns:
        for office, title in pattern.offices:
            if words := _begin(title):
                yield OfficeKind(office), words
    for office, title in rank.posts:
        yield OfficeKind(office), tuple(fold(title).split())


def _begin(pattern: str) -> Words:
    """Return the words before an area's name; none for a name of its own ("Polda Metro Jaya", "DPR Aceh").

    The "Metro" of a police unit is also the name of a city, so it is left to the area's name like a level word.
    """
    before, brace, _ = pattern.partition("{")
    words = fold(before).split()
    if len(words) > 1 and words[-1] in {*LEVEL_WORDS, "metro"} and words[-2] != "wali":
        words = words[:-1]
    return tuple(words) if brace else ()
