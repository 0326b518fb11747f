"""What stands in the public calendar. A noun adds itself to ``SOURCES``; pages, feeds and files take it from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from ikrar.core.institution.territory import ancestors
from ikrar.core.place import zone
from ikrar.core.stage.agenda import Entry
from ikrar.core.stage.published import Facts, Told, area_in, facts_of, key_of, renew
from ikrar.core.stage.standing import CAPITAL
from ikrar.records.meeting import queries as meeting
from ikrar.records.relay import queries as relay
from ikrar.records.stage import queries
from ikrar.web.parts.templatetags.parts import election_name
from ikrar.web.public.stage import of_election

#: When something was published that no row tells of yet.
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: ``elections`` are the records whose entries are wanted, ``area`` a code with all below it.

    ``first`` and ``last`` bound the days (both included); None leaves that side open. An empty area is everywhere.
    """

    elections: tuple[Any, ...]
    area: str = ""
    first: date | None = None
    last: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Say whether days from ``first`` to ``last`` lie in the time asked for."""
        return (self.last is None or first <= self.last) and (self.first is None or last >= self.first)


@dataclass(frozen=True)
class Source:
    """A noun in the calendar: its name in addresses, and what finds its entries in any order.

    ``few``: all of it is little enough to be looked through for each page; others are asked for a time alone. What
    people call it stands in ``SOURCE_NAMES`` of ``web/parts/templatetags/calendar_words.py``.
    """

    kind: str
    find: Callable[[Wanted], Iterable[Entry]]
    few: bool = False


def of_stages(wanted: Wanted) -> Iterable[Entry]:
    """Return the dated stages of the elections asked for, and those that calendars were told of and are gone.

    Three queries: what calendars were told, the events that stages hang on, and those of the area asked for.
    """
    told = queries.published([one.code for one in wanted.elections])
    wide = queries.of_elections(wanted.elections)
    near = queries.held(wanted.elections, wanted.area) if wanted.area else {}
    for election in wanted.elections:
        code = election.code
        rows = {key: row for key, (of, row) in told.items() if of == code and _reaches(wanted, area_in(key, code))}
        for key, facts, path in _present(election, wide[code], near.get(code, ())):
            yield from _entry(wanted, election, key, _standing(facts, rows.pop(key, None)), path)
        for key, row in rows.items():
            gone = renew(row, None, row.changed) or row
            yield from _entry(wanted, election, key, gone, _gone_to(election, key))


def _present(
    election: Any, wide: Mapping[str, date], events: Sequence[queries.Known]
) -> Iterable[tuple[str, Facts, str]]:
    """Yield key, facts and page of every dated stage; where the area's own events move it, it has a key of its own."""
    own = {one.code: one for one in of_election(election, wide)}
    area = queries.narrowest(events)
    moved = area not in {"", election.area_id}
    for one in of_election(election, queries.days_of(events)) if moved else own.values():
        facts = facts_of(one)
        if facts is None:
            continue
        path = reverse("calendar-stage", args=[election.code, one.code])
        if moved and facts != facts_of(own[one.code]):
            yield key_of(election.code, one.code, area), facts, f"{path}?wilayah={area}"
        else:
            yield key_of(election.code, one.code), facts, path


def _reaches(wanted: Wanted, area: str) -> bool:
    """Say whether what an area was told belongs to what is asked for: the whole election's, or around the area."""
    return not area or area in ancestors(wanted.area)


def _gone_to(election: Any, key: str) -> str:
    """Return where one reads about a stage that is gone: its page if another area or the election still has it."""
    stage = key.removeprefix(f"{election.code}-").partition("-")[0]
    if any(one.code == stage for one in of_election(election)):
        return reverse("calendar-stage", args=[election.code, stage])
    return reverse("calendar-election", args=[election.code])


def _standing(facts: Facts, row: Told | None) -> Told:
    """Return what to tell of a stage: what the row says, or a step further where the row is not up to date."""
    if row is None:
        return Told(facts, 0, BEGINNING)
    return renew(row, facts, row.changed) or row


