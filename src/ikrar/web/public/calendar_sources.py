"""What stands in the public calendar. A noun adds itself to ``SOURCES``; pages, feeds and files take it from there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language, gettext

from ikrar.core.institution.territory import ancestors
from ikrar.core.place import zone
from ikrar.core.relay import custody
from ikrar.core.stage.agenda import Entry
from ikrar.core.stage.published import Facts, Told, area_in, facts_of, key_of, renew
from ikrar.core.stage.standing import CAPITAL
from ikrar.core.stage.table import anchors_of
from ikrar.door.language import read_in
from ikrar.records.meeting import queries as meeting
from ikrar.records.relay import queries as relay
from ikrar.records.stage import queries
from ikrar.web.parts.templatetags.address import page
from ikrar.web.parts.templatetags.parts import election_name
from ikrar.web.parts.templatetags.relay_words import leg_state
from ikrar.web.public.stage import of_election

#: When something was published that no row tells of yet.
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """What is asked for: ``elections`` are the records whose entries are wanted, ``area`` a code with all below it.

    ``first`` and ``last`` bound the days (both included); None leaves that side open. An empty area is everywhere.
    ``loose``: what belongs to no election is wanted as well, as where nobody asked for one election.
    """

    elections: tuple[Any, ...]
    area: str = ""
    first: date | None = None
    last: date | None = None
    loose: bool = False

    @property
    def within(self) -> dict[str, Any]:
        """Area, time and the rest as queries of nouns take them."""
        return {"area": self.area, "first": self.first, "last": self.last, "loose": self.loose}

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
    """Return the dated stages of the elections asked for, the events they hang on, and what of both is gone.

    Two queries: what calendars were told, and the events that offices entered.
    """
    told = queries.published([one.code for one in wanted.elections])
    entered = queries.told_in(wanted.elections, wanted.area)
    for election in wanted.elections:
        code = election.code
        rows = {key: row for key, (of, row) in told.items() if of == code and _reaches(wanted, area_in(key, code))}
        for key, facts, path in _present(election, entered[code].wide, entered[code].near if wanted.area else ()):
            yield from _entry(wanted, election, key, _standing(facts, rows.pop(key, None)), path)
        for key, row in rows.items():
            gone = renew(row, None, row.changed) or row
            yield from _entry(wanted, election, key, gone, _gone_to(election, key))
    for election in wanted.elections:
        yield from _events(wanted, election, entered[election.code].newest)


@cache
def _stage_page(election: str, stage: str, language: str | None) -> str:
    """Return the page of a stage in a language, which is the one in force."""
    return reverse("calendar-stage", args=[election, stage])


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
        path = _stage_page(election.code, one.code, get_language())
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
        return _stage_page(election.code, stage, get_language())
    return reverse("calendar-election", args=[election.code])


def _standing(facts: Facts, row: Told | None) -> Told:
    """Return what to tell of a stage: what the row says, or a step further where the row is not up to date."""
    if row is None:
        return Told(facts, 0, BEGINNING)
    return renew(row, facts, row.changed) or row


def _entry(wanted: Wanted, election: Any, key: str, told: Told, path: str) -> Iterable[Entry]:
    facts, language = told.facts, read_in()
    first = facts.first or facts.last
    if not wanted.touches(first, facts.last):
        return
    yield Entry(
        kind="tahapan",
        uid=uid("stage", key, election.ledger_ref),
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


def _events(wanted: Wanted, election: Any, entered: Iterable[queries.Known]) -> Iterable[Entry]:
    """Yield the days that offices entered for the events stages hang on; one taken back stays, cancelled."""
    language = read_in()
    names = {one.code: one.name[language] for one in anchors_of(election.code)}
    for one in entered:
        day = one.day or one.was
        if day is None or one.code not in names or not wanted.touches(day, day):
            continue
        path = reverse("calendar-election", args=[election.code])
        yield Entry(
            kind="tahapan",
            uid=uid("event", "-".join(filter(None, (election.code, one.code, one.area))), election.ledger_ref),
            title=names[one.code],
            first=day,
            last=day,
            path=f"{path}?wilayah={one.area}" if one.area else path,
            about=gettext("Dicatat oleh {institution}: {source}").format(
                institution=one.institution_name, source=one.source
            ),
            **_of(election),
            place=one.area_name,
            zone=zone.load().get(one.area[:2], CAPITAL),
            example=election.fictional,
            cancelled=one.day is None,
            sequence=one.sequence - 1,
            changed=one.entered_at,
        )


def of_stops(wanted: Wanted) -> Iterable[Entry]:
    """Return the hand-overs of relays of the elections asked for. One query."""
    by_code = {election.code: election for election in wanted.elections}
    for leg in relay.dated(elections=by_code, **wanted.within):
        yield stop_of(leg, by_code.get(leg.relay.election_id or ""))


def stop_of(leg: Any, election: Any) -> Entry:
    """Return a hand-over as every calendar tells it: at its hour on the planned day, all day on an actual other one.

    Under one UID the feeds and the file of its relay say the same; what changes by itself, how late it is, no calendar
    says.
    """
    there, day = zone.load().get(leg.area_id[:2], CAPITAL), leg.actual_on or leg.planned_on
    hour = leg.planned_at if day == leg.planned_on else None
    begin = datetime.combine(day, hour, ZoneInfo(there)) if hour else None
    number = gettext("Serah terima {n}: {receiver}").format(n=leg.n, receiver=leg.receiver.name)
    return Entry(
        kind="kirab",
        uid=uid("relay", f"{leg.relay_id}-{leg.n}"),
        title=f"{leg.relay.baton} · {number}",
        first=day,
        last=day,
        path=page("handover", leg.relay_id, leg.n),
        about=f"{leg.relay.series}\n{leg_state(leg.state)}",
        **_of(election),
        place=", ".join(filter(None, (leg.venue, leg.area.name))),
        hours=(begin, begin) if begin else None,
        zone=there,
        example=leg.relay.example,
        cancelled=leg.state in custody.OFF,
        sequence=leg.sequence,
        changed=leg.changed_at,
        geo=(leg.area.lat, leg.area.lng) if leg.area.lat is not None and leg.area.lng is not None else None,
    )


def of_meetings(wanted: Wanted) -> Iterable[Entry]:
    """Return the meetings of the elections asked for whose minutes were approved (decision 36): day, place, title.

    Neither hours nor whom it invited: those are not public. One query.
    """
    by_code = {election.code: election for election in wanted.elections}
    for row in meeting.dated(elections=by_code, **wanted.within):
        day, election = meeting.stamp(row).date(), by_code.get(row.election_id or "")
        if wanted.touches(day, day):
            yield Entry(
                kind="rapat",
                uid=uid("meeting", row.ref),
                title=row.title,
                first=day,
                last=day,
                path=page("meeting", row.ref),
                about=row.institution,
                **_of(election),
                place=", ".join(filter(None, (row.place, row.area))),
                zone=row.zone,
                example=row.example,
                sequence=row.sequence,
                changed=row.approved_at or row.changed_at,
            )


def _of(election: Any) -> dict[str, Any]:
    """Return what an entry says of the election it belongs to; nothing for one of none."""
    return {"election": election.code, "election_name": str(election_name(election))} if election else {}


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


def called_off(title: str) -> str:
    """Return the title of a cancelled event: several readers show one like any other."""
    return gettext("DIBATALKAN: {name}").format(name=title)


def uid(noun: str, ref: str, of: str = "") -> str:
    """Return what calendars know an entry by, whatever host the installation moves to.

    A ``ref`` that another installation may have too needs ``of``, a reference that it has for itself alone: the digest
    of that stands where a host would, as RFC 7986 §5.3 wants it.
    """
    own = f"{hashlib.sha256(of.encode()).hexdigest()[:16]}." if of else ""
    return f"{noun}-{ref}@{own}ikrar"
