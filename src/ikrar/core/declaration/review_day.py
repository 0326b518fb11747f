"""The days on which a declaration is looked at again: they hang on the stages of its election.

A declaration without an election has none: nothing says when its promise would be tested. Source of the days:
``data/review_days.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from ikrar.core.data import files
from ikrar.core.stage.table import Stage


class Turn(StrEnum):
    """Where a review day stands, seen from a day."""

    AHEAD = "ahead"
    TODAY = "today"
    PAST = "past"
    OPEN = "open"  # its stage has a rule instead of days


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """A day of looking again, with its name and its reason by language ("id", "en"); ``day`` None where a rule sets it.

    ``rule`` then says the rule in words; it is empty where there is a day.
    """

    stage: str
    day: date | None
    rule: Mapping[str, str]
    name: Mapping[str, str]
    why: Mapping[str, str]

    def turn(self, today: date) -> Turn:
        """Say where this day stands, seen from ``today`` (the legal day of the place)."""
        if self.day is None:
            return Turn.OPEN
        if self.day == today:
            return Turn.TODAY
        return Turn.AHEAD if today < self.day else Turn.PAST


def review_days(stages: Iterable[Stage], event_day: date | None) -> tuple[ReviewDay, ...]:
    """Return the review days by the stages of an election, in order, without those on or before the declaration's day.

    ``event_day`` None keeps them all. A stage that the election does not have gives no day.
    """
    by_code = {one.code: one for one in stages}
    found = []
    for row in _rows():
        stage = next((by_code[code] for code in row["stages"] if code in by_code), None)
        if stage is None:
            continue
        day = stage.last + timedelta(days=row["after"]) if stage.last else None
        if day is None or event_day is None or day > event_day:
            found.append(ReviewDay(stage.code, day, stage.rule, row["name"], row["why"]))
    return tuple(found)


def upcoming(days: Iterable[ReviewDay], today: date) -> ReviewDay | None:
    """Return the nearest review day that is today or ahead; None when none is, or only one set by a rule."""
    ahead = [one for one in days if one.turn(today) in {Turn.TODAY, Turn.AHEAD}]
    return ahead[0] if ahead else None


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(files.table("review_days.toml")["review"])
