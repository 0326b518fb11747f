"""What the first page answers: what is pledged at the reader's place, and at which stage its election stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict

from ikrar.core.place import zone
from ikrar.core.stage.standing import CAPITAL, Standing, legal_day, standing
from ikrar.records.election import queries as elections
from ikrar.records.place import queries as places
from ikrar.records.stage import queries as entered
from ikrar.web.public.stage import of_election

WORDS, CODE = 100, 13  # code points of what is typed; of the code of an area
CHOICES, RUNNING = 8, 2
SHOWCASE = "98.01"  # the regency a demo shows to a reader who chose no place


@dataclass(frozen=True)
class Asked:
    """The place somebody asked for: ``place`` is sure; ``found`` answers words; ``unknown`` is a code nobody knows."""

    words: str
    place: places.Place | None
    found: places.Found | None
    unknown: str
    chosen: bool

    @property
    def code(self) -> str:
        """The code of the place that was chosen, empty while none is."""
        return self.place.code if self.chosen and self.place else ""

    @property
    def choices(self) -> tuple[places.Choice, ...]:
        """The places to choose from while none is sure."""
        return self.found.choices if self.found and self.place is None else ()


@dataclass(frozen=True)
class Told:
    """An election (its record) and where it stands on the legal day of an area; ``zone``: what people call the time."""

    election: Any
    standing: Standing
    zone: str

    @property
    def running(self) -> bool:
        """Whether a stage with days runs today or is ahead."""
        return bool(self.standing.now or self.standing.next)


def asked(query: QueryDict) -> Asked:
    """Read the place from the code (``wilayah``) or the words (``tempat``) of an address. Three queries at most."""
    code = _plain(query.get("wilayah", ""))[:CODE]
    words = _plain(query.get("tempat", ""))[:WORDS]
    if code:
        place = places.find(code)
        return Asked(place.name if place else "", place, None, "" if place else code, chosen=True)
    if words:
        found = places.look_up(words, limit=CHOICES)
        return Asked(words, found.places[0] if found.sure else None, found, "", chosen=True)
    return Asked("", places.find(SHOWCASE) if settings.DEMO else None, None, "", chosen=False)


def told(place: places.Place | None, now: datetime) -> list[Told]:
    """Return the elections of a place (without one: all but examples) as they stand, newest first. Two queries."""
    area = place.code if place else None
    shown = elections.covering(area) if area else [e for e in elections.all_elections() if not e.fictional]
    return standings(shown, area, now)


def running(found: list[Told]) -> list[Told]:
    """Return those that run, the nearest voting day first."""
    return sorted((one for one in found if one.running), key=lambda one: one.standing.days_to_vote or 0)[:RUNNING]


def last(found: list[Told], today: date) -> Any:
    """Return the record of the election whose voting day passed last, None when there is none."""
    past = [one.election for one in found if one.election.voting_day and one.election.voting_day <= today]
    return max(past, key=lambda one: one.voting_day or date.min, default=None)


def standings(found: Sequence[Any], area: str | None, now: datetime) -> list[Told]:
    """Return elections (their records) as they stand on the legal day of an area, or of each one's own. One query."""
    events = entered.held(found, area)
    return [_told(one, area or one.area_id, events[one.code], now) for one in found]


def _told(election: Any, area: str | None, events: tuple[entered.Known, ...], now: datetime) -> Told:
    where = standing(of_election(election, entered.days_of(events)), legal_day(now, area))
    return Told(election, where, zone.short(area or "") or zone.SHORT[CAPITAL])


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()
