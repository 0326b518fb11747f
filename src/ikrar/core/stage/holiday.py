"""Which days are working days in Indonesia, and how sure that is: the one wrapper of the ``holidays`` package.

Public holidays and *cuti bersama* (days of joint leave) are told apart. The package computes Islamic days ahead of
their decree and marks them; it holds joint leave only for years whose joint decree of ministers it knows. Both borders
are read from the package, so that nothing here has to be changed when a new version knows another year.
Sources: the decrees named in the package (``holidays/countries/indonesia.py``). That Saturday and Sunday are no working
days, and that joint leave is none, is general knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

#: How many years past the last decree the computed days are still told, as estimates.
AHEAD: Final = 5
#: How far an estimated Islamic day may move, either way, in days.
MOVES: Final = 2
_ESTIMATED: Final = "(perkiraan)"
_ESTIMATED_ENGLISH: Final = "(estimated)"
_SATURDAY: Final = 5


class Kind(StrEnum):
    """What a day is; a public holiday on a Sunday is a public holiday."""

    WORKING = "working"
    WEEKEND = "weekend"
    PUBLIC = "public"
    JOINT = "joint"  # cuti bersama
    UNKNOWN = "unknown"  # a weekday of a year outside what is known


class Cover(StrEnum):
    """How well a year is known."""

    DECREED = "decreed"
    ESTIMATED = "estimated"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Day:
    """A day: its kind, the holiday's name by language ("id", "en"; empty without one), and whether that is sure."""

    day: date
    kind: Kind
    name: Mapping[str, str]
    sure: bool

    @property
    def working(self) -> bool | None:
        """Whether it is a working day; None where that is not sure."""
        return self.kind is Kind.WORKING if self.sure else None


@dataclass(frozen=True)
class Calendar:
    """The days of the nation, with ``more`` days off by name in both languages: a voting day, a day of one region."""

    more: Mapping[date, Mapping[str, str]] = field(default_factory=dict)

    def day(self, day: date) -> Day:
        """Say what a day is."""
        if day in self.more:
            return Day(day, Kind.PUBLIC, self.more[day], sure=True)
        return _day(day)


#: The nation's days, nothing added.
NATION: Final = Calendar()


@cache
def cover(year: int) -> Cover:
    """Say how well a year is known.

    DECREED: its joint leave is decreed and no holiday of it is computed. ESTIMATED: up to :data:`AHEAD` years beyond.
    """
    first, last = _leave_years()
    if not first <= year <= last + AHEAD:
        return Cover.OUTSIDE
    estimated = year > last or any(_ESTIMATED in name for name in _names(year, "public", "id").values())
    return Cover.ESTIMATED if estimated else Cover.DECREED


def covered() -> tuple[int, int, int]:
    """Return the first and the last year that are decreed without a gap, and the last that is estimated."""
    first, last = _leave_years()
    decreed = first
    while cover(decreed + 1) is Cover.DECREED:
        decreed += 1
    return first, decreed, last + AHEAD


@cache
def _day(day: date) -> Day:
    known = cover(day.year)
    if known is not Cover.OUTSIDE:
        for kind, category in ((Kind.PUBLIC, "public"), (Kind.JOINT, "government")):
            name = _names(day.year, category, "id").get(day)
            if name:
                english = _names(day.year, category, "en_US")[day]
                plain = {"id": _plain(name, _ESTIMATED), "en": _plain(english, _ESTIMATED_ENGLISH)}
                return Day(day, kind, plain, sure=_ESTIMATED not in name)
    if day.weekday() >= _SATURDAY:
        return Day(day, Kind.WEEKEND, {}, sure=True)
    if known is Cover.OUTSIDE:
        return Day(day, Kind.UNKNOWN, {}, sure=False)
    return Day(day, Kind.WORKING, {}, sure=known is Cover.DECREED or _settled(day))


def _settled(day: date) -> bool:
    """Say whether a weekday of an estimated year is sure: its leave is decreed, no computed day may move onto it."""
    if day.year > _leave_years()[1]:
        return False
    near = (day + timedelta(days=move) for move in range(-MOVES, MOVES + 1))
    return not any(_ESTIMATED in _names(one.year, "public", "id").get(one, "") for one in near)


def _plain(name: str, mark: str) -> str:
    return name.replace(mark, "").replace("  ", " ").strip()


@cache
def _names(year: int, category: str, language: str) -> Mapping[date, str]:
    from holidays.countries.indonesia import Indonesia  # late: only who asks for a working day pays for it

    return dict(Indonesia(years=year, categories=(category,), language=language, expand=False))


@cache
def _leave_years() -> tuple[int, int]:
    from holidays.countries.indonesia import IndonesiaStaticHolidays

    years = sorted(IndonesiaStaticHolidays.special_government_holidays)
    return years[0], years[-1]
