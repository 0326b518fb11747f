"""The gazetteer finds names of areas in running text and says which areas each may mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ikrar.core.place import area as areas
from ikrar.core.place.alias import Alias
from ikrar.core.place.area import Area, bare, fold, fold_word
from ikrar.core.text.span import Span
from ikrar.core.text.token import Word, words

LONGEST_NAME: Final = 6
PROVINCE, REGENCY, DISTRICT, VILLAGE = 1, 2, 3, 4

# What stands before a name and says its kind; "bupati" rules a kabupaten, "wali kota" a kota.
_KIND_BEFORE: Final = {
    "provinsi": "provinsi",
    "gubernur": "provinsi",
    "kabupaten": "kabupaten",
    "bupati": "kabupaten",
    "pemkab": "kabupaten",
    "kota": "kota",
    "walikota": "kota",
    "pemkot": "kota",
    "sekdako": "kota",
    "kecamatan": "kecamatan",
    "camat": "kecamatan",
    "polsek": "kecamatan",
    "kapolsek": "kecamatan",
    "koramil": "kecamatan",
    "ppk": "kecamatan",
    "panwascam": "kecamatan",
    "panwaslucam": "kecamatan",
    "forkopimcam": "kecamatan",
    "danramil": "kecamatan",
    "desa": "desa",
    "kelurahan": "kelurahan",
    "lurah": "kelurahan",
}
_LEVEL_OF: Final = {
    "provinsi": PROVINCE,
    "kabupaten": REGENCY,
    "kota": REGENCY,
    "kecamatan": DISTRICT,
    "desa": VILLAGE,
    "kelurahan": VILLAGE,
}
# General knowledge: where city and kabupaten share a name, the city's unit says "Kota" or is a Polrestabes.
_USUAL_KIND: Final = (("polrestabes", "kota"), ("polresta", ""), ("polres", "kabupaten"), ("polda", "provinsi"))
_LEVEL_WORDS: Final = frozenset({"provinsi", "kabupaten", "kota", "kecamatan", "desa", "kelurahan"})


@dataclass(frozen=True)
class Mention:
    """A name found in a text: ``name`` the span of the bare name, ``span`` with its level word.

    ``codes`` is what it may mean; ``explicit`` says whether a word beside the name tells the kind of area.
    """

    span: Span
    name: Span
    codes: tuple[str, ...]
    explicit: bool


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


class Gazetteer:
    """All areas by name; districts and villages are looked up only where a level word announces them."""

    def __init__(self, upper: Iterable[Area], aliases: Iterable[Alias]) -> None:
        self.areas = {area.code: area for area in upper}
        self.aliases = tuple(aliases)
        known = self.areas.values()
        named = [(bare(area.name), area.code) for area in known if area.level <= REGENCY]
        self._upper = Names([*named, *((fold(alias.name), alias.code) for alias in self.aliases)])
        self._districts = Names((fold(area.name), area.code) for area in known if area.level == DISTRICT)

    @cached_property
    def villages(self) -> Names:
        """Index the villages' names; read at first use, because few texts need it."""
        return Names((fold(name), code) for name, code in areas.villages())

    @cached_property
    def towns(self) -> frozenset[str]:
        """Give the names of one word of all regencies and cities, in small letters and without their level word."""
        names = (bare(area.name) for area in self.areas.values() if area.level == REGENCY)
        return frozenset(name for name in names if " " not in name)

    def official_name(self, code: str) -> str:
        """Give the present official name of the area with ``code`` (province or regency)."""
        return self.areas[code].name

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the areas named in ``text``, longest names first, never overlapping."""
        tokens = words(text)
        page = _Page(text, tokens, [fold_word(word.text) for word in tokens])
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            used = 1
            if tokens[at].capital or (at and page.keys[at - 1] in _KIND_BEFORE):
                mention, used = self._at(page, at)
                if mention is not None:
                    found.append(mention)
            at += used
        return tuple(found)

    def _at(self, page: _Page, at: int) -> tuple[Mention | None, int]:
        """Try the longest name that begins at word ``at``; answer how many words were used up.

        A level word tells the kind; an office's word ("bupati") tells it only where such an area exists.
        """
        if _unit_word(page.tokens, at):
            return None, 1
        kind, before = _announced(page, at)
        if not (kind or (page.tokens[at].capital and self._upper.begun(page.keys[at]))):
            return None, 1
        end = page.reach(at)
        found = self._named(page.keys, at, end, kind)
        if kind and not found and before == page.tokens[at].start and page.tokens[at].capital:
            kind = ""
            found = self._named(page.keys, at, end, kind)
        if found is None:
            return None, 1
        length, codes = found
        return self._mention(page, (at, at + length), before, codes, bool(kind)), length

    def _named(self, keys: Sequence[str], at: int, end: int, kind: str) -> tuple[int, tuple[str, ...]] | None:
        """Give the longest name of a kind at word ``at``, with what it may mean."""
        level = _LEVEL_OF.get(kind, 0)
        if level >= DISTRICT:
            names = self.villages if level == VILLAGE else self._districts
            return next(iter(names.read(keys, at, end)), None)
        if keys[at] in _LEVEL_WORDS and (at + 1 == end or keys[at + 1] in _LEVEL_WORDS):
            return None
        for length, codes in self._upper.read(keys, at, end):
            told = tuple(code for code in codes if self.areas[code].kind == kind) if kind else codes
            if told:
                return length, told
        return None

    def _mention(
        self, page: _Page, where: tuple[int, int], before: int, codes: tuple[str, ...], explicit: bool
    ) -> Mention:
        first, last = where
        text, tokens = page.text, page.tokens
        name = (tokens[first].start, tokens[last - 1].end)
        after = tokens[last] if last < len(tokens) else None
        if not explicit and after and after.text == "Kota" and page.joined(last):
            cities = tuple(code for code in codes if self.areas[code].kind == "kota")
            if cities and _police_before(text, name[0]):
                return Mention((name[0], after.end), name, cities, True)
        if not explicit and first:
            codes = self._usual(codes, _unit(tokens, first))
        return Mention((before, name[1]), name, codes, explicit)

    def _usual(self, codes: tuple[str, ...], unit: str) -> tuple[str, ...]:
        """Narrow a police unit's plain name: the city's unit says "Kota", so "Polres Kediri" is the kabupaten's."""
        plain = unit.removeprefix("waka").removeprefix("ka")
        usual = next((kind for start, kind in _USUAL_KIND if plain.startswith(start)), "")
        told = tuple(code for code in codes if self.areas[code].kind == usual)
        same_province = len({code.split(".")[0] for code in codes}) == 1
        return told if told and same_province else codes