def _entry(wanted: Wanted, election: Any, key: str, told: Told, path: str) -> Iterable[Entry]:
    facts, language = told.facts, "en" if get_language() == "en" else "id"
    first = facts.first or facts.last
    if not wanted.touches(first, facts.last):
        return
    yield Entry(
        kind="tahapan",
        uid=uid("stage", key),
        title=facts.name[language],
        first=first,
        last=facts.last,
        path=path,
        about=facts.about[language],
        election=election.code,
        election_name=str(election_name(election)),
        zone=zone.load().get(wanted.area[:2], CAPITAL),
        example=election.fictional,
        open_start=facts.first is None,
        cancelled=told.cancelled,
        sequence=told.sequence,
        changed=told.changed,
    )


def of_stops(wanted: Wanted) -> Iterable[Entry]:
    """Return the hand-overs of relays of the elections asked for. One query."""
    by_code = {election.code: election for election in wanted.elections}
    found = relay.dated(elections=by_code, area=wanted.area, first=wanted.first, last=wanted.last)
    for leg in found:
        election, day = by_code[leg.relay.election_id], leg.actual_on or leg.planned_on
        number = gettext("Serah terima {n}: {receiver}").format(n=leg.n, receiver=leg.receiver.name)
        yield Entry(
            kind="kirab",
            uid=uid("relay", f"{leg.relay_id}-{leg.n}"),
            title=f"{leg.relay.baton} · {number}",
            first=day,
            last=day,
            path=reverse("handover", args=[leg.relay_id, leg.n]),
            about=leg.relay.series,
            election=election.code,
            election_name=str(election_name(election)),
            place=", ".join(filter(None, (leg.venue, leg.area.name))),
            zone=zone.load().get(leg.area_id[:2], CAPITAL),
            example=leg.relay.example,
            cancelled=leg.state in {"skipped", "cancelled"},
            sequence=leg.sequence,
            changed=leg.changed_at,
        )


def of_meetings(wanted: Wanted) -> Iterable[Entry]:
    """Return the meetings of the elections asked for whose minutes were approved (decision 36): day, place, title.

    Neither hours nor whom it invited: those are not public. One query.
    """
    by_code = {election.code: election for election in wanted.elections}
    for row in meeting.dated(elections=by_code, area=wanted.area, first=wanted.first, last=wanted.last):
        day, election = meeting.stamp(row).date(), by_code[row.election_id]
        if wanted.touches(day, day):
            yield Entry(
                kind="rapat",
                uid=uid("meeting", row.ref),
                title=row.title,
                first=day,
                last=day,
                path=reverse("meeting", args=[row.ref]),
                about=row.institution.name,
                election=election.code,
                election_name=str(election_name(election)),
                place=", ".join(filter(None, (row.place, row.area.name))),
                zone=row.zone,
                example=row.example,
                sequence=row.sequence,
                changed=row.approved_at or row.changed_at,
            )


#: In the order people read them in.
SOURCES: Final[tuple[Source, ...]] = (
    Source("tahapan", of_stages, few=True),
    Source("kirab", of_stops),
    Source("rapat", of_meetings),
)


def entries(wanted: Wanted, kind: str = "", *, around: tuple[date | None, date | None] = (None, None)) -> list[Entry]:
    """Return what every source has, or the one of a kind; what is not few only within the days of ``around``."""
    narrowed = replace(wanted, first=wanted.first or around[0], last=wanted.last or around[1])
    asked = [source for source in SOURCES if kind in {"", source.kind}]
    return [entry for source in asked for entry in source.find(wanted if source.few else narrowed)]


def uid(noun: str, ref: str) -> str:
    """Return what calendars know an entry by, for as long as this installation keeps its host."""
    return f"{noun}-{ref}@{urlsplit(settings.ORIGIN).hostname}"
