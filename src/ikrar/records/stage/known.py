"""What is known of the stages of an election in an area: events, duties and risks, each with who said so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from ikrar.core.institution.territory import ancestors
from ikrar.core.stage.duty import Entry, Line, What, inherited, templates
from ikrar.core.stage.table import Stage, stages
from ikrar.records.election import queries as elections
from ikrar.records.election.models import Election
from ikrar.records.stage.models import Anchoring, Note


@dataclass(frozen=True)
class Known:
    """The day of an event as it was last entered: by which institution (``kind`` is its kind), from where, for which
    area (empty: all).

    ``day`` None: it was taken back, and ``was`` is the day it had. ``sequence`` counts the entries of this event and
    area from 1.
    """

    ref: str
    code: str
    day: date | None
    source: str
    area: str
    institution: str
    institution_name: str
    entered_at: datetime
    sequence: int
    was: date | None
    area_name: str
    kind: str


@dataclass(frozen=True)
class Told:
    """What a calendar tells of an election's events in an area.

    ``wide`` are the days that hold for the whole election, ``near`` the events as they hold in the area, ``newest`` the
    newest entry of every event around the area and below it, taken back or not.
    """

    wide: dict[str, date]
    near: tuple[Known, ...]
    newest: tuple[Known, ...]


@dataclass(frozen=True)
class Said:
    """A line of duties and risks that holds in an area, and the institution that said so; empty for a template."""

    line: Line
    ref: str
    institution_name: str


def anchors(election: str, area: str | None = None) -> dict[str, date]:
    """Return the days of an election's events by code, as they hold in an area; the nearest area around it wins.

    Pass it on to ``core.stage.table.stages``. One query.
    """
    return days_of(events(election, area))


def of_elections(found: Collection[Election]) -> dict[str, dict[str, date]]:
    """Return the days of events by election and code, each election as it holds in its own area. One query."""
    return {code: days_of(events) for code, events in held(found).items()}


def days_of(events: Iterable[Known]) -> dict[str, date]:
    """Return the days of events by code, without those that were taken back."""
    return {one.code: one.day for one in events if one.day}


def narrowest(events: Iterable[Known]) -> str:
    """Return the narrowest area that gave one of these events its day; empty where the whole election did."""
    return max((one.area for one in events if one.day), key=len, default="")


def held(found: Collection[Election], area: str | None = None) -> dict[str, tuple[Known, ...]]:
    """Return by election the events as they hold in an area; without one each as in its own area. One query."""
    rows = _entries(found)
    return {one.code: _holding(_numbered(_around(rows.get(one.code, ()), area or one.area_id))) for one in found}


def everywhere(found: Collection[Election]) -> dict[str, dict[str, tuple[Known, ...]]]:
    """Return by election and area the events as they hold in each area that entered one of its own. One query."""
    rows = _entries(found)
    return {
        one.code: {
            area: _holding(_numbered(_around(rows.get(one.code, ()), area)))
            for area in sorted({row.area_id for row in rows.get(one.code, ()) if row.area_id} - {one.area_id})
        }
        for one in found
    }


def told_in(found: Collection[Election], area: str = "") -> dict[str, Told]:
    """Return by election what a calendar tells in an area; without one, in each election's own area. One query."""
    rows = _entries(found)
    told: dict[str, Told] = {}
    for one in found:
        entries = rows.get(one.code, ())
        near = _around(entries, area or one.area_id)
        below = [row for row in entries if area and (row.area_id or "").startswith(f"{area}.")]
        wide = _holding(_numbered(_around(entries, one.area_id)))
        told[one.code] = Told(days_of(wide), _holding(_numbered(near)), _newest(_numbered([*near, *below])))
    return told


def _entries(found: Collection[Election]) -> dict[str, list[Anchoring]]:
    rows = _named(Anchoring.objects.filter(election__in=found))
    entries: dict[str, list[Anchoring]] = {}
    for row in rows:
        entries.setdefault(row.election_id, []).append(row)
    return entries


