"""A due day told by a stage: "before masa tenang", "3 working days after the tabulation". For decisions of meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ikrar.core.errors import InvalidField
from ikrar.core.stage.count import Unit, reach
from ikrar.core.stage.holiday import NATION, Calendar
from ikrar.core.stage.table import Stage, name_of

#: How far a due day may lie from its stage.
MOST_DAYS: Final = 366
_CODE: Final = re.compile(r"([A-Z][A-Z0-9_]{1,29}):(first|last):(-?[0-9]{1,3}):(days|working)")


class Edge(StrEnum):
    """Which day of a stage is counted from."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Due:
    """A day counted from an edge of the stage of this code: ``days`` before (negative) or after it, or on it (0)."""

    stage: str
    edge: Edge
    days: int
    working: bool = False

    @property
    def code(self) -> str:
        """This rule in one line, as it is kept; :func:`parse` reads it back."""
        return f"{self.stage}:{Edge(self.edge)}:{self.days}:{'working' if self.working else 'days'}"

    def text(self, language: str, stages: Iterable[Stage] = ()) -> str:
        """Say the rule in a language ("id", "en"); the stage is named as the election does, else as most do.

        The day before the first day is said as "before", the day after the last as "after".
        """
        words = _WORDS[language]
        name = name_of(self.stage, stages).get(language, self.stage)
        name = name if name[:2].isupper() else name[:1].lower() + name[1:]
        edge = words[Edge(self.edge)]
        if not self.working and (self.edge, self.days) in {(Edge.FIRST, -1), (Edge.LAST, 1)}:
            return words["before" if self.days < 0 else "after"].format(name=name)
        if not self.days:
            return words["on"].format(edge=edge, name=name)
        number = abs(self.days)
        unit = words[("working" if self.working else "days") + ("" if number == 1 else "_many")]
        turn = words["ahead" if self.days < 0 else "behind"]
        return turn.format(number=number, unit=unit, edge=edge, name=name)


def due_day(due: Due, stages: Iterable[Stage], holidays: Calendar = NATION) -> date | None:
    """Return the day a rule falls on by the stages of an election, the earlier one where two readings differ.

    None where the election has no such stage, or the stage has no such day (yet).
    """
    stage = next((one for one in stages if one.code == due.stage), None)
    edge = (stage.first if due.edge == Edge.FIRST else stage.last) if stage else None
    if edge is None:
        return None
    return reach(edge, due.days, Unit.WORKING if due.working else Unit.DAYS, holidays).stricter


def parse(code: str) -> Due:
    """Read what :attr:`Due.code` wrote; raises InvalidField (field "due") for anything else."""
    found = _CODE.fullmatch(code)
    if found is None or abs(int(found[3])) > MOST_DAYS:
        raise InvalidField("Tenggat {value} tidak dikenal bentuknya.", field="due", value=code[:60])
    return Due(found[1], Edge(found[2]), int(found[3]), found[4] == "working")


_WORDS: Final = {
    "id": {
        "first": "hari pertama",
        "last": "hari terakhir",
        "before": "sebelum {name}",
        "after": "sesudah {name}",
        "on": "pada {edge} {name}",
        "ahead": "{number} {unit} sebelum {edge} {name}",
        "behind": "{number} {unit} sesudah {edge} {name}",
        "days": "hari",
        "days_many": "hari",
        "working": "hari kerja",
        "working_many": "hari kerja",
    },
    "en": {
        "first": "first day",
        "last": "last day",
        "before": "before {name}",
        "after": "after {name}",
        "on": "on the {edge} of {name}",
        "ahead": "{number} {unit} before the {edge} of {name}",
        "behind": "{number} {unit} after the {edge} of {name}",
        "days": "day",
        "days_many": "days",
        "working": "working day",
        "working_many": "working days",
    },
}
