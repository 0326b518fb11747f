"""Real events that are known and not registered here. Source: ``data/events.toml`` (decision 11)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ikrar.core.account.grant import covers
from ikrar.core.data import files


@dataclass(frozen=True)
class Source:
    """Where an event is told of: the article's headline, who published it, its address."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True)
class Event:
    """One event as its source tells it: metadata only, never the text of the declaration.

    ``kind`` and ``also`` are kinds of article; ``areas`` are codes, several when the source says two things;
    ``election`` is a code; ``points`` and ``parties`` are figures, None when the source gives none; ``unknown`` holds
    a sentence by language ("id", "en") for each thing the source does not say.
    """

    code: str
    kind: str
    also: tuple[str, ...]
    day: datetime.date
    areas: tuple[str, ...]
    place: str
    election: str
    operation: str
    points: int | None
    parties: int | None
    source: Source
    unknown: tuple[dict[str, str], ...]


@cache
def load() -> tuple[Event, ...]:
    """Read the table, newest event first."""
    rows = files.table("events.toml")["event"]
    found = (
        Event(
            code=row["code"],
            kind=row["kind"],
            also=tuple(row.get("also", ())),
            day=row["day"],
            areas=tuple(row["areas"]),
            place=row["place"],
            election=row["election"],
            operation=row.get("operation", ""),
            points=row.get("points"),
            parties=row.get("parties"),
            source=Source(**row["source"]),
            unknown=tuple(row["unknown"]),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def in_area(area: str, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events in an area (a code) or in one below it."""
    return tuple(one for one in events if any(covers({area}, code) for code in one.areas))


def of_election(election: str, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events of an election (a code)."""
    return tuple(one for one in events if one.election == election)


def same(event: Event, *, area: str, day: datetime.date | None) -> bool:
    """Say whether a declaration of an area and a day can be that of the event: the same day, the same area or below."""
    return day == event.day and any(covers({code}, area) for code in event.areas)
