"""What a new list of areas changes: renamed, recoded, split, merged, new and vanished codes.

A decree is a whole new list. What became of a code is read from the two lists: the same name under the
same parent (or under the parent's successor) is the same area with a new code; where the children of an area went tells
what became of the area itself. What no list can tell (a village that was split) may be said in a column ``kode_asal``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from ikrar.core.place.area import Area, bare

LOWEST: Final = 4
SHRINK: Final = 5  # per cent of the codes that may vanish without a successor before somebody has to say so


class Kind(StrEnum):
    """How one code follows another."""

    RECODED = "recoded"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Link:
    """``new`` follows ``old``; after a split the old code may go on, smaller."""

    old: str
    new: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Change:
    """All that a new list changes, each group in the order of codes.

    ``renamed`` holds the area before and after, where name or kind differ; ``moved`` only a point on the map;
    ``standing`` is the number of codes valid before.
    """

    added: tuple[Area, ...] = ()
    ended: tuple[Area, ...] = ()
    renamed: tuple[tuple[Area, Area], ...] = ()
    moved: tuple[Area, ...] = ()
    links: tuple[Link, ...] = ()
    standing: int = field(default=0, compare=False)

    @property
    def empty(self) -> bool:
        """Whether the list changes nothing."""
        return not (self.added or self.ended or self.renamed or self.moved)

    def linked(self, kind: Kind) -> tuple[Link, ...]:
        """Return the links of one kind."""
        return tuple(link for link in self.links if link.kind is kind)

    @property
    def new(self) -> tuple[Area, ...]:
        """Return the areas that follow no other."""
        followers = {link.new for link in self.links}
        return tuple(area for area in self.added if area.code not in followers)

    @property
    def vanished(self) -> tuple[Area, ...]:
        """Return the areas that nothing follows."""
        followed = {link.old for link in self.links}
        return tuple(area for area in self.ended if area.code not in followed)

    @property
    def shrinks(self) -> bool:
        """Whether more codes vanish than a decree ends: the sign of a list that was cut off."""
        return len(self.vanished) * 100 > SHRINK * self.standing


def compare(
    before: Iterable[Area], after: Iterable[Area], origins: Mapping[str, tuple[str, ...]] | None = None
) -> Change:
    """Compare two whole lists; ``origins`` maps a new code to the old codes it is said to come from.

    Where the new list has no coordinates, those known so far are kept. Origins must be codes of ``before``.
    """
    old = {area.code: area for area in before}
    new = {area.code: _placed(area, old.get(area.code)) for area in after}
    both = sorted(old.keys() & new.keys())
    ended = [old[code] for code in sorted(old.keys() - new.keys())]
    added = [new[code] for code in sorted(new.keys() - old.keys())]
    links = _links(ended, added, origins or {})
    before_it = {link.new: old[link.old] for link in links if link.kind is Kind.RECODED}
    return Change(
        added=tuple(_placed(area, before_it.get(area.code)) for area in added),
        ended=tuple(ended),
        renamed=tuple((old[c], new[c]) for c in both if (old[c].name, old[c].kind) != (new[c].name, new[c].kind)),
        moved=tuple(new[c] for c in both if _only_moved(old[c], new[c])),
        links=links,
        standing=len(old),
    )


def _placed(area: Area, known: Area | None) -> Area:
    """Keep the known point of an area for which the new list has none."""
    if known is None or area.lat is not None:
        return area
    return replace(area, lat=known.lat, lng=known.lng)


def apply(before: Iterable[Area], change: Change) -> dict[str, Area]:
    """Return the list after the change, by code."""
    gone = {area.code for area in change.ended}
    kept = {area.code: area for area in before if area.code not in gone}
    kept |= {area.code: area for area in change.moved}
    kept |= {after.code: after for _, after in change.renamed}
    return kept | {area.code: area for area in change.added}


def _only_moved(old: Area, new: Area) -> bool:
    return (old.name, old.kind) == (new.name, new.kind) and (old.lat, old.lng) != (new.lat, new.lng)


def _links(ended: list[Area], added: list[Area], origins: Mapping[str, tuple[str, ...]]) -> tuple[Link, ...]:
    pairs = {(old, code) for code, olds in origins.items() for old in olds}
    said_old, said_new = {old for old, _ in pairs}, {new for _, new in pairs}
    gone = [area for area in ended if area.code not in said_old]
    came = [area for area in added if area.code not in said_new]
    same = _same(gone, came)
    pairs |= set(same.items())
    pairs |= _by_children(same, {a.code for a in gone}, {a.code for a in came})
    return _kinds(pairs, {area.code for area in ended})


def _same(gone: list[Area], came: list[Area]) -> dict[str, str]:
    """Match old to new codes by name, wider areas first: under the same parent, else within the area around it."""
    found: dict[str, str] = {}
    for level in range(1, LOWEST + 1):
        olds = [area for area in gone if area.level == level]
        news = [area for area in came if area.level == level]
        for steps in (1, 2):
            found |= _unique(olds, news, found, steps)
    return found


def _unique(olds: list[Area], news: list[Area], found: Mapping[str, str], steps: int) -> dict[str, str]:
    """Pair what bears one name on both sides, once each, ``steps`` levels below the same area."""
    taken = set(found.values())
    there: dict[tuple[str, str], list[str]] = defaultdict(list)
    here: dict[tuple[str, str], list[str]] = defaultdict(list)
    for area in news:
        if area.code not in taken:
            there[(_up(area.code, steps), bare(area.name))].append(area.code)
    for area in olds:
        if area.code not in found:
            around = _up(area.code, steps)
            here[(found.get(around, around), bare(area.name))].append(area.code)
    return {codes[0]: there[key][0] for key, codes in here.items() if len(codes) == len(there.get(key, ())) == 1}


def _up(code: str, steps: int) -> str:
    return ".".join(code.split(".")[:-steps])


def _by_children(same: Mapping[str, str], gone: set[str], came: set[str]) -> set[tuple[str, str]]:
    """Say what became of areas by where their children went; upwards, so that what is found tells about the next."""
    matched, reached = set(same), set(same.values())
    pairs: set[tuple[str, str]] = set()
    for dots in range(LOWEST - 1, 0, -1):
        below = {(old, new) for old, new in {*same.items(), *pairs} if old.count(".") == dots}
        for old, new in {(_up(old, 1), _up(new, 1)) for old, new in below}:
            if old != new and (old in gone - matched or new in came - reached):
                pairs.add((old, new))
    return pairs


def _kinds(pairs: set[tuple[str, str]], ended: set[str]) -> tuple[Link, ...]:
    """Name each pair: one to one is recoded; several from one, or from one that goes on, is split; else merged."""
    froms, tos = Counter(new for _, new in pairs), Counter(old for old, _ in pairs)
    continuing = {old for old, _ in pairs if old not in ended}

    def kind(old: str, new: str) -> Kind:
        if old in continuing or tos[old] > 1:
            return Kind.SPLIT
        return Kind.MERGED if froms[new] > 1 else Kind.RECODED

    return tuple(Link(old, new, kind(old, new)) for old, new in sorted(pairs))
