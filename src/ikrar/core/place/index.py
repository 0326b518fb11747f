"""A compact index of all areas in memory: for each word, the areas whose name holds it, and what lies in them.

Areas stand in the order of their codes, so that all that lies in an area follows it without a gap. A set of areas is
one array of truth values; words within a few typing errors are found by comparing letter sets first and spelling after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ikrar.core.place.area import unlevelled

Mask = NDArray[np.bool_]

VILLAGE: Final = 4
NEAR_LIMIT: Final = 40
KEPT_LIMIT: Final = 2000  # words whose near spellings are kept
_LETTERS: Final = {letter: 1 << n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")}
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index needs of an area; ``key`` is its folded name, ``ended`` says that the code is valid no more."""

    code: str
    kind: str
    key: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Another name of an area, folded: a short form, or a former name."""

    code: str
    key: str


class Index:
    """Every area by the words of its names."""

    def __init__(self, entries: Iterable[Entry], others: Iterable[Known] = ()) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.code)
        self.codes = [entry.code for entry in self.entries]
        self.count = len(self.entries)
        self.levels = np.array([code.count(".") + 1 for code in self.codes], dtype=np.int8)
        self.ended = np.array([entry.ended for entry in self.entries], dtype=np.bool_)
        self.ends = self._ends()
        lengths = np.array([len(entry.key) for entry in self.entries], dtype=np.int32)
        self.order = self.levels.astype(np.int32) * 1000 + lengths
        self.others: dict[int, tuple[str, ...]] = {}
        for other in others:
            at = self.at(other.code)
            if at is not None:
                self.others[at] = (*self.others.get(at, ()), other.key)
        self._kinds = {kind: self._of_kind(kind) for kind in {entry.kind for entry in self.entries}}
        self._kept: dict[str, list[int]] = {}
        self._write_words()

    def _ends(self) -> NDArray[np.int32]:
        """Find, for each area, the position after the last one that lies in it."""
        ends = np.arange(1, self.count + 1, dtype=np.int32)
        for at in np.flatnonzero(self.levels < VILLAGE):
            ends[at] = bisect_left(self.codes, self.codes[at] + "/", lo=int(at))  # "/" comes right after "."
        return ends

    def _of_kind(self, kind: str) -> Mask:
        return np.array([entry.kind == kind for entry in self.entries], dtype=np.bool_)

    def _write_words(self) -> None:
        """Write the words in order, each with its areas: one array of positions, cut at ``starts``."""
        numbers: dict[str, int] = {}
        word_of: list[int] = []
        area_of: list[int] = []
        for at in range(self.count):
            for word in self._words_of(at):
                word_of.append(numbers.setdefault(word, len(numbers)))
                area_of.append(at)
        self.words = sorted(numbers)
        rank = np.empty(len(numbers), dtype=np.int32)
        rank[[numbers[word] for word in self.words]] = np.arange(len(numbers), dtype=np.int32)
        ranked = rank[np.array(word_of, dtype=np.int32)]
        self.areas = np.array(area_of, dtype=np.int32)[np.argsort(ranked, kind="stable")]
        self.starts = np.concatenate(([0], np.cumsum(np.bincount(ranked, minlength=len(numbers))))).astype(np.int32)
        self._letters = np.array([_letter_set(word) for word in self.words], dtype=np.uint64)
        self._lengths = np.array([len(word) for word in self.words], dtype=np.int16)

    def _words_of(self, at: int) -> set[str]:
        found: set[str] = set()
        for name in self.names(at):
            words = name.split()
            found.update(words)
            found.add("".join(words))
        return found

    def at(self, code: str) -> int | None:
        """Return the position of a code, or None."""
        at = bisect_left(self.codes, code)
        return at if at < self.count and self.codes[at] == code else None

    def names(self, at: int) -> tuple[str, ...]:
        """Return the folded names of the area: with and without its level word, short forms, former names."""
        entry = self.entries[at]
        plain = unlevelled(entry.key) if self.levels[at] <= 2 or entry.kind == "desa adat" else entry.key
        own = (entry.key,) if plain == entry.key else (plain, entry.key)
        if entry.kind == "desa adat":
            own = (*own, plain.removeprefix("adat "))
        return (*own, *self.others.get(at, ()))

    def around(self, at: int) -> list[int]:
        """Return the positions of the areas an area lies in, narrowest first."""
        found: list[int] = []
        code = self.codes[at]
        while "." in code:
            code = code.rpartition(".")[0]
            parent = self.at(code)
            found += [] if parent is None else [parent]
        return found

    def kind(self, kinds: tuple[str, ...]) -> Mask:
        """Return the areas of any of these kinds."""
        found = self.none()
        for kind in kinds:
            found |= self._kinds.get(kind, found)
        return found

    def none(self) -> Mask:
        """Return the empty set."""
        return np.zeros(self.count, dtype=np.bool_)

    def having(self, word: str, *, begun: bool = False) -> Mask:
        """Return the areas with this word in a name of theirs; ``begun``: or with a word that begins so."""
        first = bisect_left(self.words, word)
        known = first < len(self.words) and self.words[first] == word
        last = bisect_left(self.words, word + _LAST, lo=first) if begun else first + known
        found = self.none()
        found[self.areas[self.starts[first] : self.starts[last]]] = True
        return found

    def like(self, word: str) -> Mask:
        """Return the areas with a word spelled nearly so: up to 0, 1 or 2 typing errors by the word's length (4, 8)."""
        found = self.none()
        for number in self._near(word):
            found[self.areas[self.starts[number] : self.starts[number + 1]]] = True
        return found

    def knows(self, word: str) -> bool:
        """Say whether any name holds the word."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at] == word

    def _near(self, word: str) -> list[int]:
        """Return the numbers of the words within the typing errors allowed; the last ones asked for are kept."""
        if word not in self._kept:
            if len(self._kept) >= KEPT_LIMIT:
                self._kept.clear()
            self._kept[word] = self._compared(word)
        return self._kept[word]

    def _compared(self, word: str) -> list[int]:
        """Compare letter sets first: a letter too many or too few changes one of them at most, another letter two."""
        allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        longer = np.abs(self._lengths - len(word))
        alike = np.bitwise_count(self._letters ^ np.uint64(_letter_set(word))) <= 2 * allowed - longer
        near = [int(n) for n in np.flatnonzero(alike & (longer <= allowed))]
        names = [self.words[n] for n in near]
        best = process.extract(word, names, scorer=OSA.distance, score_cutoff=allowed, limit=NEAR_LIMIT)
        return [near[position] for _, _, position in best]

    def inside(self, areas: Mask) -> Mask:
        """Return all that lies in these areas, not the areas themselves."""
        at = np.flatnonzero(areas & (self.levels < VILLAGE))
        steps = np.zeros(self.count + 1, dtype=np.int32)
        np.add.at(steps, at + 1, 1)
        np.subtract.at(steps, self.ends[at], 1)
        return np.cumsum(steps[:-1]) > 0

    def size(self) -> int:
        """Return about how many bytes the arrays and words take (the entries' strings included)."""
        arrays = (self.levels, self.ended, self.ends, self.order, self.areas, self.starts, self._letters, self._lengths)
        strings = sum(len(word) + 49 for word in self.words) + sum(len(e.code) + len(e.key) + 98 for e in self.entries)
        return sum(array.nbytes for array in arrays) + strings + sum(mask.nbytes for mask in self._kinds.values())


def _letter_set(word: str) -> int:
    found = 0
    for letter in word:
        found |= _LETTERS.get(letter, 0)
    return found
