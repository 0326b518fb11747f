"""Which registered institution or office a written name means: proposed with its reason, never put in by itself.

A name tells a kind by its first words and a place by the rest of them. A place is one only by its own name or a known
short form of it; where none is written, it is the place of the draft. Persons' names are compared with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.institution.level import ORDER, Level, level_of
from ikrar.core.institution.record import said_alike
from ikrar.core.institution.territory import ancestors
from ikrar.core.institution.wording import LEVEL_WORDS, Meant, heads, longest, posts
from ikrar.core.place import page as pages
from ikrar.core.place.area import bare
from ikrar.core.place.gazetteer import Gazetteer, Mention
from ikrar.core.place.page import Page
from ikrar.core.reading.form import ReadingForm

LONGEST: Final = 200  # characters of a name that is looked at; a longer one is no name
#: Words that tell no place, those that may stand beside one, and those of an office whose holder is acting.
_NO_PLACE: Final = frozenset({*LEVEL_WORDS, "setempat"})
_BESIDE: Final = frozenset({*LEVEL_WORDS, "administrasi", "metro"})
_NATIONAL: Final = (("ri",), ("republik", "indonesia"), ("pusat",))
_ACTING: Final = frozenset({"pj", "pjs", "plt", "plh", "penjabat"})
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_DEPTH: Final = {Level.PROVINCE: 1, Level.REGENCY: 2, Level.DISTRICT: 3, Level.VILLAGE: 4}


class Standing(StrEnum):
    """How sure an answer is: exactly one record, several, or none."""

    SURE = "sure"
    AMBIGUOUS = "ambiguous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Registered:
    """An institution as it is registered on the day of the event: its seat, its territory, offices as (kind, title)."""

    code: str
    kind: str
    level: str
    name: str
    short_name: str
    area: str
    area_name: str
    territory: frozenset[str]
    offices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Why an answer is as it is: an Indonesian sentence and what is put into it."""

    message: str
    params: Mapping[str, str] = field(default_factory=dict)


def say(message: str, /, **params: str) -> Sentence:
    """Return a sentence to be spoken later, in the language of who looks."""
    return Sentence(message, params)


@dataclass(frozen=True, slots=True)
class Choice:
    """A registered institution, and for a role the title of its office (empty for an institution alone)."""

    code: str
    name: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is registered for a written name, and why that is thought."""

    standing: Standing
    choices: tuple[Choice, ...]
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A written name as it is understood: what its words mean, and which place they tell.

    ``codes`` are the areas that the place may be; ``place`` is its name in one piece, empty where none is written;
    ``understood`` says that no word was left over.
    """

    name: str
    meant: tuple[Meant, ...]
    codes: tuple[str, ...] = ()
    place: str = ""
    national: bool = False
    understood: bool = True


def institution(name: str, book: Gazetteer) -> Asked:
    """Understand the written name of an institution: "KPU Kab. Klaten", "Kodim 0723/Klaten", "Forkopimda"."""
    page = _page(name)
    length, meant = longest(page.keys, heads())
    return _placed(name, page, length, meant, book)


def role(name: str, book: Gazetteer) -> Asked:
    """Understand the written name of an office: "Kapolres Pamekasan", "Plt. Ketua KPU Kabupaten Klaten", "Bupati"."""
    page = _page(name)
    skipped = next((n for n, key in enumerate(page.keys) if key not in _ACTING), 0)
    length, meant = longest(page.keys[skipped:], posts())
    return _placed(name, page, skipped + length, meant, book)


def _page(name: str) -> Page:
    return pages.parse(" ".join(_IN_BRACKETS.sub(" ", name[: LONGEST + 1]).split()) if len(name) <= LONGEST else "")


