"""What changed between two texts of a declaration: field by field, point by point, word by word.

Words are compared by longest common subsequence. Work is bounded for hostile texts: where more than ``MOST_WORDS``
words stand between a common beginning and a common end, that part is given as one removal and one addition; points are
compared with each other only while there are at most ``MOST_PAIRS`` pairs of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import Indel

from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice

MOST_WORDS: Final = 3_000
MOST_PAIRS: Final = 10_000
#: Two points are the same one, changed, when at least half of their words agree in order.
SAME_POINT: Final = 0.5
_COMPARED: Final = 300

_TOKEN: Final = re.compile(r"(\w+|[^\w\s])(\s*)")
_FIELDS: Final = ("title", "election", "area", "event_date", "place", "language", "preamble", "closing", "parent")


class Sign(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with its sign."""

    sign: Sign
    text: str


class Fate(StrEnum):
    """What became of a point or an office."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its name, and its text with what went and what came."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A numbered item of either version: ``old`` and ``new`` are its numbers from 1, None where it does not stand.

    ``moved``: it stands in another order among the others, not only under another number.
    """

    fate: Fate
    old: int | None
    new: int | None
    moved: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything between two versions: the fields that differ, and every point and office with its fate."""

    fields: tuple[FieldChange, ...]
    points: tuple[ItemChange, ...]
    offices: tuple[ItemChange, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        items = (*self.points, *self.offices)
        return not self.fields and all(one.fate is Fate.SAME and not one.moved for one in items)


def compare(old: DeclarationText, new: DeclarationText) -> Difference:
    """Compare two texts; which version supersedes which is not part of the answer."""
    pairs = ((name, _plain(getattr(old, name)), _plain(getattr(new, name))) for name in _FIELDS)
    return Difference(
        fields=tuple(FieldChange(name, words(one, other)) for name, one, other in pairs if one != other),
        points=items(old.points, new.points),
        offices=items([_office(o) for o in old.pledging_offices], [_office(o) for o in new.pledging_offices]),
    )


def words(old: str, new: str) -> tuple[Piece, ...]:
    """Mark what went and what came between two texts, word by word; a change of spaces alone is none.

    The pieces that are not gone are the new text but for spaces at its ends, those that are not new the old one.
    """
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    start, end = _common([t for t, _ in one], [t for t, _ in other])
    pieces = [_same(one[:start], other[:start])]
    pieces += _between(one[start : len(one) - end], other[start : len(other) - end])
    pieces.append(Piece(Sign.SAME, _joined(other[len(other) - end :])))
    return _gathered(pieces)


def items(old: Sequence[str], new: Sequence[str]) -> tuple[ItemChange, ...]:
    """Match numbered items, and say what became of each: in the new order, a dropped one after its old neighbour."""
    pairs = _matched(old, new)
    kept = _in_order([pairs[at] for at in sorted(pairs)])
    found: list[tuple[tuple[int, int, int], ItemChange]] = []
    for one, other in pairs.items():
        same = old[one] == new[other]
        fate = Fate.SAME if same else Fate.CHANGED
        pieces = (Piece(Sign.SAME, new[other]),) if same else words(old[one], new[other])
        found.append(((other, 0, 0), ItemChange(fate, one + 1, other + 1, other not in kept, pieces)))
    for other in set(range(len(new))) - set(pairs.values()):
        change = ItemChange(Fate.ADDED, None, other + 1, False, (Piece(Sign.NEW, new[other]),))
        found.append(((other, 0, 0), change))
    for one in set(range(len(old))) - set(pairs):
        before = max((at for at in pairs if at < one), default=None)
        place = -1 if before is None else pairs[before]
        change = ItemChange(Fate.DROPPED, one + 1, None, False, (Piece(Sign.GONE, old[one]),))
        found.append(((place, 1, one), change))
    return tuple(change for _, change in sorted(found, key=lambda row: row[0]))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _office(office: PledgingOffice) -> str:
    parts = (office.office, office.institution, office.capacity)
    said = ", ".join(part for part in parts if part)
    return f"{said} (a.n. {office.on_behalf_of})" if office.on_behalf_of else said


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Count how many words both begin with, and how many of the rest both end with."""
    most = min(len(one), len(other))
    start = next((n for n in range(most) if one[n] != other[n]), most)
    most -= start
    end = next((n for n in range(most) if one[-1 - n] != other[-1 - n]), most)
    return start, end


def _between(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> list[Piece]:
    if max(len(one), len(other)) > MOST_WORDS:
        return [Piece(Sign.GONE, _joined(one)), Piece(Sign.NEW, _joined(other))]
    pieces = []
    for step in Indel.opcodes([t for t, _ in one], [t for t, _ in other]):
        gone, came = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        if step.tag == "equal":
            pieces.append(_same(gone, came))
        else:
            pieces += [Piece(Sign.GONE, _joined(gone)), Piece(Sign.NEW, _joined(came))]
    return pieces


def _same(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> Piece:
    """What stands in both, as the new text has it; at its end the old space where the new text has none."""
    space = one[-1][1] if one and not other[-1][1] else ""
    return Piece(Sign.SAME, _joined(other) + space)


def _joined(tokens: Sequence[tuple[str, str]]) -> str:
    return "".join(token + space for token, space in tokens)


def _gathered(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Leave empty pieces out; between two unchanged words all that went comes first, then all that came."""
    found: list[Piece] = []
    gone = came = ""
    for piece in [*pieces, Piece(Sign.SAME, "\0")]:
        if piece.sign is Sign.GONE:
            gone += piece.text
        elif piece.sign is Sign.NEW:
            came += piece.text
        elif piece.text:
            found += [Piece(sign, text) for sign, text in ((Sign.GONE, gone), (Sign.NEW, came)) if text]
            gone = came = ""
            found.append(piece)
    return tuple(found[:-1])


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Match places of the old list with places of the new: equal texts first, then the most alike."""
    waiting: dict[str, list[int]] = {}
    for place in reversed(range(len(new))):
        waiting.setdefault(new[place], []).append(place)
    pairs = {at: waiting[text].pop() for at, text in enumerate(old) if waiting.get(text)}
    left = [at for at in range(len(old)) if at not in pairs]
    free = sorted(set(range(len(new))) - set(pairs.values()))
    if len(left) * len(free) > MOST_PAIRS:
        return pairs
    alike = []
    heads = {at: _TOKEN.findall(new[at])[:_COMPARED] for at in free}
    for one in left:
        head = _TOKEN.findall(old[one])[:_COMPARED]
        shares = ((Indel.normalized_similarity(head, heads[other]), other) for other in free)
        alike += [(-share, abs(one - other), one, other) for share, other in shares if share >= SAME_POINT]
    for _share, _apart, one, other in sorted(alike):
        if one not in pairs and other not in set(pairs.values()):
            pairs[one] = other
    return pairs


def _in_order(places: Sequence[int]) -> frozenset[int]:
    """Return the most places that rise: what kept its order; the others moved."""
    ends: list[int] = []
    at_end: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = at_end[length - 1] if length else None
        ends[length : length + 1] = [place]
        at_end[length : length + 1] = [place]
    kept: set[int] = set()
    last = at_end[-1] if at_end else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)
