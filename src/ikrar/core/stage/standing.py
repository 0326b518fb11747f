"""Where an election stands on a day: which stages run, which comes next, whether it is over.

A legal day is a day of the place and ends in its zone (decision 30): ``legal_day`` gives it, the rest counts in days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from ikrar.core.place import zone
from ikrar.core.stage.table import Stage

#: Where no province is named, the capital's time counts: the election is the nation's.
CAPITAL: Final = "Asia/Jakarta"


class Phase(StrEnum):
    """Where one stage stands on a day."""

    AHEAD = "ahead"
    RUNNING = "running"
    OVER = "over"
    OPEN = "open"  # neither can be said: the regulation names a rule, or no first day


@dataclass(frozen=True, slots=True)
class Standing:
    """An election on a day: ``now`` the stages that run (the shortest first), ``next`` the nearest that begins after.

    ``days_left`` counts from the day to the first day of ``next``, ``days_to_vote`` to the voting day (negative once it
    is past); both None where there is none. ``over``: no stage with days runs or is ahead.
    """

    day: date
    now: tuple[Stage, ...]
    next: Stage | None
    days_left: int | None
    days_to_vote: int | None
    over: bool


def legal_day(now: datetime, area: str | None) -> date:
    """Return the day that ``now`` (aware) falls on in the zone of an area's province; the capital's without one.

    Source of the rule: decision 30. The zones are those of ``data/zones.csv``.
    """
    return now.astimezone(ZoneInfo(zone.load().get((area or "")[:2], CAPITAL))).date()


def phase(stage: Stage, day: date) -> Phase:
    """Say where a stage stands on a day; OPEN where its days do not tell."""
    if stage.last is None:
        return Phase.OPEN
    if day > stage.last:
        return Phase.OVER
    if stage.first is None:
        return Phase.OPEN
    return Phase.AHEAD if day < stage.first else Phase.RUNNING


def standing(stages: Iterable[Stage], day: date) -> Standing:
    """Say where an election with these stages stands on a day."""
    dated = [one for one in stages if one.last]
    now = sorted((one for one in dated if phase(one, day) is Phase.RUNNING), key=lambda one: one.days or 0)
    ahead = sorted((one for one in dated if phase(one, day) is Phase.AHEAD), key=lambda one: (one.first, one.last))
    nearest = ahead[0] if ahead else None
    votes = [one.first for one in dated if one.code == "VOTE" and one.first]
    return Standing(
        day=day,
        now=tuple(now),
        next=nearest,
        days_left=(nearest.first - day).days if nearest and nearest.first else None,
        days_to_vote=(votes[0] - day).days if votes else None,
        over=bool(dated) and all(phase(one, day) is Phase.OVER for one in dated),
    )