def _placed(name: str, page: Page, at: int, meant: tuple[Meant, ...], book: Gazetteer) -> Asked:
    """Read the words after a head: numbers are passed over, a level word narrows, a place is a name alone."""
    if not meant:
        return Asked(name, ())
    rest = [n for n in range(at, len(page.keys)) if not page.keys[n].isdigit()]
    words = tuple(page.keys[n] for n in rest)
    if words in _NATIONAL:
        return Asked(name, meant, national=True)
    told = {LEVEL_WORDS[word] for word in words[:1] if word in LEVEL_WORDS}
    narrowed = tuple(one for one in meant if not told or one.level in told)
    if set(words) <= _NO_PLACE:
        return Asked(name, narrowed or meant, understood=(bool(narrowed) and len(words) == 1) or not words)
    inside = [one for one in book.find(page.text) if one.span[1] > page.tokens[rest[0]].start]
    left = [n for n in rest if not any(one.span[0] <= page.tokens[n].start < one.span[1] for one in inside)]
    alone = len(inside) == 1 and all(page.keys[n] in _BESIDE for n in left)
    codes = _bearers(page.text, inside[0], book) if alone else ()
    levels = {one.level for one in meant}
    codes = tuple(code for code in codes if level_of(code) in levels)
    place = "".join(words[1:] if told else words)
    return Asked(name, meant, codes, place, understood=bool(codes) or Level.DISTRICT in levels)


def _bearers(text: str, mention: Mention, book: Gazetteer) -> tuple[str, ...]:
    """Return the areas that bear the written name or a known short form, not those a town or a unit stands for."""
    written = _compact(text[mention.name[0] : mention.name[1]])
    others = {one.code for one in book.aliases if one.code in mention.codes and _compact(one.name) == written}
    return tuple(code for code in mention.codes if code in others or _compact(book.official_name(code)) == written)


def _compact(name: str) -> str:
    return bare(name).replace(" ", "")


def areas(asked: Iterable[Asked]) -> frozenset[str]:
    """Return the areas that written names tell, whose institutions may be meant."""
    return frozenset(code for one in asked for code in one.codes)


def match(asked: Asked, area: str, rows: Sequence[Registered]) -> Answer:
    """Return which of the registered institutions a written name means in a draft of an area (a code, or empty).

    For a role, the choices carry the office; an institution without that office is none.
    """
    exact = _exact(asked, area, rows)
    if exact is not None:
        return _answer(asked, [exact], say("Namanya persis sama."))
    if not asked.meant:
        return _none(say("Nama ini bukan nama jenis lembaga yang dikenal, dan tidak tercatat persis begitu."))
    if asked.national:
        found = [one for one in rows if _is(one, asked, Level.NATION)]
        return _answer(asked, found, say("Nama ini menyebut lembaga tingkat nasional."))
    if asked.codes:
        return _at_place(asked, area, rows)
    if not asked.understood:
        return _none(say("Bagian nama sesudah jenis lembaganya bukan nama satu wilayah."))
    return _by_name(asked, area, rows) if asked.place else _unplaced(asked, area, rows)


def _exact(asked: Asked, area: str, rows: Sequence[Registered]) -> Registered | None:
    """Return the one that bears exactly the written name, of the places it tells or around the draft's own regency.

    A short name that is exactly so counts only where the words tell no kind, as with a party's.
    """
    name, near = said_alike(asked.name), _regency(area)
    around = {*asked.codes, *(ancestors(near) if near else ())}
    bearers = [
        one
        for one in rows
        if name in (said_alike(one.name), said_alike(one.short_name))
        and (one.area in around or _inside(one.area, near))
    ]
    if len(bearers) != 1 or (asked.meant and said_alike(bearers[0].name) != name):
        return None
    return bearers[0]


def _at_place(asked: Asked, area: str, rows: Sequence[Registered]) -> Answer:
    """Answer a name that tells a place; of several places of that name it is the draft's own, if that is one."""
    around, near = ancestors(area) if area else (), _regency(area)
    here = [code for code in asked.codes if code in around or _inside(code, near)]
    codes = here if len(here) == 1 else list(asked.codes)
    found = [one for one in rows if one.area in codes and _is(one, asked, level_of(one.area))]
    if len(codes) > 1:
        return _answer(asked, found, say("Beberapa wilayah bernama begitu."), sure=False)
    if len(asked.codes) > 1:
        return _answer(asked, found, say("Beberapa wilayah bernama begitu; ini yang di wilayah draf."))
    return _answer(asked, found, say("Jenis lembaga dan wilayahnya disebut dalam nama ini."))