def events(election: str, area: str | None = None) -> tuple[Known, ...]:
    """Return the events of an election as they hold in an area, by code, with their source. One query."""
    return _holding(_anchorings(election, area))


def entered(election: str, area: str | None) -> tuple[Known, ...]:
    """Return every entry on exactly this area (None: the whole election), the newest first. One query."""
    return tuple(reversed(_numbered(_named(Anchoring.objects.filter(election_id=election, area_id=area)))))


def stages_of(election: Election, area: str | None = None) -> tuple[Stage, ...]:
    """Return the stages of an election with the days its events give in an area. One query."""
    return stages(election.code, election.voting_day, anchors(election.code, area))


def duties(election: str, area: str | None = None) -> tuple[Said, ...]:
    """Return the duties and risks that hold in an area: templates, then what the regions around it say. One query."""
    rows = Note.objects.filter(election_id=election, area_id__in=ancestors(area) if area else ())
    newest = {(row.area_id, row.key): row for row in rows.select_related("institution").order_by("id")}
    entries = [Entry(_line(row), row.removed) for row in newest.values()]
    found = inherited(templates(election), entries)
    said = {(line.area, line.key): newest.get((line.area, line.key)) for line in found}
    return tuple(
        Said(line, row.ref if (row := said[line.area, line.key]) else "", row.institution.name if row else "")
        for line in found
    )


def history(election: str, area: str, key: str) -> tuple[Note, ...]:
    """Return every row of a line in an area, the newest first. One query."""
    rows = Note.objects.filter(election_id=election, area_id=area, key=key).select_related("institution")
    return tuple(rows.order_by("-id"))


def elections_at(area: str) -> list[Election]:
    """Return the elections that cover an area, newest first. One query."""
    return elections.covering(area)


def _around(rows: Iterable[Anchoring], area: str | None) -> list[Anchoring]:
    around = {None, *(ancestors(area) if area else ())}
    return [row for row in rows if row.area_id in around]


def _holding(rows: Iterable[Known]) -> tuple[Known, ...]:
    """Return of each event the newest entry of the narrowest area that did not take it back."""
    found: dict[str, Known] = {}
    for one in sorted(_newest(rows), key=lambda one: len(one.area)):
        if one.day or one.code not in found:
            found[one.code] = one
    return tuple(found[code] for code in sorted(found))


def _anchorings(election: str, area: str | None) -> tuple[Known, ...]:
    where = Q(area__isnull=True) | Q(area_id__in=ancestors(area)) if area else Q(area__isnull=True)
    return _numbered(_named(Anchoring.objects.filter(where, election_id=election)))


def _named(rows: QuerySet[Anchoring]) -> QuerySet[Anchoring]:
    """Have entries read with institution and area, in the order in which they came."""
    return rows.select_related("institution", "area").order_by("id")


def _numbered(rows: Iterable[Anchoring]) -> tuple[Known, ...]:
    counts: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, str], date] = {}
    found = []
    for row in rows:
        subject = (row.area_id or "", row.code)
        counts[subject] = counts.get(subject, 0) + 1
        was = days.get(subject)
        days |= {subject: row.day} if row.day else {}
        found.append(
            Known(
                row.ref,
                row.code,
                row.day,
                row.source,
                row.area_id or "",
                row.institution_id,
                row.institution.name,
                row.entered_at,
                counts[subject],
                was,
                row.area.name if row.area else "",
                row.institution.kind,
            )
        )
    return tuple(found)


def _newest(rows: Iterable[Known]) -> tuple[Known, ...]:
    return tuple({(one.area, one.code): one for one in rows}.values())


def _line(row: Note) -> Line:
    return Line(row.key, row.stage, What(row.what), row.who, {"id": row.text, "en": row.text}, row.source, row.area_id)
