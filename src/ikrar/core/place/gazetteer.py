"""The gazetteer finds names of areas in running text and says which areas each may mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ikrar.core.data import files
from ikrar.core.place import area as areas
from ikrar.core.place import page as pages
from ikrar.core.place.alias import Alias, load_former
from ikrar.core.place.area import Area, bare, fold
from ikrar.core.place.page import Company, Names, Page
from ikrar.core.text.span import Span

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
    "distrik": "kecamatan",
    "kapanewon": "kecamatan",
    "kemantren": "kecamatan",
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
    "kalurahan": "desa",
    "nagari": "desa",
    "gampong": "desa",
    "pekon": "desa",
    "keuchik": "desa",
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
_LEVEL_WORDS: Final = frozenset(
    {"provinsi", "kabupaten", "kota", "kecamatan", "desa", "kelurahan", "distrik", "kapanewon", "kemantren"}
    | {"kalurahan", "nagari", "gampong", "pekon"}
)
_SHORTEST_DISTRICT: Final = 5
_SHORT: Final = 4


@dataclass(frozen=True)
class Mention:
    """A name found in a text: ``name`` the span of the bare name, ``span`` with its level word.

    ``codes`` is what it may mean; ``explicit`` says whether a word beside the name tells the kind of area; ``weak``
    that the name is also another word, or a district's without its level word, and tells nothing on its own.
    """

    span: Span
    name: Span
    codes: tuple[str, ...]
    explicit: bool
    weak: bool = False


@dataclass(frozen=True)
class _Found:
    """A name read at a word: how many words, what it may mean; ``unit`` if it is that of a police unit."""

    length: int
    codes: tuple[str, ...]
    weak: bool = False
    unit: bool = False


class Gazetteer:
    """All areas by name; districts and villages are looked up only where a level word announces them."""

    def __init__(
        self,
        upper: Iterable[Area],
        aliases: Iterable[Alias],
        towns: Iterable[Alias] = (),
        units: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        """Index areas, their other names, towns that stand for one, and police units (word, name, code)."""
        self.areas = {area.code: area for area in upper}
        self.aliases = tuple(aliases)
        self._former = (*(one for one in self.aliases if one.official), *load_former())
        self._beside: Company = pages.load_company()
        known, others = self.areas.values(), (*self.aliases, *towns)
        named = [(bare(area.name), area.code) for area in known if area.level <= REGENCY]
        named += [(bare(one.name) if one.official else pages.fold_name(one.name), one.code) for one in others]
        self._upper = Names(named)
        self._shy = {
            pages.fold_name(one.name).replace(" ", ""): one.name for one in others if one.beside
        } | dict.fromkeys(self._beside.shared, "")
        self._districts = Names((fold(area.name), area.code) for area in known if area.level == DISTRICT)
        self._units = Names((f"{unit}{fold(name)}", code) for unit, name, code in units)

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

    def name_on(self, code: str, day: datetime.date | None) -> str:
        """Give the official name that was valid on ``day`` ("DKI Jakarta", "Papua" for Merauke's province)."""
        if day is not None:
            for one in self._former:
                if one.code == code and one.valid(day):
                    return one.name
        return self.official_name(code)

    def written(self, compact: str) -> tuple[str, ...]:
        """Give the regencies of a name written in one piece, as addresses on the web have it: "lomboktimur"."""
        listed = self._upper.read([compact], 0, 1)
        return tuple(code for code in listed[0][1] if self.areas[code].level == REGENCY) if listed else ()

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the areas named in ``text``, longest names first, never overlapping."""
        page = pages.parse(text)
        found: list[Mention] = []
        at = 0
        while at < len(page.tokens):
            used = 1
            if self._may_begin(page, at):
                mention, used = self._at(page, at)
                if mention is not None:
                    found.append(mention)
            at += used
        return tuple(found)

    def _may_begin(self, page: Page, at: int) -> bool:
        """Say at little cost whether a name may begin at word ``at``: most words of a text begin none."""
        if at and page.keys[at - 1] in _KIND_BEFORE:
            return True
        key = page.keys[at]
        if not (self._upper.begun(key) or self._districts.begun(key) or self._units.begun(key)):
            return False
        return page.tokens[at].capital or page.keys[at - 1] == "administrasi"

    def _at(self, page: Page, at: int) -> tuple[Mention | None, int]:
        """Try the longest name that begins at word ``at``; answer how many words were used up.

        A level word tells the kind; an office's word ("bupati") tells it only where such an area exists.
        """
        kind, before = _announced(page, at)
        if not (kind or page.tokens[at].capital) or _unit_word(page, at):
            return None, 1
        unit = _police(page, at)
        found = self._unit(page, at, unit) if unit else None
        if found is None:
            found = self._named(page, at, kind)
        if kind and found is None and before == page.tokens[at].start and page.tokens[at].capital:
            kind = ""
            found = self._named(page, at, kind)
        if found is None:
            return None, 1
        if not kind and self._beside.silences(page, at, at + found.length):
            return None, found.length
        return self._mention(page, at, found, before, bool(kind)), found.length

    def _unit(self, page: Page, at: int, unit: str) -> _Found | None:
        """Read the name of a police unit that is not called after one regency: "Pelabuhan Tanjung Perak"."""
        end = page.reach(at)
        told = self._units.read([*page.keys[:at], unit + page.keys[at], *page.keys[at + 1 : end]], at, end)
        listed = told or self._units.read(page.keys, at, end)
        return _Found(*listed[0], unit=True) if listed else None

    def _named(self, page: Page, at: int, kind: str) -> _Found | None:
        """Give the longest name of a kind at word ``at``, with what it may mean."""
        keys, level = page.keys, _LEVEL_OF.get(kind, 0)
        names = self.villages if level == VILLAGE else self._districts if level == DISTRICT else self._upper
        if not (names.begun(keys[at]) or (not kind and self._districts.begun(keys[at]))):
            return None
        end = page.reach(at)
        if level >= DISTRICT:
            listed = names.read(keys, at, end)
            return _Found(*listed[0]) if listed else None
        if keys[at] in _LEVEL_WORDS and (at + 1 == end or keys[at + 1] in _LEVEL_WORDS):
            return None
        for length, codes in names.read(keys, at, end):
            told = tuple(code for code in codes if self.areas[code].kind == kind) if kind else codes
            if told:
                return _Found(length, told, not kind and self._needs_company(page, at, at + length))
        return None if kind or keys[at] in _LEVEL_WORDS else self._district(page, at, end)

    def _needs_company(self, page: Page, first: int, last: int) -> bool:
        """Say whether a name is also another word and nothing beside it says that it is a place's here."""
        written = self._shy.get("".join(page.keys[first:last]))
        if written is None:
            return False
        if written.isupper() and len(written) <= _SHORT and page.tokens[first].text != written:
            return True
        return not self._beside.vouches(page, first, place=not written)

    def _district(self, page: Page, at: int, end: int) -> _Found | None:
        """Read the name of a district without its level word, if all of its bearers lie in one regency."""
        for length, codes in self._districts.read(page.keys, at, end):
            regencies = {code.rpartition(".")[0] for code in codes}
            if len(regencies) == 1 and page.tokens[at + length - 1].end - page.tokens[at].start >= _SHORTEST_DISTRICT:
                return _Found(length, codes, weak=True)
        return None

    def _mention(self, page: Page, first: int, found: _Found, before: int, explicit: bool) -> Mention:
        last, codes = first + found.length, found.codes
        name = (page.tokens[first].start, page.tokens[last - 1].end)
        unit = _police(page, first)
        if not explicit and unit and page.after(last) == "kota":
            cities = tuple(code for code in codes if self.areas[code].kind == "kota")
            if cities:
                return Mention((name[0], page.tokens[last].end), name, cities, True)
        if not explicit and unit and not found.unit:
            codes = self._usual(codes, unit)
        return Mention((before, name[1]), name, codes, explicit, found.weak)

    def _usual(self, codes: tuple[str, ...], unit: str) -> tuple[str, ...]:
        """Narrow a police unit's plain name: the city's unit says "Kota", so "Polres Kediri" is the kabupaten's."""
        usual = next((kind for start, kind in _USUAL_KIND if unit.startswith(start)), "")
        told = tuple(code for code in codes if self.areas[code].kind == usual)
        same_province = len({code.split(".")[0] for code in codes}) == 1
        return told if told and same_province else codes


def load(aliases: Iterable[Alias], towns: Iterable[Alias] = ()) -> Gazetteer:
    """Build the gazetteer from the bundled areas and ``data/police_areas.csv``."""
    units = ((row["unit"], row["name"], row["code"]) for row in files.rows("police_areas.csv"))
    return Gazetteer(areas.load(deepest=DISTRICT), aliases, towns, units)


def _announced(page: Page, at: int) -> tuple[str, int]:
    """Say which kind of area the word before word ``at`` announces, and where that level word begins."""
    start = page.tokens[at].start
    word = page.keys[at - 1] if at else ""
    if not (word == "administrasi" or word in _KIND_BEFORE) or page.gap(at) not in (" ", ". ", "."):
        return "", start
    if word == "administrasi" and at > 1:
        return _announced(page, at - 1)
    if word == "kota" and at > 1 and page.keys[at - 2] == "resor":
        return "", page.tokens[at - 1].start  # a "Kepolisian Resor Kota" is also found in kabupatens
    kind = _KIND_BEFORE.get(word, "")
    return kind, page.tokens[at - 1].start if word in _LEVEL_WORDS else start


def _police(page: Page, at: int) -> str:
    """Give the kind of police unit named before word ``at``, past "Metro": "polres" for "Wakapolres"; else empty."""
    word = page.before(at)
    if word == "metro" and at > 1:
        word = page.before(at - 1)
    plain = word.removeprefix("waka").removeprefix("ka").removeprefix("ma")
    return plain if plain.startswith(("polres", "polda")) else ""


def _unit_word(page: Page, at: int) -> bool:
    """Say whether word ``at`` is the "Metro" of a police unit's name and no city."""
    return page.keys[at] == "metro" and page.before(at).removeprefix("ka").startswith(
        ("polres", "wakapolres", "mapolres")
    )
