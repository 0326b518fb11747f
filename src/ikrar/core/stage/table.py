"""The stages of each election. Source: ``data/elections/CODE.toml``, each row with the regulation that sets it.

Stages overlap, leave days between them, and some have a rule instead of days: nothing here fills what a regulation
leaves open. A rule becomes days once the event it hangs on is known (:mod:`ikrar.core.stage.rule`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.stage.holiday import NATION, Calendar
from ikrar.core.stage.rule import Plan, Reading, Rule, Settled, Span, point, settle

#: No anchor known.
NONE: Final[Mapping[str, date]] = {}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: days ``first`` to ``last`` (both included), or ``rule`` in words; texts by language ("id", "en").

    ``first`` alone is None where the regulation names no first day; both are None where a rule stands instead and is
    not computed yet: ``waits`` then names the anchors it waits for. ``resident`` is one sentence for somebody who
    votes; ``source`` the regulation, empty where there is none to name. ``readings`` stand where sources differ, the
    usual one first; ``first`` and ``last`` are then the stricter. ``computed``: the days come from a rule and an
    event; ``sure`` is false where an estimated holiday moves them. ``parent`` is the stage this one is part of.
    """

    code: str
    name: Mapping[str, str]
    first: date | None
    last: date | None
    rule: Mapping[str, str]
    resident: Mapping[str, str]
    source: str
    readings: tuple[Span, ...] = ()
    computed: bool = False
    sure: bool = True
    waits: tuple[str, ...] = ()
    parent: str = ""

    @property
    def days(self) -> int | None:
        """How many days it lasts, first and last included; None without a first day."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event that rules hang on, by its code and name by language; ``local``: each area has a day of its own."""

    code: str
    name: Mapping[str, str]
    local: bool


@dataclass(frozen=True)
class Sheet:
    """What a file says of an election's stages and anchors, rows as written and their plans in the same order."""

    rows: tuple[Mapping[str, Any], ...] = ()
    plans: tuple[Plan, ...] = ()
    anchors: tuple[Anchor, ...] = field(default=())


def stages(
    election: str,
    voting_day: date | None,
    anchors: Mapping[str, date] = NONE,
    calendar: Calendar = NATION,
) -> tuple[Stage, ...]:
    """Return the stages of an election by its code: by day, those without days last, in the order of the file.

    ``voting_day`` dates the rows that are counted from it; while it is None they are left out. ``anchors`` are the days
    of the events that rules hang on, by code. An election without rows of its own has its voting day alone.
    """
    return of_sheet(_sheets().get(election) or _other(), voting_day, anchors, calendar)


def of_sheet(
    sheet: Sheet, voting_day: date | None, anchors: Mapping[str, date] = NONE, calendar: Calendar = NATION
) -> tuple[Stage, ...]:
    """Return the stages of one file, as :func:`stages` does."""
    settled = settle(sheet.plans, voting_day, anchors, calendar)
    found = [
        _stage(row, settled[plan.code])
        for row, plan in zip(sheet.rows, sheet.plans, strict=True)
        if plan.code in settled and (voting_day or not _counted(plan))
    ]
    return tuple(
        sorted(found, key=lambda one: (one.last is None, one.first or one.last or date.max, one.last or date.max))
    )


def recorded(election: str) -> bool:
    """Say whether the stages of this election are recorded, beyond its voting day."""
    return election in _sheets()


def anchors_of(election: str) -> tuple[Anchor, ...]:
    """Return the events that the rules of an election hang on, in the order of its file; none without a file."""
    return (_sheets().get(election) or Sheet()).anchors


def hangs_on(election: str, stage: str) -> tuple[Anchor, ...]:
    """Return the events that the rules of a stage lead to, through other stages too, in the order of the file."""
    sheet = _sheets().get(election) or Sheet()
    names: dict[str, set[str]] = {}
    for plan in sheet.plans:
        points = [value for one in plan.readings for value in (one.first, one.last)]
        names[plan.code] = {name for value in points if isinstance(value, Rule) for name in value.of} | {plan.only_if}
    found, left = set[str](), [stage]
    while left:
        new = names.get(left.pop(), set()) - found
        found |= new
        left += [name.partition(".")[0] for name in new]
    return tuple(one for one in sheet.anchors if one.code in found)


def read(content: Mapping[str, Any]) -> Sheet:
    """Read the stages of a file that was checked; raises KeyError or ValueError for one that was not."""
    rows = tuple(content.get("stage", ()))
    plans = tuple(Plan(row["code"], _readings(row), row.get("only_if", "")) for row in rows)
    return Sheet(rows, plans, tuple(Anchor(a["code"], a["name"], a["local"]) for a in content.get("anchor", ())))


def name_of(code: str, stages: Iterable[Stage] = ()) -> Mapping[str, str]:
    """Return a stage's name by language: among these stages, else as another election has it; empty if none does."""
    for one in stages:
        if one.code == code:
            return one.name
    return names().get(code, {})


def names() -> dict[str, Mapping[str, str]]:
    """Return the names of stages by code, as the first election that has one calls it, in the order of the files."""
    found: dict[str, Mapping[str, str]] = {}
    for sheet in _sheets().values():
        for row in sheet.rows:
            found.setdefault(row["code"], row["name"])
    return found


def _sheets() -> Mapping[str, Sheet]:
    return _read_all(files.election_stamp())


@cache
def _read_all(_stamp: tuple[object, ...]) -> Mapping[str, Sheet]:
    """Read every file of an election that has stages; the stamp changes when a file is added or replaced."""
    return {code: read(content) for code, content in files.elections().items() if content.get("stage")}


@cache
def _other() -> Sheet:
    return read(files.table("stage_other.toml"))


def _readings(row: Mapping[str, Any]) -> tuple[Reading, ...]:
    usual = Reading(point(row.get("first")), point(row.get("last")), row["source"], {})
    more = (
        Reading(point(one.get("first")), point(one.get("last")), one["source"], one["note"])
        for one in row.get("reading", ())
    )
    return (usual, *more)


def _counted(plan: Plan) -> bool:
    return isinstance(plan.readings[0].first, int)


def _stage(row: Mapping[str, Any], settled: Settled) -> Stage:
    return Stage(
        code=row["code"],
        name=row["name"],
        first=settled.first,
        last=settled.last,
        rule=row.get("rule", {}),
        resident=row["resident"],
        source=row["source"],
        readings=settled.spans if len(settled.spans) > 1 else (),
        computed=settled.computed and settled.last is not None,
        sure=all(one.sure for one in settled.spans),
        waits=settled.waits,
        parent=row.get("parent", ""),
    )
