"""Keep what calendars are told of stages: as the system, every few minutes and at each start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction

from ikrar.core.stage.published import Facts, Told, facts_of, key_of, renew
from ikrar.core.stage.table import stages
from ikrar.records.election.models import Election
from ikrar.records.stage import known
from ikrar.records.stage.models import Published
from ikrar.records.turn import take_turn


def told_of(row: Published) -> Told:
    """Return a row as core knows it."""
    return Told(Facts(row.first, row.last, row.name, row.about), row.sequence, row.changed, row.cancelled)


def bring_up_to_date(now: datetime) -> int:
    """Compare every stage with what was told of it, and keep what changed; returns how many did.

    Four queries where nothing changed, whatever there is. An area that entered an event of its own has its own days.
    """
    with transaction.atomic():
        take_turn("stage.published")
        rows = {row.key: row for row in Published.objects.all()}
        found: dict[str, tuple[str, Facts | None]] = {}
        elections = list(Election.objects.all())
        wide, narrow = known.of_elections(elections), known.everywhere(elections)
        for election in elections:
            for key, facts in _told(election, wide[election.code], narrow[election.code]):
                found[key] = (election.code, facts)
        for key, row in rows.items():
            found.setdefault(key, (row.election_id, None))
        changed = [one for key in found if (one := _renewed(key, *found[key], rows.get(key), now))]
        for row in changed:
            row.save()
    return len(changed)


def _told(
    election: Election, wide: Mapping[str, date], narrow: Mapping[str, tuple[known.Known, ...]]
) -> Iterator[tuple[str, Facts | None]]:
    """Yield every stage of an election, and those that other days of its events move in an area."""
    own = {one.code: facts_of(one) for one in stages(election.code, election.voting_day, wide)}
    for code, facts in own.items():
        yield key_of(election.code, code), facts
    for area, events in narrow.items():
        for one in stages(election.code, election.voting_day, known.days_of(events)):
            if facts_of(one) != own[one.code] and known.narrowest(events) == area:
                yield key_of(election.code, one.code, area), facts_of(one)


def _renewed(key: str, election: str, facts: Facts | None, row: Published | None, now: datetime) -> Published | None:
    """Return the row that is to be kept, None where it stands already or there is nothing to tell."""
    before = told_of(row) if row else None
    told = renew(before, facts, now)
    if told is None or told is before:
        return None
    row = row or Published(key=key, election_id=election)
    row.first, row.last, row.name, row.about = told.facts.first, told.facts.last, told.facts.name, told.facts.about
    row.sequence, row.changed, row.cancelled = told.sequence, told.changed, told.cancelled
    return row
