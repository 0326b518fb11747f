"""What a calendar shows, whatever noun it comes from: entries with days, and what of them falls on each day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from ikrar.core.stage.month import Month

#: An entry of at most so many days is shown on each of them; of a longer one the first and the last day.
SHORT: Final = 7


class Edge(StrEnum):
    """What of an entry falls on a day."""

    WHOLE = "whole"  # it lasts this day alone
    BEGINS = "begins"
    RUNS = "runs"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``first`` and ``last`` are days of its place, both included; ``hours`` its moments where it has them.

    ``kind`` is the noun as addresses name it, ``uid`` stays for ever, ``path`` is its page. ``open_start``: the source
    names no first day, ``first`` is then the last one. ``changed`` and ``sequence``: when what calendars act on changed
    last and how often, where a row says so. ``geo``: degrees of latitude and longitude.
    """

    kind: str
    uid: str
    title: str
    first: date
    last: date
    path: str = ""
    about: str = ""
    election: str = ""
    election_name: str = ""
    place: str = ""
    hours: tuple[datetime, datetime] | None = None
    zone: str = "Asia/Jakarta"
    example: bool = False
    cancelled: bool = False
    tentative: bool = False
    open_start: bool = False
    sequence: int = 0
    changed: datetime | None = None
    geo: tuple[float, float] | None = None

    @property
    def days(self) -> int:
        """How many days it lasts, first and last included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry on a day."""

    entry: Entry
    edge: Edge


@dataclass(frozen=True)
class Agenda:
    """A month: ``days`` with what falls on them (days without anything are not in it), ``through`` what runs all of it.

    ``through`` holds the entries that neither begin nor end in the month and are too long to be shown on each day.
    """

    month: Month
    days: dict[date, tuple[Shown, ...]]
    through: tuple[Entry, ...]


def agenda(month: Month, entries: Iterable[Entry]) -> Agenda:
    """Put entries in any order into a month; those outside it are left out."""
    days: dict[date, list[Shown]] = {}
    through: list[Entry] = []
    for entry in sorted(entries, key=order):
        if entry.last < month.first or entry.first > month.last:
            continue
        shown = [(day, edge) for day, edge in _edges(entry) if month.first <= day <= month.last]
        for day, edge in shown:
            days.setdefault(day, []).append(Shown(entry, edge))
        if not shown:
            through.append(entry)
    return Agenda(month, {day: tuple(days[day]) for day in sorted(days)}, tuple(through))


def order(entry: Entry) -> tuple[date, str, date, str]:
    """Return what entries are sorted by: the day, the hour, the end, then what is the same for good."""
    return entry.first, entry.hours[0].isoformat() if entry.hours else "", entry.last, entry.uid


def nearest(entries: Iterable[Entry], month: Month) -> tuple[date | None, date | None]:
    """Return the last day of what ended nearest before a month, and the first day of what begins nearest after it."""
    earlier, later = None, None
    for entry in entries:
        if entry.last < month.first and (earlier is None or entry.last > earlier):
            earlier = entry.last
        if entry.first > month.last and (later is None or entry.first < later):
            later = entry.first
    return earlier, later


def _edges(entry: Entry) -> list[tuple[date, Edge]]:
    if entry.days <= 1:
        return [(entry.last, Edge.ENDS if entry.open_start else Edge.WHOLE)]
    between = range(1, entry.days - 1) if entry.days <= SHORT else ()
    runs = [(entry.first + timedelta(days=one), Edge.RUNS) for one in between]
    return [(entry.first, Edge.BEGINS), *runs, (entry.last, Edge.ENDS)]