def load(aliases: Iterable[Alias]) -> Gazetteer:
    """Build the gazetteer from the bundled areas."""
    return Gazetteer(areas.load(deepest=DISTRICT), aliases)


@dataclass(frozen=True)
class _Page:
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
        return self.text[self.tokens[at - 1].end : self.tokens[at].start] in (" ", "-")


def _announced(page: _Page, at: int) -> tuple[str, int]:
    """Say which kind of area the word before word ``at`` announces, and where that level word begins."""
    start = page.tokens[at].start
    word = page.keys[at - 1] if at else ""
    if not (word == "administrasi" or word in _KIND_BEFORE) or not _beside(page.text[page.tokens[at - 1].end : start]):
        return "", start
    if word == "administrasi" and at > 1:
        return _announced(page, at - 1)
    kind = _KIND_BEFORE.get(word, "")
    return kind, page.tokens[at - 1].start if word in _LEVEL_WORDS else start


def _unit(tokens: list[Word], at: int) -> str:
    """Give the police unit's word before token ``at``, past "Metro"."""
    word = tokens[at - 1].text.lower()
    return tokens[at - 2].text.lower() if word == "metro" and at > 1 else word


def _unit_word(tokens: list[Word], at: int) -> bool:
    """Say whether token ``at`` is the "Metro" of a police unit's name and no city."""
    return at > 0 and tokens[at].text.lower() == "metro" and "polres" in tokens[at - 1].text.lower()


def _beside(gap: str) -> bool:
    """Say whether only a space, or the dot of an abbreviation, stands between two words."""
    return gap in (" ", ". ", ".")


def _police_before(text: str, start: int) -> bool:
    """Say whether a police unit's word stands before: only there does "Kediri Kota" name the city."""
    before = text[max(0, start - 20) : start].lower()
    return "polres" in before
