"""Read a TOML file past what is wrong in it, so that one fault of writing does not hide the others.

The parser of the standard library stops at the first. Here a date that no calendar has becomes :data:`NO_DAY` and a
value that cannot be read :data:`UNREAD`, each where it stood, and the check of shapes tells them by their place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ikrar.core.errors import BadInput
from ikrar.core.institution.sheet import Problem

#: What stands for a date that no calendar has, and for a value nobody can read.
NO_DAY: Final = date.min
UNREAD: Final = "\ufffd"
#: A file with more faults of writing than this is another kind of file: the rest is not told.
MOST_FAULTS: Final = 100
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)?)?")
_KEY: Final = re.compile(r"\s*[A-Za-z0-9_-]+\s*=\s*")
_NUMBERS: Final = re.compile(r"\d+-\d+-\d+")
_TWICE: Final = ("Cannot overwrite", "Duplicate inline table key")


def parse(text: str) -> tuple[Mapping[str, Any] | None, tuple[Problem, ...]]:
    """Return what a text holds, and what is wrong in its writing and stands nowhere in it any more.

    None where nothing can be read past a fault: every fault of writing up to there is told then.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    told: dict[int, Problem] = {}
    gone: set[int] = set()
    left = MOST_FAULTS
    while True:
        try:
            return tomllib.loads("\n".join(lines)), tuple(told[row] for row in told if row in gone)
        except tomllib.TOMLDecodeError as error:
            said = str(error)
        number, column = _where(said, len(lines))
        mended = _mended(lines[number - 1], column, said)
        told.setdefault(number, Problem(number, "-", _reason(said)))
        if mended in {None, lines[number - 1]} or not left:
            break
        left -= 1
        gone |= set() if mended else {number}
        lines[number - 1] = mended or ""
    return None, tuple(told.values())


def _mended(line: str, column: int, said: str) -> str | None:
    """Return a line with what cannot be read in it replaced; empty to leave it out; None where neither will do."""
    if "Invalid date" in said and (day := _DATE.match(line, column - 1)):
        return f"{line[: day.start()]}{NO_DAY.isoformat()}{line[day.end() :]}"
    key = _KEY.match(line)
    if key is None or said.startswith(_TWICE):
        return "" if key else None
    value = NO_DAY.isoformat() if _NUMBERS.match(line, key.end()) else f'"{UNREAD}"'
    return f"{key[0]}{value}"


def _where(said: str, lines: int) -> tuple[int, int]:
    """Return the line and column an error of the parser names; the end of the text where it names none."""
    found = _AT.search(said)
    return (int(found[1]), int(found[2])) if found else (lines, 1)


def _reason(said: str) -> BadInput:
    if said.startswith(_TWICE):
        return BadInput("Kunci ini sudah ditulis di bagian yang sama.")
    if "Invalid date" in said:
        return BadInput("Tanggal ini tidak ada di kalender.")
    return BadInput("Baris ini tidak mengikuti bentuk TOML.")
