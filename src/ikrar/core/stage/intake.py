"""A file of an election, checked before anything of it is kept: everything wrong with it, with its line and the reason.

How such a file is written: docs/howto/tahapan.md. What stages owe each other is checked in
:mod:`ikrar.core.stage.order`, once each row by itself can be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ikrar.core.election import table as elections
from ikrar.core.election.table import Election
from ikrar.core.errors import BadInput
from ikrar.core.institution.sheet import Problem
from ikrar.core.stage import order, shape
from ikrar.core.stage.lines import Lines, Path
from ikrar.core.stage.parse import parse
from ikrar.core.stage.table import Sheet, read

MOST_BYTES: Final = 1_000_000


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
    content, unread = parse(text)
    if content is None:
        return Intake(None, None, unread)
    lines = Lines(text)
    shapes = list(shape.faults(content))
    found = [*shapes, *_meaning(shape.sound(content, shapes), {at for at, _error in shapes})]
    problems = [*unread, *(Problem(lines.of(at), _column(at), error) for at, error in found)]
    if problems:
        return Intake(None, None, tuple(sorted(problems, key=lambda one: one.row)))
    return Intake(elections.of_row(content["election"]), read(content), ())


def _refused(problem: Problem) -> Intake:
    return Intake(None, None, (problem,))


def _column(at: Path) -> str:
    return at[-1] if at and isinstance(at[-1], str) else "-"


def _meaning(content: Mapping[str, Any], told: set[Path]) -> Iterator[shape.Fault]:
    """Yield what is wrong between the tables, as far as what is told already leaves them readable."""
    row = content["election"]
    election = elections.of_row({**_NOTHING, **row})
    for error in elections.faults(election):
        at = ("election", _KEYS.get(error.field, error.field))
        if row and at not in told and error.field != "voting_day":  # days that lack are told where they lack
            yield at, error
    yield from order.faults(content, election.voting_day, told)


#: What stands for the keys of an election that are lacking and told as such.
_NOTHING: Final = {"code": "pemilu-0", "kind": "pemilu", "year": 0, "name": {"id": "-", "en": "-"}}
#: What a field of an election is called in a file.
_KEYS: Final = {"election": "code", "election_kind": "kind", "election_name": "name", "election_ends": "ends"}
