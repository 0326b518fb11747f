"""Near-identical texts of points, grouped: the spread of a template through many declarations.

Two texts are *near* when they promise the same commitment kinds, both deny something ("tidak", "tanpa" …) or neither
does, and at least four of five words agree in the same order: 2 · common / (words of one + words of the other) ≥
``NEAR``, compared without case, signs, figures and the names of areas. A *group* is everything linked by such pairs,
directly or through others, so it does not depend on the order in which texts arrive: a new text can join two groups
but split none.

To find pairs without comparing each with each, a text has ``BANDS`` keys made of minima of hashes (MinHash, LSH), and
only texts with a key in common are compared. That is a chance taken once and for all, not anew: the hashes are fixed.
Of pairs that share exactly two thirds of their words it misses about 1 in 80, of pairs that share five sixths fewer
than 1 in 100,000; a missed pair matters only where no third text links the two.

The limit of 0.8 was chosen by eye on the invented points of ``tests/data`` (``tests/core/declaration/test_wording.py``
names the closest pairs on both sides); it was not fitted to anything, and it knows words, not what they mean.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import Indel

from ikrar.core.declaration import kind

NEAR: Final = 0.8
BANDS: Final = 20
ROWS: Final = 4
#: Of a longer text only so many words are compared; real points have fewer than 80.
LONGEST: Final = 400

_WORD: Final = re.compile(r"[^\W_]+")
_FIGURE: Final = re.compile(r"\d+")
_AREA_WORDS: Final = frozenset({"kabupaten", "kab", "kota", "provinsi", "kecamatan", "kec", "desa", "kelurahan"})
_AREA: Final = "wilayah"
#: The name of an area ends with the first word that is not capitalised, and after so many words.
_LONGEST_NAME: Final = 4
_DENIALS: Final = frozenset({"tidak", "tak", "tanpa", "bukan", "jangan", "anti", "no", "not", "never", "without"})
_SPELLINGS: Final = {"hoax": "hoaks", "hoaxs": "hoaks", "hoak": "hoaks", "hoks": "hoaks", "pemilukada": "pilkada"}
_PRIME: Final = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of a text: its words, the kinds it promises, whether it denies anything."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]
    denies: bool

    @property
    def said(self) -> str:
        """All that is compared, as one text in three lines: the same for texts that differ in nothing that counts."""
        return "\n".join((" ".join(self.words), " ".join(self.kinds), "tidak" if self.denies else ""))

    @property
    def key(self) -> str:
        """The SHA-256 (hex) of all that is compared."""
        return hashlib.sha256(self.said.encode()).hexdigest()


def read(text: str) -> Wording:
    """Take from the text of a point what is compared."""
    words = tuple(_words(text))[:LONGEST]
    kinds = tuple(sorted(one.code for one in kind.suggest(text, _kinds())))
    return Wording(words, kinds, not _DENIALS.isdisjoint(words))


def heard(said: str) -> Wording:
    """Take back what ``Wording.said`` wrote."""
    words, kinds, denial = said.split("\n")
    return Wording(tuple(words.split()), tuple(kinds.split()), bool(denial))


def likeness(one: Wording, other: Wording) -> float:
    """Give the share of words that agree in the same order, from 0 to 1; 0 where kinds or denial differ."""
    if (one.kinds, one.denies) != (other.kinds, other.denies):
        return 0.0
    return float(Indel.normalized_similarity(one.words, other.words, score_cutoff=NEAR))


def near(one: Wording, other: Wording) -> bool:
    """Say whether two texts are near-identical, as the head of this module defines it."""
    return likeness(one, other) >= NEAR


@lru_cache(maxsize=20_000)
def bands(wording: Wording) -> tuple[int, ...]:
    """Give the keys under which a text is looked for: ``BANDS`` signed 64-bit numbers, always the same for it."""
    least = [min(column) for column in zip(*map(_hashed, wording.words or ("",)), strict=True)]
    guard = f"{' '.join(wording.kinds)} {wording.denies}"
    rows = (least[at : at + ROWS] for at in range(0, BANDS * ROWS, ROWS))
    return tuple(_number(f"{n} {guard} {row}") for n, row in enumerate(rows))


@dataclass(slots=True)
class Linked:
    """What ``link`` found: the group of each new text, and of each known group that went up in another one, that one.

    A group of new texts alone is named by the least of their keys.
    """

    groups: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)


def link(new: Mapping[str, Wording], known: Mapping[str, tuple[Wording, str]]) -> Linked:
    """Put new texts into groups, with the known texts (and their groups) that share a key with any of them.

    Takes about as long as there are texts, as long as few texts share keys without being near.
    """
    chains = _Chains()
    for key, (_wording, group) in known.items():
        chains.join(key, f"={group}")
    wordings = {key: wording for key, (wording, _group) in known.items()} | dict(new)
    buckets: dict[int, list[str]] = {}
    for key in sorted(known) + sorted(new):
        for band in bands(wordings[key]):
            buckets.setdefault(band, []).append(key)
    for keys in buckets.values():
        _link_bucket(keys, wordings, chains)
    return _named(chains, new, {group for _, group in known.values()})


def group(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Group texts: each group sorted, the groups by their first text. The order of the texts does not matter."""
    said: dict[str, list[str]] = {}
    wordings: dict[str, Wording] = {}
    for text in sorted(set(texts)):
        wording = read(text)
        wordings[wording.key] = wording
        said.setdefault(wording.key, []).append(text)
    found: dict[str, list[str]] = {}
    for key, name in link(wordings, {}).groups.items():
        found.setdefault(name, []).extend(said[key])
    return tuple(sorted(tuple(sorted(members)) for members in found.values()))


