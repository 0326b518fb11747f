"""Find institutions: by code, by what they are, and by who answers for a place on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from ikrar.core.errors import InvalidField, Missing
from ikrar.core.institution.level import ORDER, Level, level_of
from ikrar.core.institution.office import Term
from ikrar.core.institution.record import OfficeRecord, Record
from ikrar.core.institution.template import plain_name, usual
from ikrar.core.institution.territory import (
    NATION,
    Stretch,
    ancestors,
    changed,
    in_order,
    last_change,
    nearest,
    on_day,
)
from ikrar.records.institution.models import Institution, Office, Territory
from ikrar.records.place.models import Area
from ikrar.records.prepared import Prepared

PAGE = 40
WORDS = 6  # of a search


@dataclass(frozen=True)
class Responsible:
    """An institution that answers for a place; ``through`` is the area of its territory that covers it."""

    code: str
    name: str
    kind: str
    level: str
    through: str


def names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of institutions by code, in one query; unknown codes are left out."""
    return dict(Institution.objects.filter(code__in=list(codes)).values_list("code", "name"))


_NAME = Prepared(lambda code: Institution.objects.filter(code=code).values_list("name"), "<code>")


def name_of(code: str) -> str:
    """Return the name of an institution; empty for a code that is none. One query."""
    return next((str(name) for (name,) in _NAME.rows(code)), "")


def named(titles: Iterable[str], area: str) -> dict[str, str]:
    """Return the codes of institutions by their exact name, of those that sit around or in the regency of an area.

    A name that several of them bear is left out: a page links what is sure and guesses nothing.
    """
    regency = ".".join(area.split(".")[:2])
    seats = Q(area_id__in=ancestors(area)) | Q(area__code__startswith=f"{regency}.")
    rows = Institution.objects.filter(seats, name__in=set(titles)).values_list("name", "code")
    found: dict[str, list[str]] = {}
    for name, code in rows:
        found.setdefault(name, []).append(code)
    return {name: codes[0] for name, codes in found.items() if len(codes) == 1}


def names_near(area: str) -> list[str]:
    """Return the names of the institutions of an area's regency, for suggestions while typing."""
    regency = ".".join(area.split(".")[:2])
    if not regency:
        return []
    return list(Institution.objects.filter(area_id=regency).order_by("kind", "name").values_list("name", flat=True))


def stretches(code: str) -> tuple[Stretch, ...]:
    """Return every stretch of an institution's territory, past and future, the open beginning first."""
    rows = Territory.objects.filter(institution_id=code)
    return in_order(Stretch(r.area_id or NATION, r.starts, r.ends) for r in rows)


def territory(code: str, day: date) -> frozenset[str]:
    """Return the codes of the areas an institution answers for on a day; ``ID`` stands for the whole nation."""
    return on_day(stretches(code), day)


@dataclass(frozen=True)
class Step:
    """A change of a territory: its areas on the first day, before and after; ``replaces`` a change of that very day."""

    starts: date
    before: frozenset[str]
    after: frozenset[str]
    replaces: bool


def newest_change(code: str) -> Step | None:
    """Return the newest change of a territory, the one that can be taken back; None when there is none."""
    rows = stretches(code)
    day = last_change(rows)
    if day is None or not any(s.starts is None or s.starts < day for s in rows):
        return None
    return Step(day, on_day(rows, day - timedelta(days=1)), on_day(rows, day), replaces=False)


def territory_after(code: str, areas: Iterable[str], starts: date) -> Step:
    """Return what a change of a territory would do, writing nothing; raises InvalidField as the change itself."""
    rows = stretches(code)
    after = changed(rows, areas, starts)
    known = set(Area.objects.filter(code__in=[s.area for s in after]).values_list("code", flat=True)) | {NATION}
    for unknown in sorted({s.area for s in after} - known):
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="territory", code=unknown)
    newest = newest_change(code)
    return Step(starts, on_day(rows, starts), on_day(after, starts), bool(newest and newest.starts == starts))


