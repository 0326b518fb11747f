"""Find areas by name, say where they lie, what they were called and what followed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ikrar.core.errors import BadInput, Missing
from ikrar.core.place import alias, atlas, zone
from ikrar.core.place import search as finder
from ikrar.core.place.area import fold
from ikrar.core.place.boundary import Answer
from ikrar.core.place.position import Position, nearest
from ikrar.core.place.topology import Topology
from ikrar.records.place import borders
from ikrar.records.place.index import aliases, index
from ikrar.records.place.models import Area, FormerName, Succession

LIMIT = 12
MANY = 500  # codes in one statement; SQLite allows a limited number of parameters
INSIDE = "parent__parent__parent"


@dataclass(frozen=True)
class Place:
    """An area as people read it: code, name, the areas it lies in, its kind and level, and the days it is valid."""

    code: str
    name: str
    within: str
    fictional: bool
    kind: str = ""
    level: int = 0
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def label(self) -> str:
        """The name with the areas around it, narrowest first."""
        return f"{self.name}, {self.within}" if self.within else self.name

    @property
    def zone(self) -> str:
        """The IANA name of the time zone there."""
        return zone_of(self.code)


@dataclass(frozen=True)
class Choice:
    """A place found: how it answers, the other name that was typed, and what followed it if its code has ended."""

    place: Place
    match: finder.Match
    by: alias.Alias | None = None
    became: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answer to a search; ``exact`` counts the areas that bear the very name."""

    words: str
    choices: tuple[Choice, ...] = ()
    exact: int = 0

    @property
    def sure(self) -> bool:
        """Whether exactly one area bears the name as given: only then may a program take it without asking."""
        return self.exact == 1

    @property
    def ambiguous(self) -> bool:
        """Whether several areas bear the very name."""
        return self.exact > 1

    @property
    def corrected(self) -> bool:
        """Whether nothing bears the name as given, and what was found is only near it."""
        return bool(self.choices) and self.exact == 0

    @property
    def places(self) -> list[Place]:
        """The places alone, best first."""
        return [choice.place for choice in self.choices]


def find(code: str) -> Place | None:
    """Return one area, also one that is valid no more, or None when the code is unknown."""
    area = Area.objects.select_related(INSIDE).filter(code=code).first()
    return _place(area) if area else None


def find_many(codes: Iterable[str]) -> dict[str, Place]:
    """Return the areas of several codes in one query; unknown codes are left out."""
    found = Area.objects.select_related(INSIDE).filter(code__in=set(codes))
    return {a.code: _place(a) for a in found}


def inside(area: str, code: str) -> Q:
    """Return the condition that a row's area, named as its column is, is an area or lies in it: one range of an index.

    Codes are digits and dots, and what comes next after the dot is "/"; both databases order by code point.
    """
    return Q(**{f"{area}__gte": code, f"{area}__lt": f"{code}/"})


def search(words: str, *, limit: int = LIMIT) -> list[Place]:
    """Return the areas that answer the words, best first; a code also works. See :func:`look_up` for how sure it is."""
    return look_up(words, limit=limit).places


def look_up(words: str, *, limit: int = LIMIT) -> Found:
    """Search areas by name, short or former name or code, forgiving spelling, and say whether the answer is sure."""
    answer = finder.search(index(), words, limit=limit)
    places = find_many(hit.code for hit in answer.hits)
    ended = [code for code, place in places.items() if place.valid_until is not None]
    became = _became(ended)
    choices = tuple(
        Choice(places[hit.code], hit.match, _alias(hit.code, hit.by), became.get(hit.code, ()))
        for hit in answer.hits
        if hit.code in places
    )
    return Found(words, choices, answer.exact)


def _alias(code: str, key: str) -> alias.Alias | None:
    if not key:
        return None
    other = next((a for a in aliases() if a.code == code and fold(a.name) == key), None)
    former = next((f for f in FormerName.objects.filter(area=code) if fold(f.name) == key), None)
    return alias.Alias(former.name, code, True, None, former.until) if former else other


def _became(codes: list[str]) -> dict[str, tuple[Place, ...]]:
    if not codes:
        return {}
    links = Succession.objects.filter(old__in=codes).order_by("new").values_list("old_id", "new_id")
    places = find_many(new for _, new in links)
    return {code: tuple(places[new] for old, new in links if old == code) for code in codes}


def _place(area: Area) -> Place:
    names: list[str] = []
    parent = area.parent
    while parent is not None:
        names.append(parent.name)
        parent = parent.parent
    days = (area.valid_from, area.valid_until)
    return Place(area.code, area.name, ", ".join(names), area.fictional, area.kind, area.level, *days)


# --- in the course of time --------------------------------------------------------------------------------------------


def present(code: str, day: date) -> tuple[str, ...]:
    """Return the codes that stand on ``day`` for an area once named by ``code``, in order.

    The code itself while it is valid, with what was split off from it since its first day; several after a split; none
    when it is unknown or nothing followed it. A code is followed forwards only: a day before its own first day gives
    the code itself.
    """
    found: set[str] = set()
    waiting, seen = [code], set[str]()
    while waiting:
        areas = {area.code: area for area in Area.objects.filter(code__in=waiting)}
        seen.update(waiting)
        ended = {c for c, area in areas.items() if area.valid_until is not None and area.valid_until < day}
        found.update(areas.keys() - ended)
        links = Succession.objects.filter(old__in=areas, day__lte=day).values_list("old_id", "new_id", "day")
        waiting = [new for old, new, since in links if new not in seen and (old in ended or _since(areas[old], since))]
    return tuple(sorted(found))


def _since(area: Area, day: date) -> bool:
    """Whether a link of this day is of the area as it stands now, not of another one that bore the code before."""
    return area.valid_from is None or area.valid_from < day


