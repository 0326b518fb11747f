"""The stages of an election as public pages tell them: what runs today, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ikrar.core.place import zone
from ikrar.core.stage.standing import CAPITAL, Phase, Standing, legal_day, phase, standing
from ikrar.core.stage.table import NONE, Stage, recorded, stages
from ikrar.records.stage import queries


@dataclass(frozen=True)
class Row:
    """A stage and where it stands."""

    stage: Stage
    phase: Phase


@dataclass(frozen=True)
class Told:
    """An election's stages on the legal day of an area: ``zone`` is what people call the time that day ends in.

    ``sources`` are the regulations the stages are from; ``recorded`` is false where only the voting day is known;
    ``events`` are those that offices entered, with who said so.
    """

    today: date
    zone: str
    standing: Standing
    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    recorded: bool
    events: tuple[queries.Known, ...] = ()


def of_election(election: Any, anchors: Mapping[str, date] = NONE) -> tuple[Stage, ...]:
    """Return the stages of an election (its record), by day, with the days that events (``anchors``) give."""
    return stages(election.code, election.voting_day, anchors)


def told(election: str, voting_day: date | None, now: datetime, area: str | None) -> Told:
    """Tell the stages of an election by its code as of ``now`` (aware), in the zone of ``area``."""
    return _told(stages(election, voting_day), election, now, area)


def told_of(election: Any, now: datetime, area: str | None) -> Told:
    """Tell the stages of an election (its record) as of ``now`` (aware), in the zone of ``area``. One query."""
    events = queries.events(election.code, area or election.area_id)
    told = _told(of_election(election, queries.days_of(events)), election.code, now, area)
    return replace(told, events=events)


def _told(found: tuple[Stage, ...], election: str, now: datetime, area: str | None) -> Told:
    today = legal_day(now, area)
    return Told(
        today=today,
        zone=zone.short(area or "") or zone.SHORT[CAPITAL],
        standing=standing(found, today),
        rows=tuple(Row(one, phase(one, today)) for one in found),
        sources=tuple(sorted({one.source for one in found if one.source})),
        recorded=recorded(election),
    )