def responsible(area: str, kind: str | None, day: date) -> tuple[Responsible, ...]:
    """Return the institutions (of a kind, or of every kind) that answer for an area on a day, most specific first.

    Several may share a district, and a unit may reach across regencies; both come from the territories, never from the
    government's borders. One query, whatever the number of institutions.
    """
    live = (Q(starts__isnull=True) | Q(starts__lte=day)) & (Q(ends__isnull=True) | Q(ends__gte=day))
    codes = ancestors(area)
    where = Q(area_id__in=[c for c in codes if c != NATION])
    if NATION in codes:
        where |= Q(area__isnull=True)
    rows = Territory.objects.filter(live, where, _alive(day, "institution__")).select_related("institution")
    if kind is not None:
        rows = rows.filter(institution__kind=kind)
    reach: dict[str, tuple[Institution, set[str]]] = {}
    for row in rows:
        reach.setdefault(row.institution_id, (row.institution, set()))[1].add(row.area_id or NATION)
    found = [
        Responsible(one.code, one.name, one.kind, one.level, nearest(areas, area) or "")
        for one, areas in reach.values()
    ]
    return tuple(sorted(found, key=_most_specific_first))


def _most_specific_first(one: Responsible) -> tuple[int, int, str, str]:
    width = -1 if one.through == NATION else len(one.through)
    return (-width, -ORDER.index(Level(one.level)), one.kind, one.code)


def _alive(day: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day}))


def record(code: str) -> Record | None:
    """Return an institution with its offices and territory as core writes it down, None when unknown."""
    return records([code]).get(code)


def records(codes: Iterable[str] | None = None) -> dict[str, Record]:
    """Return institutions by code (all when none are named), in order of their codes; four queries."""
    rows = Institution.objects.prefetch_related("offices__terms", "territory").order_by("code")
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    return {row.code: _record(row) for row in rows}


def _record(row: Institution) -> Record:
    offices = sorted(row.offices.all(), key=lambda o: o.pk)
    return Record(
        code=row.code,
        kind=row.kind,
        level=row.level,
        name=row.name,
        short_name=row.short_name,
        area=row.area_id,
        parent=row.parent_id,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        offices=tuple(OfficeRecord(o.name, o.kind, o.valid_from, o.valid_until, _terms(o)) for o in offices),
        territory=in_order(Stretch(t.area_id or NATION, t.starts, t.ends) for t in row.territory.all()),
    )


def _terms(office: Office) -> tuple[Term, ...]:
    return tuple(Term(t.starts, t.ends, t.acting) for t in sorted(office.terms.all(), key=lambda t: t.starts))


def plain(found: Record) -> dict[str, Any]:
    """Return a record as JSON values, for the commitment of a leaf."""
    return {
        "institution": found.code,
        "kind": found.kind,
        "level": found.level,
        "name": found.name,
        "short_name": found.short_name,
        "area": found.area,
        "parent": found.parent,
        "valid_from": _iso(found.valid_from),
        "valid_until": _iso(found.valid_until),
        "offices": [_plain_office(o) for o in found.offices],
        "territory": [{"area": s.area, "starts": _iso(s.starts), "ends": _iso(s.ends)} for s in found.territory],
    }


def plain_office(office: Office) -> dict[str, Any]:
    """Return an office with its terms as JSON values, for the commitment of a leaf."""
    days = (office.valid_from, office.valid_until)
    return _plain_office(OfficeRecord(office.name, office.kind, *days, _terms(office)))


def _plain_office(office: OfficeRecord) -> dict[str, Any]:
    return {
        "name": office.name,
        "kind": office.kind,
        "valid_from": _iso(office.valid_from),
        "valid_until": _iso(office.valid_until),
        "terms": [{"starts": _iso(t.starts), "ends": _iso(t.ends), "acting": t.acting} for t in office.terms],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True)
class Proposal:
    """A usual institution of a place: as it would be written, and the code of the one that is there already, if any."""

    record: Record
    present: str | None