def spokesman(uses: Iterable[tuple[str, int]]) -> str:
    """Choose the text that stands for a group: used most often, then the shortest, then the first by its letters."""
    return min(uses, key=lambda one: (-one[1], len(one[0]), one[0]))[0]


def _words(text: str) -> Iterator[str]:
    """Yield the words that are compared: folded, figures as one sign, an area's word for any, its name left out."""
    left = 0
    for found in _WORD.finditer(text):
        word = _folded(found.group())
        if left and (found.group()[0].isupper() or found.group()[0].isdigit()) and word not in _AREA_WORDS:
            left -= 1
            continue
        left = _LONGEST_NAME if word in _AREA_WORDS else 0
        yield _AREA if left else _SPELLINGS.get(word) or _FIGURE.sub("0", word)


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def _kinds() -> tuple[kind.Kind, ...]:
    return kind.load()


@cache
def _hashes() -> tuple[tuple[int, int], ...]:
    """The multipliers and summands of the hash functions, fixed by their number."""
    return tuple((abs(_number(f"a {n}")) | 1, abs(_number(f"b {n}"))) for n in range(BANDS * ROWS))


@lru_cache(maxsize=4_000)
def _hashed(word: str) -> tuple[int, ...]:
    """The hashes of a word by each function; no word has the number 0."""
    one = _number(f"w {word}") if word else 0
    return tuple((a * one + b) % _PRIME for a, b in _hashes())


@lru_cache(maxsize=50_000)
def _number(said: str) -> int:
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), signed=True)


class _Chains:
    """Which names hang together (union-find); the least name of a chain stands for it."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def top(self, name: str) -> str:
        """The name that stands for the chain of this one."""
        above = self.above.setdefault(name, name)
        while above != self.above[above]:
            self.above[name] = self.above[above]
            name, above = above, self.above[above]
        return above

    def join(self, one: str, other: str) -> None:
        """Let two chains be one."""
        low, high = sorted((self.top(one), self.top(other)))
        self.above[high] = low


def _link_bucket(keys: Sequence[str], wordings: Mapping[str, Wording], chains: _Chains) -> None:
    """Join what is near among texts with a key in common; one near text of a chain is enough to join it."""
    parts: list[list[str]] = []
    for key in keys:
        own: list[str] | None = None
        for part in list(parts):
            joined = chains.top(part[0]) == chains.top(key)
            if not joined and any(near(wordings[key], wordings[member]) for member in part):
                chains.join(key, part[0])
                joined = True
            if joined and own is None:
                own = part
                own.append(key)
            elif joined and own is not None:
                own.extend(part)
                parts.remove(part)
        if own is None:
            parts.append([key])


def _named(chains: _Chains, new: Mapping[str, Wording], known: set[str]) -> Linked:
    """Name each chain by its least known group, else by its least key."""
    names: dict[str, str] = {}
    for name in sorted(known):
        names.setdefault(chains.top(f"={name}"), name)
    for key in sorted(new):
        names.setdefault(chains.top(key), key)
    merged = {name: names[chains.top(f"={name}")] for name in known}
    return Linked({key: names[chains.top(key)] for key in new}, {old: to for old, to in merged.items() if old != to})
