"""Duties and risks of a stage: templates for every election, and what a region says instead or besides.

A line keeps its key wherever it is changed: what a regency says stands before what its province says, and that before
the template. A line that was removed in a region is gone there and below. Source of the templates:
``data/stage_duties.toml``, and the file of an election.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.errors import InvalidField, Refused
from ikrar.core.institution.kind import kinds

LONGEST: Final = 400
LONGEST_SOURCE: Final = 200


class What(StrEnum):
    """What a line says."""

    DUTY = "duty"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class Line:
    """A duty or a risk of a stage; ``who`` is a kind of institution, empty for a risk; ``text`` by language.

    ``area`` is the region that says so, empty for a template; a region's own text stands in Indonesian under both.
    """

    key: str
    stage: str
    what: What
    who: str
    text: Mapping[str, str]
    source: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as a region last said it; ``removed``: it said that this line does not hold there."""

    line: Line
    removed: bool


def templates(election: str) -> tuple[Line, ...]:
    """Return the lines every region begins with: those of the election's own file first, then the usual ones."""
    own = files.elections().get(election, {})
    return (*_lines(own, prefix="e-"), *_usual())


def inherited(lines: Iterable[Line], said: Iterable[Entry]) -> tuple[Line, ...]:
    """Return what holds in a region: ``said`` by the regions around it and by itself, in any order.

    The narrower region wins, by the length of its code. Lines keep their order; new ones follow.
    """
    found: dict[str, Line | None] = {line.key: line for line in lines}
    for entry in sorted(said, key=lambda one: len(one.line.area)):
        found[entry.line.key] = None if entry.removed else entry.line
    return tuple(line for line in found.values() if line)


def check_who(kind: str) -> None:
    """Raise Refused for an institution that takes part in the election: it says nobody's duties, and removes none."""
    if kind == "party":
        raise Refused("Tugas dan kerawanan wilayah tidak ditulis oleh peserta pemilihan.")


def check(line: Line, stages: Iterable[str]) -> None:
    """Raise InvalidField when a region's line cannot be: its stage, who, text or source."""
    if line.stage not in set(stages):
        raise InvalidField("Pilih tahapan dari daftar.", field="stage")
    if line.what is What.DUTY and line.who not in kinds():
        raise InvalidField("Pilih jenis lembaga yang bertugas.", field="who")
    if line.what is What.RISK and line.who:
        raise InvalidField("Kerawanan tidak mempunyai petugas.", field="who")
    one_line(line.text.get("id", ""), "text", LONGEST)
    one_line(line.source, "source", LONGEST_SOURCE)


def one_line(text: str, name: str, longest: int) -> None:
    """Raise InvalidField unless a text is one line of 1 to ``longest`` characters without control characters."""
    if not 0 < len(text) <= longest or not text.isprintable():
        message = "Tulis satu baris, 1 sampai {longest} karakter."
        raise InvalidField(message, field=name, longest=longest)


@cache
def _usual() -> tuple[Line, ...]:
    return _lines(files.table("stage_duties.toml"))


def _lines(content: Mapping[str, Any], prefix: str = "") -> tuple[Line, ...]:
    found = []
    for what in What:
        for number, row in enumerate(content.get(what.value, ())):
            key = row.get("key") or f"{prefix}{what.value}-{number}"
            found.append(Line(key, row["stage"], what, row.get("who", ""), row["text"], row["source"]))
    return tuple(found)
