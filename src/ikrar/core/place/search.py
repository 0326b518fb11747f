"""Search that forgives spelling, and asks instead of guessing: exact names first, wider areas first.

A search goes from strict to forgiving and stops where it found something: names with these words; then words joined or
begun; then words spelled nearly so; then the same with another kind of area than was said. One answer is *sure* only
when exactly one area bears the name as it was given; a corrected spelling is never sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import and_, or_
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from ikrar.core.place.index import Index, Mask
from ikrar.core.place.query import Part, Reading, code_in, readings

CONSIDERED: Final = 200  # areas ranked after the preselection
FUZZY_WORDS: Final = 4  # of a query that are looked up by spelling; more would cost too much time
ALIKE, STEP = 13, 8  # nearness of the same name; percents of likeness in one step of nearness below


class Match(IntEnum):
    """How an area answers a query, best first."""

    EXACT = 0
    ORDER = 1
    BEGUN = 2
    KIND = 3
    WORDS = 4
    SPELLING = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """An area found: its code, how it answers, and the former or short name that was typed, if it was one."""

    code: str
    match: Match
    by: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, best first; ``exact`` counts the areas that bear the very name."""

    hits: tuple[Hit, ...]
    exact: int = 0

    @property
    def sure(self) -> bool:
        """Whether exactly one area bears the name as given: only then may a program take it without asking."""
        return self.exact == 1

    @property
    def ambiguous(self) -> bool:
        """Whether several areas bear the very name."""
        return self.exact > 1


@dataclass(frozen=True, slots=True)
class _Rank:
    match: Match
    ended: bool
    near: int
    level: int
    length: int
    at: int

    def key(self) -> tuple[int, ...]:
        return (self.match, self.ended, -self.near, self.level, self.length, self.at)


def search(index: Index, text: str, *, limit: int = 12) -> Answer:
    """Find areas by code or name, at most ``limit``; hostile or endless text finds nothing and costs no more."""
    code = code_in(text)
    if code:
        known = index.at(code) is not None
        return Answer((Hit(code, Match.EXACT),) if known else (), exact=int(known))
    ways = readings(text)
    found: dict[int, _Rank] = {}
    for matches in (_strict, _forgiving, _any_kind):
        for way in ways:
            for rank in matches(index, way):
                old = found.get(rank.at)
                found[rank.at] = rank if old is None or rank.key() < old.key() else old
        if any(rank.match <= Match.BEGUN for rank in found.values()):
            break
    best = sorted(found.values(), key=_Rank.key)
    exact = [rank for rank in best if rank.match is Match.EXACT]
    if exact:
        best = [rank for rank in best if rank.match is Match.EXACT or (rank.match is Match.BEGUN and len(ways[0]) == 1)]
    standing = [rank for rank in exact if not rank.ended] or exact
    hits = tuple(Hit(index.codes[rank.at], rank.match, _other(index, rank.at, ways)) for rank in best[:limit])
    return Answer(hits, len(standing))


def _strict(index: Index, way: Reading) -> Iterator[_Rank]:
    sets = [_strict_set(index, part, last=part is way[-1]) for part in way]
    yield from _combined(index, way, sets)


def _forgiving(index: Index, way: Reading) -> Iterator[_Rank]:
    sets = [_near_set(index, part) for part in way]
    yield from _combined(index, way, sets, spelled=True)


def _any_kind(index: Index, way: Reading) -> Iterator[_Rank]:
    if any(part.kinds for part in way):
        loose = tuple(Part(part.words) for part in way)
        yield from _combined(index, loose, [_near_set(index, part) for part in loose], spelled=True, kind=True)


def _strict_set(index: Index, part: Part, *, last: bool) -> Mask:
    """Return the areas whose names, with those around them, hold all words; the last word may be just begun."""
    known: dict[str, tuple[Mask, Mask]] = {}

    def both(word: str, *, begun: bool) -> tuple[Mask, Mask]:
        if word not in known:
            own = index.having(word, begun=begun)
            known[word] = (own, index.inside(own))
        return known[word]

    found = index.none()
    for words in _joinings(index, part.words):
        found |= _all_of([both(word, begun=last and word is words[-1]) for word in words])
    return found & index.kind(part.kinds) if part.kinds else found


def _near_set(index: Index, part: Part) -> Mask:
    """Return the areas whose names hold all words, each spelled nearly so, or all of them as one word."""
    if len(part.words) > FUZZY_WORDS:
        return index.none()
    found = index.like("".join(part.words))
    if len(part.words) > 1:
        near = [index.like(word) | index.having(word) for word in part.words]
        found |= _all_of([(own, index.inside(own)) for own in near])
    return found & index.kind(part.kinds) if part.kinds else found