def proposals(area: str, *, districts: bool = False) -> tuple[Proposal, ...]:
    """Return the usual institutions of an area (and of its districts), each with the one that already fills its place.

    One of the same kind that sits there at the same level fills it, whatever its code: a Kodim may carry its number.
    Unknown areas give nothing. Three queries.
    """
    below = Q(parent_id=area) if districts and level_of(area) is Level.REGENCY else Q(pk__in=[])
    places = list(Area.objects.filter(Q(code=area) | below).order_by("code"))
    twins = _twins(places[0]) if places else False
    rows = Institution.objects.filter(area_id__in=[p.code for p in places])
    taken = {(row.kind, row.level, row.area_id): row.code for row in rows.order_by("-code")}
    return tuple(
        Proposal(record, taken.get((record.kind, record.level, record.area)))
        for place in places
        for record in usual(place.code, kind=place.kind, name=place.name, twin=twins and place.code == area)
    )


def _twins(place: Area) -> bool:
    """Whether a sister area bears the same name without its level word."""
    sisters = Area.objects.filter(parent_id=place.parent_id, level=place.level).exclude(code=place.code)
    return place.parent_id is not None and any(plain_name(s.name) == plain_name(place.name) for s in sisters)


def listed(*, area: str = "", kind: str = "", after: str = "", limit: int) -> list[Institution]:
    """Return at most ``limit`` institutions by code, after a code, narrowed by an area with all below and by kind."""
    found = Institution.objects.select_related("area").filter(code__gt=after)
    if area:
        found = found.filter(Q(area_id=area) | Q(area__code__startswith=f"{area}."))
    if kind:
        found = found.filter(kind=kind)
    return list(found.order_by("code")[:limit])


def seated(area: str, day: date) -> QuerySet[Institution]:
    """Return the institutions in force on a day that sit in an area (empty: the nation) or anywhere below it."""
    found = Institution.objects.filter(_alive(day))
    return found.filter(Q(area_id=area) | Q(area__code__startswith=f"{area}.")) if area else found


def one(code: str) -> Institution:
    """Return an institution with its area; raises Missing."""
    found = Institution.objects.select_related("area").filter(code=code).first()
    if found is None:
        raise Missing("Lembaga ini tidak ada.")
    return found


def offices(institution: str, *, after: str = "", limit: int) -> list[str]:
    """Return at most ``limit`` names of an institution's offices in order, after a name."""
    found = Office.objects.filter(institution_id=institution, name__gt=after)
    return list(found.order_by("name").values_list("name", flat=True)[:limit])


@dataclass(frozen=True)
class Stay:
    """An area of a territory by name, with its first and last day; no code stands for the nation."""

    code: str
    name: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class Profile:
    """An institution as people read it: itself, the one above it, those below, its offices and its territory."""

    row: Institution
    area: Area
    above: Institution | None
    below: tuple[Institution, ...]
    offices: tuple[Office, ...]
    territory: tuple[Stay, ...]

    @property
    def fictional(self) -> bool:
        """Whether it sits in the invented province."""
        return self.area.fictional


def directory(
    *, words: str = "", area: str = "", kind: str = "", fictional: bool, page: str = "1"
) -> Page[Institution]:
    """Return one page (40 rows) of the directory by name, narrowed by words, area with all below, and kind.

    At most ``WORDS`` words count. Invented ones are left out unless ``fictional``.
    """
    rows = Institution.objects.select_related("area").order_by("name", "code")
    if not fictional:
        rows = rows.filter(area__fictional=False)
    if area:
        rows = rows.filter(Q(area_id=area) | Q(area__code__startswith=f"{area}."))
    if kind:
        rows = rows.filter(kind=kind)
    for word in words.split()[:WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(area__name__icontains=word))
    return Paginator(rows, PAGE).get_page(page)


def profile(code: str) -> Profile:
    """Return an institution with all that is public about it; raises Missing. Five queries, whatever its size."""
    rows = Institution.objects.select_related("area", "parent")
    row = rows.prefetch_related("children", "offices__terms", "territory__area").filter(code=code).first()
    if row is None:
        raise Missing("Lembaga ini tidak ada.")
    stays = (Stay(t.area_id or "", t.area.name if t.area else "", t.starts, t.ends) for t in row.territory.all())
    return Profile(
        row,
        row.area,
        row.parent,
        tuple(sorted(row.children.all(), key=lambda c: c.code)),
        tuple(sorted(row.offices.all(), key=lambda o: o.pk)),
        tuple(sorted(stays, key=lambda s: (s.starts or date.min, s.code))),
    )
