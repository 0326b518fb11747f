"""The gazetteer finds names of areas in running text and says which areas each may mean."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ikrar.core.place import area as areas
from ikrar.core.place.alias import Alias
from ikrar.core.place.area import Area, bare, fold
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


class Gazetteer:
    """All areas by name; districts and villages are looked up only where a level word announces them."""

    def __init__(self, upper: Iterable[Area], aliases: Iterable[Alias]) -> None:
        self.areas = {area.code: area for area in upper}
        self.aliases = tuple(aliases)
        self._upper: dict[str, tuple[str, ...]] = {}
        self._districts: dict[str, tuple[str, ...]] = {}
        for area in self.areas.values():
            if area.level <= REGENCY:
                _add(self._upper, bare(area.name), area.code)
            else:
                _add(self._districts, fold(area.name), area.code)
        for alias in self.aliases:
            _add(self._upper, fold(alias.name), alias.code)

    @cached_property
    def villages(self) -> dict[str, tuple[str, ...]]:
        """Map each village's bare name to its codes; read at first use, because few texts need it."""
        names: dict[str, list[str]] = {}
        for area in areas.load():
            if area.level == VILLAGE:
                names.setdefault(fold(area.name), []).append(area.code)
        return {name: tuple(codes) for name, codes in names.items()}

    def official_name(self, code: str) -> str:
        """Give the present official name of the area with ``code`` (province or regency)."""
        return self.areas[code].name

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the areas named in ``text``, longest names first, never overlapping."""
        found: list[Mention] = []
        tokens = words(text)
        at = 0
        while at < len(tokens):
            mention, used = self._at(text, tokens, at)
            if mention is not None:
                found.append(mention)
            at += used
        return tuple(found)

    def _at(self, text: str, tokens: list[Word], at: int) -> tuple[Mention | None, int]:
        """Try the longest name that begins at token ``at``; answer how many tokens were used up."""
        kind, before = self._kind(text, tokens, at)
        if not (tokens[at].capital or kind) or _unit_word(tokens, at):
            return None, 1
        for length in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
            chunk = tokens[at : at + length]
            if not _connected(text, chunk):
                continue
            codes = self._codes(fold(" ".join(word.text for word in chunk)), kind)
            if codes:
                return self._mention(text, tokens, (at, at + length), before, codes, bool(kind)), length
        return None, 1

    def _kind(self, text: str, tokens: list[Word], at: int) -> tuple[str, int]:
        """Say which kind of area the word before announces; an office's word counts only where such an area exists."""
        kind, before = _announced(text, tokens, at)
        if kind and before == tokens[at].start and not self._exists(tokens, at, kind):
            return "", before
        return kind, before

    def _exists(self, tokens: list[Word], at: int, kind: str) -> bool:
        chunks = (tokens[at : at + length] for length in range(1, LONGEST_NAME))
        return any(self._codes(fold(" ".join(word.text for word in chunk)), kind) for chunk in chunks)

    def _mention(
        self, text: str, tokens: list[Word], where: tuple[int, int], before: int, codes: tuple[str, ...], explicit: bool
    ) -> Mention:
        first, last = where
        name = (tokens[first].start, tokens[last - 1].end)
        after = tokens[last] if last < len(tokens) else None
        if not explicit and after and after.text == "Kota" and _connected(text, tokens[last - 1 : last + 1]):
            cities = tuple(code for code in codes if self.areas[code].kind == "kota")
            if cities and _police_before(text, name[0]):
                return Mention((name[0], after.end), name, cities, True)
        if not explicit and first:
            codes = self._usual(codes, _unit(tokens, first))
        return Mention((before, name[1]), name, codes, explicit)

    def _codes(self, folded: str, kind: str) -> tuple[str, ...]:
        level = _LEVEL_OF.get(kind, 0)
        if level == VILLAGE:
            return self.villages.get(folded, ())
        if level == DISTRICT:
            return self._districts.get(folded, ())
        if folded in _LEVEL_WORDS:
            return ()
        codes = self._upper.get(folded, ())
        return tuple(code for code in codes if self.areas[code].kind == kind) if kind else codes

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


def _add(names: dict[str, tuple[str, ...]], name: str, code: str) -> None:
    names[name] = (*names.get(name, ()), code)


def _announced(text: str, tokens: list[Word], at: int) -> tuple[str, int]:
    """Say which kind of area the word before token ``at`` announces, and where that level word begins."""
    start = tokens[at].start
    if at == 0 or not _beside(text[tokens[at - 1].end : start]):
        return "", start
    word = fold(tokens[at - 1].text)
    if word == "administrasi" and at > 1:
        return _announced(text, tokens, at - 1)
    kind = _KIND_BEFORE.get(word, "")
    return kind, tokens[at - 1].start if word in _LEVEL_WORDS else start


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


def _connected(text: str, chunk: list[Word]) -> bool:
    return all(text[one.end : other.start] in (" ", "-") for one, other in itertools.pairwise(chunk))


def _police_before(text: str, start: int) -> bool:
    """Say whether a police unit's word stands before: only there does "Kediri Kota" name the city."""
    before = text[max(0, start - 20) : start].lower()
    return "polres" in before
