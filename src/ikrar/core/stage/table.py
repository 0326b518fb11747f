"""The stages of each election. Source: ``data/stages.toml``, each row with the regulation that sets it.

Stages overlap, leave days between them, and some have a rule instead of days: nothing here fills what a regulation
leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from ikrar.core.data import files

#: The rows of an election that has none of its own: its voting day is all that is known.
OTHERS: Final = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: days ``first`` to ``last`` (both included), or ``rule`` in words; texts by language ("id", "en").

    ``first`` alone is None where the regulation names no first day; both are None where a rule stands instead.
    ``resident`` is one sentence for somebody who votes; ``source`` the regulation, empty where there is none to name.
    """

    code: str
    name: Mapping[str, str]
    first: date | None
    last: date | None
    rule: Mapping[str, str]
    resident: Mapping[str, str]
    source: str

    @property
    def days(self) -> int | None:
        """How many days it lasts, first and last included; None without a first day."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def stages(election: str, voting_day: date | None) -> tuple[Stage, ...]:
    """Return the stages of an election by its code: by day, those without days last, in the order of the file.

    ``voting_day`` dates the rows that are counted from it; while it is None they are left out. An election without rows
    of its own has its voting day alone.
    """
    rows = _rows()
    found = [_stage(row, voting_day) for row in rows.get(election, rows[OTHERS])]
    known = [one for one in found if one is not None]
    return tuple(
        sorted(known, key=lambda one: (one.last is None, one.first or one.last or date.max, one.last or date.max))
    )


def recorded(election: str) -> bool:
    """Say whether the stages of this election are recorded, beyond its voting day."""
    return election in _rows() and election != OTHERS


def name_of(code: str, stages: Iterable[Stage] = ()) -> Mapping[str, str]:
    """Return a stage's name by language: among these stages, else as another election has it; empty if none does."""
    for one in stages:
        if one.code == code:
            return one.name
    return _usual_names().get(code, {})


@cache
def _usual_names() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for rows in _rows().values():
        for row in rows:
            found.setdefault(row["code"], row["name"])
    return found


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in files.table("stages.toml")["stage"]:
        found.setdefault(row["election"], []).append(row)
    return found


def _stage(row: dict[str, Any], voting_day: date | None) -> Stage | None:
    counted = isinstance(row.get("first"), int)
    if counted and voting_day is None:
        return None
    first, last = row.get("first"), row.get("last")
    if counted and voting_day:
        first, last = voting_day + timedelta(days=row["first"]), voting_day + timedelta(days=row["last"])
    return Stage(row["code"], row["name"], first, last, row.get("rule", {}), row["resident"], row["source"])
