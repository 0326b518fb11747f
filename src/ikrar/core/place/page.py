"""A text in words for the gazetteer: search keys, which words are joined, and names by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.place.area import fold_word
from ikrar.core.text.token import Word, words

LONGEST_NAME: Final = 6
_DATELINE: Final = re.compile(r" ?(?:[,–—|(:]|- )")
_UNIT_NUMBER: Final = re.compile(r"\d{3,4}(?:-\d\d)?/$")


class Names:
    """Names of areas by their words written together: "Toli-Toli", "Toli Toli" and "Tolitoli" are one name."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Index pairs of a folded name and a code."""
        codes: dict[str, list[str]] = {}
        for name, code in named:
            codes.setdefault(name.replace(" ", ""), []).append(code)
        self._codes = {name: tuple(dict.fromkeys(listed)) for name, listed in codes.items()}
        self._begun = frozenset(name[:end] for name in codes for end in range(1, len(name) + 1))

    def begun(self, key: str) -> bool:
        """Say whether any name begins with the letters of ``key``."""
        return key in self._begun

    def read(self, keys: Sequence[str], at: int, end: int) -> list[tuple[int, tuple[str, ...]]]:
        """List the names that begin with the word at ``at`` and end before ``end``, longest first: (words, codes)."""
        found: list[tuple[int, tuple[str, ...]]] = []
        name = ""
        for stop in range(at, end):
            name += keys[stop]
            if name not in self._begun:
                break
            if name in self._codes:
                found.append((stop + 1 - at, self._codes[name]))
        return found[::-1]


@dataclass(frozen=True)
class Page:
    """A text in words, each with its search key."""

    text: str
    tokens: list[Word]
    keys: list[str]

    def reach(self, at: int) -> int:
        """Give the end of the words joined to word ``at`` by single spaces or hyphens, as far as names go."""
        end = at + 1
        while end < len(self.tokens) and end - at < LONGEST_NAME and self.joined(end):
            end += 1
        return end

    def joined(self, at: int) -> bool:
        """Say whether only a space or a hyphen stands before word ``at``."""
        return self.gap(at) in (" ", "-")

    def gap(self, at: int) -> str:
        """Give what stands between word ``at`` and the word before it; there must be one."""
        return self.text[self.tokens[at - 1].end : self.tokens[at].start]

    def before(self, at: int) -> str:
        """Give the key of the word just before word ``at``, past the dot of an abbreviation; empty if none is."""
        return self.keys[at - 1] if at and self.gap(at) in (" ", ". ", ".", "-") else ""

    def after(self, last: int) -> str:
        """Give the key of the word joined to the one before word ``last``; empty if none is."""
        return self.keys[last] if last < len(self.keys) and self.joined(last) else ""


def parse(text: str) -> Page:
    """Cut a text into words with their keys."""
    tokens = words(text)
    return Page(text, tokens, [_key(one.text) for one in tokens])


def fold_name(name: str) -> str:
    """Fold an alias as the words of a text are folded."""
    return " ".join(parse(name).keys)


def _key(word: str) -> str:
    """Fold one word; "DS" in capitals is no "Ds." for desa but Deli Serdang."""
    return "ds" if word == "DS" else fold_word(word)


@dataclass(frozen=True)
class Company:
    """Words beside a name: ``company`` makes any name one of an area, ``places`` says that a place follows.

    ``shared`` are names that are also other words; beside ``named_after`` and ``media`` words a name is no area.
    """

    shared: frozenset[str]
    company: frozenset[str]
    places: frozenset[str]
    named_after: frozenset[str]
    media_before: frozenset[str]
    media_after: frozenset[str]
    whole_country: frozenset[str]

    def vouches(self, page: Page, at: int, *, place: bool) -> bool:
        """Say whether a body, an office or a unit's number stands before word ``at``, or a dateline after it.

        With ``place`` a word like "di" or "warga" is enough.
        """
        before = page.before(at)
        if before in self.company or (place and before in self.places):
            return True
        start = page.tokens[at].start
        return bool(_UNIT_NUMBER.search(page.text, max(0, start - len("0000-00/")), start)) or self.opens(
            page, at, at + 1
        )

    def opens(self, page: Page, first: int, last: int) -> bool:
        """Say whether the words open a line as a dateline does: "SAMPIT –", "Mataram (ANTARA)"."""
        start = page.tokens[first].start
        return page.text[start - 1 : start] in ("\n", "") and bool(
            _DATELINE.match(page.text, page.tokens[last - 1].end)
        )

    def silences(self, page: Page, first: int, last: int) -> bool:
        """Say whether the name is that of a street, a dish, a school or a newspaper, or "from Sabang to Merauke"."""
        before, after = page.before(first), page.after(last)
        if before in self.named_after or before in self.media_before or after in self.media_after:
            return True
        if before == "raya" and first > 1 and page.keys[first - 2] in self.named_after:
            return True
        ends = (page.keys[first], after) if page.keys[first] == "sabang" else (page.keys[last - 1], before)
        return ends[0] in ("sabang", "merauke") and ends[1] in self.whole_country


def load_company() -> Company:
    """Read the bundled table ``data/area_words.toml``."""
    return Company(**{name: frozenset(words) for name, words in files.table("area_words.toml").items()})
