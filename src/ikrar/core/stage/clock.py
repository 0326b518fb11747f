"""The clocks of the law: until when what must be done, by election law. Source: ``data/clocks.toml``, row by row.

The two laws do not share their clocks: what takes 7 and 14 days in a Pemilu takes 3 and 5 in a Pilkada. Days and
working days end with the legal day of the place (decision 30); hours run from the instant, through night and holiday.
Where sources differ, or a day of joint leave lies on the way, every reading stands and the stricter is the one to keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from ikrar.core.data import files
from ikrar.core.errors import Missing
from ikrar.core.stage.count import Unit, after_hours, end_of, reach
from ikrar.core.stage.holiday import NATION, Calendar

LAWS: Final = ("pemilu", "pilkada", "data")


class Why(StrEnum):
    """How a reading counts."""

    WRITTEN = "written"
    JOINT_LEAVE = "joint_leave"  # days of joint leave and days only estimated count as working days


@dataclass(frozen=True, slots=True)
class Length:
    """So many days, working days or hours by one source; ``general`` marks what no source was read for."""

    number: int
    unit: Unit
    source: str
    general: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """One step of a law: its name by language, the event the count begins with, and how long by each source."""

    law: str
    step: str
    start: str
    name: Mapping[str, str]
    lengths: tuple[Length, ...]

    @property
    def general(self) -> bool:
        """Whether no source was read for any of it."""
        return all(one.general for one in self.lengths)


@dataclass(frozen=True, slots=True)
class Reading:
    """A deadline as one source and one way of counting give it: its last day, and the instant it is over (aware)."""

    day: date
    instant: datetime
    length: Length
    why: Why
    sure: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """Every reading of a deadline, the written one of the first source first; ``stricter`` ends first."""

    clock: Clock
    readings: tuple[Reading, ...]

    @property
    def stricter(self) -> Reading:
        """The reading that ends first; of equal ones the one that stands first."""
        return min(self.readings, key=lambda one: one.instant)

    @property
    def day(self) -> date:
        """The last day of the stricter reading, in the zone of the place."""
        return self.stricter.day

    @property
    def instant(self) -> datetime:
        """The instant the stricter reading is over: a moment later it is late."""
        return self.stricter.instant

    @property
    def disputed(self) -> bool:
        """Whether the readings end at different instants."""
        return len({one.instant for one in self.readings}) > 1

    def late(self, now: datetime) -> bool:
        """Say whether the stricter reading is over at an instant (aware)."""
        return now >= self.instant


def deadline(law: str, step: str, start: datetime, zone: str, holidays: Calendar = NATION) -> Deadline:
    """Return until when a step of a law must be done, its event having happened at ``start`` (aware).

    ``zone`` is the IANA zone of the place: the event's day is the one it fell on there. Raises Missing for a step the
    law does not have, ValueError for a ``start`` without a zone.
    """
    clock = find(law, step)
    if start.tzinfo is None:
        raise ValueError("an instant needs its zone")
    here = start.astimezone(ZoneInfo(zone))
    found = [reading for one in clock.lengths for reading in _readings(one, here, zone, holidays)]
    return Deadline(clock, tuple(found))


def find(law: str, step: str) -> Clock:
    """Return a clock; raises Missing when the law has no such step."""
    found = _clocks().get((law, step))
    if found is None:
        raise Missing("Tenggat ini tidak dikenal.")
    return found


def of_law(law: str) -> tuple[Clock, ...]:
    """Return the clocks of a law in the order in which they run; none for a law without any."""
    return tuple(one for one in _clocks().values() if one.law == law)


def event_name(code: str) -> Mapping[str, str]:
    """Return by language from when a clock counts ("since it is known"); raises KeyError for an unknown event."""
    return _events()[code]


def _readings(length: Length, start: datetime, zone: str, holidays: Calendar) -> list[Reading]:
    if length.unit is Unit.HOURS:
        end = after_hours(start, length.number)
        last = end - timedelta(microseconds=1)  # what ends at midnight ends with the day before
        return [Reading(last.date(), end, length, Why.WRITTEN, sure=True)]
    counted = reach(start.date(), length.number, length.unit, holidays)
    found = [Reading(counted.plain, end_of(counted.plain, zone), length, Why.WRITTEN, counted.sure)]
    if counted.strict != counted.plain:
        found.append(Reading(counted.strict, end_of(counted.strict, zone), length, Why.JOINT_LEAVE, counted.sure))
    return found


@cache
def _clocks() -> Mapping[tuple[str, str], Clock]:
    return {
        (row["law"], row["step"]): Clock(
            row["law"], row["step"], row["from"], row["name"], tuple(_length(one) for one in row["reading"])
        )
        for row in files.table("clocks.toml")["clock"]
    }


@cache
def _events() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row["name"] for row in files.table("clocks.toml")["event"]}


def _length(row: Mapping[str, Any]) -> Length:
    unit = next(one for one in Unit if one.value in row)
    return Length(row[unit.value], unit, row["source"], row.get("general", False))