def _joinings(index: Index, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the words as they are, and with two or all of them written as one, where such a word exists."""
    yield words
    for at in range(len(words) - 1):
        joined = words[at] + words[at + 1]
        if index.knows(joined):
            yield (*words[:at], joined, *words[at + 2 :])
    if len(words) > 2 and index.knows("".join(words)):
        yield ("".join(words),)


def _all_of(masks: list[tuple[Mask, Mask]]) -> Mask:
    """Return where every word is the area's own or of an area around it, and at least one is its own."""
    anywhere: Mask = reduce(and_, (own | inside for own, inside in masks))
    own: Mask = reduce(or_, (own for own, _ in masks))
    return anywhere & own


def _combined(
    index: Index, way: Reading, sets: list[Mask], *, spelled: bool = False, kind: bool = False
) -> Iterator[_Rank]:
    """Rank the areas of each part that lie in areas of all other parts, whatever order the parts stand in."""
    insides = [index.inside(found) for found in sets]
    for number, part in enumerate(way):
        others = [inside for n, inside in enumerate(insides) if n != number]
        found: Mask = reduce(and_, others, sets[number])
        for at in _preselected(index, found, part):
            yield _ranked(index, at, part, spelled=spelled, kind=kind)


def _preselected(index: Index, found: Mask, part: Part) -> list[int]:
    """Return at most ``CONSIDERED`` areas: those that bear the whole name, then wide ones with short names."""
    at = np.flatnonzero(found)
    if len(at) > CONSIDERED:
        whole = index.having("".join(part.words))[at]
        at = at[np.lexsort((index.order[at], ~whole))[:CONSIDERED]]
    return [int(one) for one in at]


def _ranked(index: Index, at: int, part: Part, *, spelled: bool, kind: bool) -> _Rank:
    match, near = _match(index, at, part.words, spelled=spelled)
    if match is Match.EXACT and part.kinds and index.entries[at].kind != part.kinds[0]:
        match = Match.ORDER  # "desa X" where X is a kelurahan
    if kind and near == ALIKE:
        match = Match.KIND
    length = 0 if match is Match.EXACT else len(index.entries[at].key)
    return _Rank(match, bool(index.ended[at]), near, int(index.levels[at]), length, at)


def _match(index: Index, at: int, words: tuple[str, ...], *, spelled: bool) -> tuple[Match, int]:
    """Say how the words answer the area's names; names of areas around it may stand before or behind its own."""
    names = [name.split() for name in index.names(at)]
    whole = {"".join(name) for name in names}
    own = _own_words(index, at, words)
    if own & whole:
        return (Match.SPELLING if spelled else Match.EXACT), ALIKE
    if any(sorted(name) == sorted(words) for name in names):
        return (Match.SPELLING if spelled else Match.ORDER), ALIKE
    if not spelled:
        begun = any(name.startswith(some) for some in own for name in whole)
        return (Match.BEGUN, ALIKE) if begun else (Match.WORDS, ALIKE)
    near = max(fuzz.ratio(some, name) for some in own for name in whole)
    return Match.SPELLING, int(near // STEP)


def _own_words(index: Index, at: int, words: tuple[str, ...]) -> set[str]:
    """Return the words as one, also less those at either end that are whole names of areas around."""
    found = {"".join(words)}
    if len(words) == 1:
        return found
    around = {name.replace(" ", "") for parent in index.around(at) for name in index.names(parent)}
    for cut in range(1, len(words)):
        before, behind = "".join(words[:cut]), "".join(words[cut:])
        found |= {before} if _made_of(behind, around) else set()
        found |= {behind} if _made_of(before, around) else set()
    return found


def _made_of(text: str, names: set[str]) -> bool:
    """Say whether a text is one of the names, or several of them one after the other."""
    return text in names or any(text.startswith(name) and _made_of(text[len(name) :], names) for name in names)


def _other(index: Index, at: int, ways: tuple[Reading, ...]) -> str:
    """Return the short or former name that was typed, folded, when the area was found by it and not by its own."""
    typed = {"".join(part.words) for way in ways for part in way}
    own = {name.replace(" ", "") for name in index.names(at)[: -len(index.others.get(at, ())) or None]}
    others = (name for name in index.others.get(at, ()) if name.replace(" ", "") in typed - own)
    return next(others, "")