def name_on(code: str, day: date) -> str:
    """Return the official name an area bore on ``day`` as far as it is known, or an empty string for no such area."""
    former = FormerName.objects.filter(area=code, until__gte=day).order_by("until").first()
    if former:
        return former.name
    dated = next((a for a in aliases() if a.code == code and a.official and a.until and day <= a.until), None)
    area = Area.objects.filter(code=code).first()
    return dated.name if dated and area else area.name if area else ""


def zone_of(code: str) -> str:
    """Return the IANA time zone of the province a code lies in, the fictional one included. Raises BadInput if none."""
    found = zone.load().get(code[:2])
    if found is None:
        raise BadInput("Wilayah {code} tidak punya zona waktu: kode provinsinya tidak dikenal.", code=code)
    return found


# --- the page of an area, and the area of a position ------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An area in a list or on a map."""

    code: str
    kind: str
    name: str
    fictional: bool
    lat: float | None
    lng: float | None


@dataclass(frozen=True)
class Record:
    """Everything a page says about one area: ``parents`` widest first, ``became`` is what followed it."""

    code: str
    level: int
    kind: str
    name: str
    fictional: bool
    valid_from: date | None
    valid_until: date | None
    became: tuple[Place, ...]
    parents: tuple[Row, ...]
    children: tuple[Row, ...]


def record(code: str) -> Record:
    """Return one area with its parents and the areas directly below; raises Missing. At most four queries."""
    area = Area.objects.select_related("parent__parent__parent").filter(code=code).first()
    if area is None:
        raise Missing("Wilayah ini tidak ada.")
    parents: list[Row] = []
    above = area.parent
    while above is not None:
        parents.insert(0, _row(above))
        above = above.parent
    return Record(
        code=area.code,
        level=area.level,
        kind=area.kind,
        name=area.name,
        fictional=area.fictional,
        valid_from=area.valid_from,
        valid_until=area.valid_until,
        became=_became([area.code]).get(area.code, ()) if area.valid_until else (),
        parents=tuple(parents),
        children=_rows(parent=area) if area.valid_until else _rows(parent=area, valid_until=None),
    )


def provinces() -> tuple[Row, ...]:
    """Return every province by code, the invented one of the examples among them."""
    return _rows(level=1, valid_until=None)


def _rows(**narrow: object) -> tuple[Row, ...]:
    return tuple(_row(area) for area in Area.objects.filter(**narrow).order_by("code"))


def _row(area: Area) -> Row:
    return Row(area.code, area.kind, area.name, area.fictional, area.lat, area.lng)


@dataclass(frozen=True)
class Possible:
    """An area a position lies in or near: ``km`` 0 inside."""

    place: Place
    km: float


@dataclass(frozen=True)
class Answered:
    """What can be said about a position: the regency or city, or several; the district only with its borders at hand.

    ``near`` are the nearest centres of districts and villages: suggestions, never an answer.
    """

    answer: Answer
    regencies: tuple[Possible, ...]
    districts: tuple[Possible, ...]
    near: tuple[Possible, ...]


def at(here: Position, *, examples: bool, limit: int) -> Answered:
    """Say in which area a position lies; ``examples`` lets the invented regency answer too. At most four queries."""
    located = atlas.boundaries(examples=examples).at(here)
    codes = [one.code for one in located.candidates]
    within = borders.district_index()
    districts = within.at(here).candidates if within else ()
    middles = Area.objects.filter(Q(level=3, parent__in=codes) | Q(level=4, parent__parent__in=codes))
    known = ((a.code, a.lat, a.lng) for a in middles.only("code", "lat", "lng"))
    near = nearest(here, ((code, lat, lng) for code, lat, lng in known if lat is not None and lng is not None), limit)
    named = find_many({*codes, *(one.code for one in districts), *(one.code for one in near)})
    groups = ([Possible(named[o.code], o.km) for o in group if o.code in named] for group in (districts, near))
    return Answered(
        located.answer,
        tuple(Possible(named[one.code], one.km) for one in located.candidates if one.code in named),
        *(tuple(group) for group in groups),
    )


def district_borders() -> Topology | None:
    """Return the districts of the map pack, or None when none was imported (``ikrar import boundaries``)."""
    return borders.districts()


# --- for programs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Facts:
    """Everything public about an area; ``lat`` and ``lng`` in degrees; ``followed_by`` are the codes that followed."""

    place: Place
    parent: str | None
    lat: float | None
    lng: float | None
    followed_by: tuple[str, ...]


def facts(code: str) -> Facts:
    """Return everything public about one area; raises Missing. Two queries."""
    found = facts_of([code])
    if not found:
        raise Missing("Wilayah ini tidak ada.")
    return found[0]


def facts_of(codes: list[str]) -> list[Facts]:
    """Return everything public about several areas in the order asked for; unknown ones are left out. Two queries."""
    known = {f.place.code: f for f in _facts(Area.objects.select_related(INSIDE).filter(code__in=codes))}
    return [known[code] for code in codes if code in known]


def below(parent: str, *, after: str = "", limit: int) -> list[Facts]:
    """Return at most ``limit`` areas right below one (provinces for ""), by code, after a code. Two queries."""
    areas = Area.objects.select_related(INSIDE).filter(parent=parent or None, code__gt=after).order_by("code")
    return _facts(areas[:limit])


def _facts(areas: Iterable[Area]) -> list[Facts]:
    rows = list(areas)
    links = Succession.objects.filter(old__in=[area.code for area in rows]).order_by("new").values_list("old", "new")
    followers: dict[str, list[str]] = {}
    for old, new in links:
        followers.setdefault(old, []).append(new)
    return [Facts(_place(a), a.parent_id, a.lat, a.lng, tuple(followers.get(a.code, ()))) for a in rows]