def _by_name(asked: Asked, area: str, rows: Sequence[Registered]) -> Answer:
    """Answer a name with a district's or village's place: one of that name inside the draft's own regency."""
    near = _regency(area)
    found = [
        one
        for one in rows
        if _inside(one.area, near) and _compact(one.area_name) == asked.place and _is(one, asked, Level(one.level))
    ]
    return _answer(asked, found, say("Wilayah bernama begitu ada di kabupaten atau kota draf."))


def _unplaced(asked: Asked, area: str, rows: Sequence[Registered]) -> Answer:
    """Answer a name without a place: who answers for the draft's area at the level the kind has there."""
    if not area:
        return _none(say("Nama ini tidak menyebut wilayah, dan wilayah draf belum diisi."))
    deepest = min(level_of(area), Level.REGENCY, key=ORDER.index)
    levels = {one.level for one in asked.meant if one.level in _DEPTH}
    fitting = sorted((one for one in levels if _DEPTH[one] <= area.count(".") + 1), key=ORDER.index)
    if not fitting:
        return _none(say("Nama ini tidak menyebut wilayahnya, dan wilayah draf lebih luas dari wilayah lembaga ini."))
    level = deepest if deepest in fitting else fitting[-1]
    target = ".".join(area.split(".")[: _DEPTH[level]])
    found = [one for one in rows if _is(one, asked, level) and one.territory & set(ancestors(target))]
    return _answer(asked, found, say("Nama ini tidak menyebut wilayah; yang bertugas di wilayah draf."))


def _is(one: Registered, asked: Asked, level: Level) -> bool:
    kinds = {meant.kind for meant in asked.meant if meant.level == level or asked.national}
    return one.level == level and one.kind in kinds


def _regency(area: str) -> str:
    return ".".join(area.split(".")[:2])


def _inside(area: str, near: str) -> bool:
    return near.count(".") == 1 and area.startswith(f"{near}.")


def _answer(asked: Asked, found: Sequence[Registered], reason: Sentence, *, sure: bool = True) -> Answer:
    """Return the records found as choices, in order of their codes; for a role the offices of them."""
    choices: list[Choice] = []
    for one in sorted(found, key=lambda row: row.code):
        choices += _offices(asked, one) if _for_office(asked) else [Choice(one.code, one.name)]
    if not choices:
        return _none(say("Lembaganya tercatat, jabatannya belum.") if found else say("Belum tercatat di wilayah itu."))
    if len(choices) == 1 and sure:
        return Answer(Standing.SURE, tuple(choices), reason)
    return Answer(Standing.AMBIGUOUS, tuple(choices), reason)


def _for_office(asked: Asked) -> bool:
    return any(one.office is not None for one in asked.meant)


def _offices(asked: Asked, one: Registered) -> list[Choice]:
    """Return the offices of the meant kind; the one whose title is exactly what is written, if there is one."""
    kinds = {meant.office for meant in asked.meant if meant.kind == one.kind and meant.level == one.level}
    titles = [title for kind, title in one.offices if kind in kinds]
    exact = [title for title in titles if said_alike(title) == said_alike(asked.name)]
    return [Choice(one.code, one.name, title) for title in exact or titles]


def _none(reason: Sentence) -> Answer:
    return Answer(Standing.NONE, (), reason)


def with_institution(form: ReadingForm, row: int, choice: Choice) -> ReadingForm:
    """Return the form with the registered name in a row of those who pledge."""
    offices = list(form.declaration.offices)
    offices[row] = replace(offices[row], institution=choice.name)
    return replace(form, declaration=replace(form.declaration, offices=tuple(offices)))


def with_office(form: ReadingForm, choice: Choice) -> ReadingForm:
    """Return the form with an office among those who pledge: in the row of its institution without one, or a new row.

    A row that has it already is left; the person whose role it was is not touched and stays in the draft.
    """
    rows = list(form.declaration.offices)
    name, office = said_alike(choice.name), said_alike(choice.office)
    own = [n for n, row in enumerate(rows) if said_alike(row.institution) == name]
    if any(said_alike(rows[n].office) == office for n in own):
        return form
    free = next((n for n in own if not rows[n].office.strip()), None)
    if free is None:
        rows.append(OfficeForm(choice.office, choice.name))
    else:
        rows[free] = replace(rows[free], office=choice.office)
    return replace(form, declaration=replace(form.declaration, offices=tuple(rows)))
