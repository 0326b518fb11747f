"""Relays that the press told of and that nobody signed off here. Source: ``data/relays.toml`` (decision 11).

Metadata with its source only; none of it is a record of the installation, and none is ever counted.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from ikrar.core.data import files


@dataclass(frozen=True)
class Source:
    """Where it is told: who published it, on which day, the headline and address as far as they were noted."""

    publisher: str
    told: str
    title: str
    url: str


@dataclass(frozen=True)
class Handover:
    """One stop of a known leg. ``day`` is None when no source gives one; ``last`` where sources differ by a day.

    ``sure`` is False for a day that was worked out and not told. ``areas`` are code and name of where it was; several
    when the sources leave it open which of them.
    """

    place: str
    areas: tuple[tuple[str, str], ...]
    day: datetime.date | None
    last: datetime.date | None
    sure: bool


@dataclass(frozen=True)
class Known:
    """One way of a baton over a border as its sources tell it; ``note`` by language ("id", "en")."""

    code: str
    name: dict[str, str]
    note: dict[str, str]
    giver: str
    receiver: str
    stops: tuple[Handover, ...]
    sources: tuple[Source, ...]


@cache
def load() -> tuple[Known, ...]:
    """Read the table, in the order of the days of crossing."""
    return tuple(
        Known(
            code=row["code"],
            name=row["name"],
            note=row["note"],
            giver=row["giver"],
            receiver=row["receiver"],
            stops=tuple(_stop(one) for one in row["stop"]),
            sources=tuple(Source(**({"title": "", "url": ""} | one)) for one in row["source"]),
        )
        for row in files.table("relays.toml")["relay"]
    )


def _stop(row: dict[str, Any]) -> Handover:
    areas = [(one["code"], one["name"]) for one in row.get("either", ())] or [(row["area"], row["place"])]
    return Handover(row["place"], tuple(areas), row.get("day"), row.get("last"), row.get("sure", True))
