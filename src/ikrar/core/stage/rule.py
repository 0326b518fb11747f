"""Rules of stages: a day, a number of days from the voting day, or so many days before or after an anchor event.

A rule is data, each with the regulation in ``source`` of its row; nothing here knows an election. ``settle`` computes
what can be computed and says which anchors the rest waits for. Where sources differ, each reading is computed by itself
and the stricter one is what they have in common: it begins with the latest first day and ends with the earliest last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from ikrar.core.stage.count import Unit, reach
from ikrar.core.stage.holiday import NATION, Calendar

EDGES: Final = ("first", "last")
#: The words a rule begins with, and which way they count.
TURNS: Final[Mapping[str, int]] = {"on": 0, "after": 1, "before": -1}
_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Rule:
    """So many days from an event: ``of`` names anchors or edges of stages ("RECAP.last"), the first known one counts.

    ``number`` is negative before the event; hours are whole days here, begun ones counted full, for an event of a
    stage is known by its day alone.
    """

    of: tuple[str, ...]
    number: int
    unit: Unit


#: What a first or last day may be: a day, days from the voting day, a rule, or left open by the regulation.
Point = date | int | Rule | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source says of a stage's days; ``note`` by language says why it differs, empty for the usual reading."""

    first: Point
    last: Point
    source: str
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is computed of a stage: its readings, the usual one first, and the anchor without which it does not be."""

    code: str
    readings: tuple[Reading, ...]
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A reading's days; both None where nothing is computed yet. ``sure``: no holiday on the way is only estimated."""

    first: date | None
    last: date | None
    source: str
    note: Mapping[str, str]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """A stage's readings as days; ``waits`` are the anchors that none of them can do without, in their order."""

    spans: tuple[Span, ...]
    waits: tuple[str, ...]
    computed: bool

    @property
    def first(self) -> date | None:
        """The latest first day of the readings: the stricter one."""
        return max((one.first for one in self.spans if one.first), default=None)

    @property
    def last(self) -> date | None:
        """The earliest last day of the readings: the stricter one."""
        return min((one.last for one in self.spans if one.last), default=None)


def point(value: Any) -> Point:
    """Read a first or last day as a file writes it; raises ValueError with the reason in English for anything else."""
    if value is None or type(value) is date or type(value) is int:  # a moment is a date, and True a number, elsewhere
        return value
    if not isinstance(value, dict):
        raise ValueError("shape")  # noqa: TRY004 - one error for whatever a file may hold
    turns = [word for word in TURNS if word in value]
    units = [unit for unit in Unit if unit.value in value]
    if len(turns) != 1 or len(value) != len(turns) + len(units) or len(units) != bool(TURNS[turns[0]]):
        raise ValueError("shape")
    of = value[turns[0]]
    names = (of,) if isinstance(of, str) else tuple(of) if isinstance(of, list) else ()
    if not names or not all(isinstance(name, str) for name in names):
        raise ValueError("shape")
    if not units:
        return Rule(names, 0, Unit.DAYS)
    number = value[units[0].value]
    if type(number) is not int or number < 1:
        raise ValueError("number")
    return Rule(names, TURNS[turns[0]] * number, units[0])


def settle(
    plans: Iterable[Plan], voting_day: date | None, anchors: Mapping[str, date], calendar: Calendar = NATION
) -> dict[str, Settled]:
    """Compute the days of stages by code; those whose ``only_if`` anchor has no day are left out.

    A rule that leads back to itself gives no day; the check of files refuses such a rule before it gets here.
    """
    known = {one.code: one for one in plans if not one.only_if or one.only_if in anchors}
    sums = _Sums(known, voting_day, anchors, calendar)
    return {code: sums.of(code) for code in known}


class _Sums:
    """The days of all stages, each computed once."""

    def __init__(
        self, plans: Mapping[str, Plan], voting_day: date | None, anchors: Mapping[str, date], calendar: Calendar
    ) -> None:
        self.plans, self.voting_day, self.anchors, self.calendar = plans, voting_day, anchors, calendar
        self.done: dict[str, Settled] = {}
        self.busy: set[str] = set()

    def of(self, code: str) -> Settled:
        if code in self.done:
            return self.done[code]
        if code in self.busy or code not in self.plans:
            return Settled((), (), computed=False)
        self.busy.add(code)
        plan = self.plans[code]
        spans = tuple(self.span(one) for one in plan.readings)
        rules = [p for one in plan.readings for p in (one.first, one.last) if isinstance(p, Rule)]
        waits = () if any(one.last for one in spans) else tuple(dict.fromkeys(n for r in rules for n in self.lacks(r)))
        found = self.done[code] = Settled(spans, waits, computed=bool(rules))
        self.busy.discard(code)
        return found

    def span(self, reading: Reading) -> Span:
        (first, sure), (last, certain) = self.day(reading.first), self.day(reading.last)
        return Span(first, last, reading.source, reading.note, sure=sure and certain)

    def day(self, value: Point) -> tuple[date | None, bool]:
        if isinstance(value, Rule):
            return self.counted(value)
        if isinstance(value, int):
            return (self.voting_day + timedelta(days=value) if self.voting_day else None), True
        return value, True

    def counted(self, rule: Rule) -> tuple[date | None, bool]:
        start = next((day for name in rule.of if (day := self.event(name))), None)
        if start is None:
            return None, True
        if rule.unit is Unit.HOURS:
            days = math.ceil(abs(rule.number) / _HOURS)
            return start + timedelta(days=days if rule.number > 0 else -days), True
        counted = reach(start, rule.number, rule.unit, self.calendar)
        return counted.stricter, counted.sure

    def event(self, name: str) -> date | None:
        code, dot, edge = name.partition(".")
        if not dot:
            return self.anchors.get(name)
        found = self.of(code)
        return found.first if edge == EDGES[0] else found.last

    def lacks(self, rule: Rule) -> list[str]:
        """Name the anchors a rule waits for, those of the stages it hangs on included."""
        names: list[str] = []
        for name in rule.of:
            code, dot, _edge = name.partition(".")
            names += self.of(code).waits if dot else [name]
        return names
