"""A file of an election, checked before anything of it is kept: everything wrong with it, with its line and the reason.

How such a file is written: docs/howto/tahapan.md. What stages owe each other is checked in
:mod:`ikrar.core.stage.order`, once each row by itself can be used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ikrar.core.election import table as elections
from ikrar.core.election.table import Election
from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.institution.sheet import Problem
from ikrar.core.stage import order
from ikrar.core.stage.lines import Lines, Path
from ikrar.core.stage.rule import point
from ikrar.core.stage.table import Sheet, read

MOST_BYTES: Final = 1_000_000
LONGEST: Final = 400
CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
_AT: Final = re.compile(r"\(at line (\d+)")

#: Table -> key -> what it must be, "?" where it may be left out.
_SHAPES: Final[Mapping[str, Mapping[str, str]]] = {
    "election": {
        "code": "word",
        "kind": "word",
        "year": "number",
        "voting_day": "day",
        "ends": "day",
        "area": "word?",
        "fictional": "truth?",
        "name": "texts",
    },
    "anchor": {"code": "code", "name": "texts", "local": "truth"},
    "stage": {
        "code": "code",
        "name": "texts",
        "first": "point?",
        "last": "point?",
        "rule": "texts?",
        "resident": "texts",
        "source": "word",
        "parent": "word?",
        "follows": "word?",
        "only_if": "word?",
        "reading": "rows?",
    },
    "reading": {"first": "point?", "last": "point", "source": "word", "note": "texts"},
    "duty": {"stage": "code", "who": "word", "text": "texts", "source": "word"},
    "risk": {"stage": "code", "text": "texts", "source": "word"},
}


@dataclass(frozen=True)
class Intake:
    """What a file holds, and everything wrong with it; ``election`` and ``sheet`` are None unless all is well."""

    election: Election | None
    sheet: Sheet | None
    problems: tuple[Problem, ...]


def check(data: bytes) -> Intake:
    """Read a file and check all of it; never raises for what a file may hold."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _refused(Problem(line, "-", BadInput("Berkas ini bukan teks UTF-8.")))
    if len(data) > MOST_BYTES:
        return _refused(
            Problem(1, "-", BadInput("Berkas ini terlalu besar; paling besar {most} byte.", most=MOST_BYTES))
        )
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _refused(_syntax(error, text))
    lines = Lines(text)
    problems = [Problem(lines.of(at), str(_column(at)), error) for at, error in _shape(content)]
    if not problems:
        problems = [Problem(lines.of(at), str(_column(at)), error) for at, error in _meaning(content)]
    if problems:
        return Intake(None, None, tuple(sorted(problems, key=lambda one: one.row)))
    return Intake(elections.of_row(content["election"]), read(content), ())


def _refused(problem: Problem) -> Intake:
    return Intake(None, None, (problem,))


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    found = _AT.search(str(error))
    line = int(found[1]) if found else text.count("\n") + 1
    if "Invalid date" in str(error):
        return Problem(line, "-", BadInput("Tanggal ini tidak ada di kalender."))
    return Problem(line, "-", BadInput("Baris ini tidak mengikuti bentuk TOML."))


def _column(at: Path) -> str | int:
    return at[-1] if at and isinstance(at[-1], str) else "-"


def _shape(content: Mapping[str, Any]) -> Iterator[tuple[Path, BadInput]]:
    """Yield what is wrong with each table by itself."""
    for name in content:
        if name not in {"election", "anchor", "stage", "duty", "risk"}:
            yield (name,), BadInput("Bagian {name} tidak dikenal.", name=name)
    if not isinstance(content.get("election"), dict):
        yield (), BadInput("Berkas ini harus memuat bagian {name}.", name="[election]")
    else:
        yield from _keys(("election",), content["election"], _SHAPES["election"])
    if not content.get("stage"):
        yield (), BadInput("Berkas ini harus memuat bagian {name}.", name="[[stage]]")
    for name in ("anchor", "stage", "duty", "risk"):
        yield from _rows((name,), content.get(name, []), name)


def _rows(at: Path, rows: Any, name: str) -> Iterator[tuple[Path, BadInput]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield at, BadInput("Tulis {name} sebagai daftar bagian.", name=f"[[{name}]]")
        return
    for number, row in enumerate(rows):
        yield from _keys((*at, number), row, _SHAPES[name])
        if name == "stage" and isinstance(row.get("reading", []), list):
            yield from _rows((*at, number, "reading"), row.get("reading", []), "reading")


def _keys(at: Path, row: Mapping[str, Any], shape: Mapping[str, str]) -> Iterator[tuple[Path, BadInput]]:
    for key in row:
        if key not in shape:
            yield (*at, key), BadInput("Kunci {name} tidak dikenal di bagian ini.", name=key)
    for key, what in shape.items():
        if key in row:
            error = _value(row[key], what.rstrip("?"), key)
            if error:
                yield (*at, key), error
        elif not what.endswith("?"):
            yield at, BadInput("Bagian ini harus memuat {name}.", name=key)


def _value(value: Any, what: str, key: str) -> BadInput | None:
    if what == "point":
        return _point(value)
    if what == "code":
        good = isinstance(value, str) and CODE.fullmatch(value) is not None
        return None if good else BadInput("Tulis kode dengan huruf besar, angka, dan garis bawah, seperti VOTE.")
    if what == "texts":
        good = isinstance(value, dict) and set(value) == {"id", "en"} and all(_line(one) for one in value.values())
        return (
            None
            if good
            else BadInput("Tulis {name} dalam kedua bahasa: id dan en, masing-masing satu baris.", name=key)
        )
    kinds: dict[str, bool] = {
        "word": isinstance(value, str) and (_line(value) or not value),
        "number": type(value) is int,
        "day": type(value) is date,
        "truth": isinstance(value, bool),
        "rows": isinstance(value, list),
    }
    return None if kinds[what] else BadInput("Isi {name} tidak dapat dipakai.", name=key)


def _line(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable() and value.strip() == value


def _point(value: Any) -> BadInput | None:
    try:
        point(value)
    except ValueError as error:
        if str(error) == "number":
            return BadInput("Banyaknya hari atau jam adalah bilangan bulat mulai dari 1.")
        return BadInput(
            "Tulis tanggal, bilangan dari hari pemungutan suara, atau aturan seperti {{ after = ..., days = 5 }}."
        )
    return None


def _meaning(content: Mapping[str, Any]) -> Iterator[tuple[Path, BadInput]]:
    """Yield what is wrong between the tables."""
    election = elections.of_row(content["election"])
    try:
        elections.check(election)
    except InvalidField as error:
        yield ("election", _KEYS.get(error.field, error.field)), error
    codes = {row["code"] for row in content["stage"]}
    for name in ("duty", "risk"):
        for number, row in enumerate(content.get(name, ())):
            if row["stage"] not in codes:
                yield (name, number, "stage"), BadInput("Tahapan {name} tidak ada di berkas ini.", name=row["stage"])
    yield from order.faults(content, election.voting_day)


#: What a field of an election is called in a file.
_KEYS: Final = {"election": "code", "election_kind": "kind", "election_name": "name", "election_ends": "ends"}
