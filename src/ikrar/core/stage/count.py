"""Counting days as laws do: from the day after the event, in days, working days or hours, in the zone of the place.

A count of working days may have two readings. The plain one leaves out Saturdays, Sundays, public holidays and *cuti
bersama*. The stricter one counts what is not settled as a working day: *cuti bersama* (no source read says that it
stops a clock), and holidays that are only estimated. Whoever keeps the earlier day is right under both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ikrar.core.stage.holiday import NATION, Calendar, Day, Kind


class Unit(StrEnum):
    """What is counted."""

    DAYS = "days"
    WORKING = "working"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Counted:
    """A count's day: ``plain`` leaves joint leave out, ``strict`` counts it; ``sure`` is false where a year is not."""

    plain: date
    strict: date
    sure: bool

    @property
    def stricter(self) -> date:
        """The earlier of both readings."""
        return min(self.plain, self.strict)


def reach(start: date, number: int, unit: Unit, calendar: Calendar = NATION) -> Counted:
    """Return the day ``number`` days from ``start``; negative counts back. ``start`` itself is day nought.

    Nought working days is ``start``, whatever day it is. Hours are no days: raises ValueError for them.
    Source: that the day of the event does not count is general knowledge.
    """
    if unit is Unit.HOURS:
        raise ValueError("hours are counted from an instant")
    if unit is Unit.DAYS:
        day = start + timedelta(days=number)
        return Counted(day, day, sure=True)
    plain, passed = _walk(start, number, calendar, strict=False)
    strict, more = _walk(start, number, calendar, strict=True)
    return Counted(plain, strict, sure=all(one.sure for one in (*passed, *more)))


def end_of(day: date, zone: str) -> datetime:
    """Return the instant a legal day ends in an IANA zone: the midnight after it, aware. Source: decision 30."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(zone))


def after_hours(start: datetime, hours: int) -> datetime:
    """Return the instant so many hours after another (aware), in its zone: 3×24 hours run through nights and holidays.

    Raises ValueError for an instant without a zone.
    """
    if start.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return start + timedelta(hours=hours)


def _walk(start: date, number: int, calendar: Calendar, *, strict: bool) -> tuple[date, list[Day]]:
    day, left, passed = start, abs(number), []
    step = timedelta(days=1 if number >= 0 else -1)
    while left:
        day += step
        one = calendar.day(day)
        passed.append(one)
        left -= _counts(one, strict=strict)
    return day, passed


def _counts(day: Day, *, strict: bool) -> bool:
    if day.kind is Kind.JOINT:
        return strict
    if day.kind is Kind.PUBLIC:
        return strict and not day.sure and day.day.weekday() < 5
    return day.kind is not Kind.WEEKEND
