"""Where two states of a form differ, and one form made of both: for any form that is plain JSON values.

A value is text, a list of rows (each text or an object), an object of such values, or null. Rows are compared as rows:
what stands in both stays, and only what differs is asked about, in the order of the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

MINE: Final = "mine"
THEIRS: Final = "theirs"
_ABSENT: Final = object()


@dataclass(frozen=True)
class Difference:
    """One place where two states differ: ``path`` ("title", "points.2", "translation.title"), what stands in each.

    A row that only one side has is ``None`` on the other. ``proposed`` is the side that changed it since ``base``, when
    only one did; otherwise mine, so that nobody's own typing is given up unasked.
    """

    path: str
    mine: Any
    theirs: Any
    proposed: str

    @property
    def field(self) -> str:
        """The form's field it lies in."""
        return self.path.partition(".")[0]


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields whose values differ, in the order of the new form."""
    return tuple(name for name in new if _plain(old.get(name)) != _plain(new[name]))


def compare(
    mine: Mapping[str, Any], theirs: Mapping[str, Any], base: Mapping[str, Any] | None = None
) -> tuple[Difference, ...]:
    """Return every difference of two states; ``base`` is the state both came from, if it is still known."""
    found: list[Difference] = []

    def note(path: str, one: Any, other: Any, before: Any) -> Any:
        found.append(Difference(path, one, other, _proposed(one, other, before)))
        return one

    _walk("", mine, theirs, _ABSENT if base is None else base, note)
    return tuple(found)


def merged(mine: Mapping[str, Any], theirs: Mapping[str, Any], picks: Mapping[str, str]) -> dict[str, Any]:
    """Return one form of two: ``picks`` says by path which side to take, mine where it says nothing."""

    def pick(path: str, one: Any, other: Any, before: Any) -> Any:
        return other if picks.get(path) == THEIRS else one

    result: dict[str, Any] = _walk("", mine, theirs, _ABSENT, pick)
    return result


_Visit = Callable[[str, Any, Any, Any], Any]


def _walk(path: str, mine: Any, theirs: Any, base: Any, visit: _Visit) -> Any:
    """Build the value that ``visit`` chooses wherever the two sides differ."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        below = base if isinstance(base, Mapping) else {}
        known = isinstance(base, Mapping)
        return {
            name: _walk(
                f"{path}.{name}".lstrip("."),
                mine[name],
                theirs.get(name),
                below.get(name) if known else _ABSENT,
                visit,
            )
            for name in mine
        }
    if isinstance(mine, list | tuple) and isinstance(theirs, list | tuple):
        return list(_rows(path, list(mine), list(theirs), base, visit))
    return mine if _plain(mine) == _plain(theirs) else visit(path, mine, theirs, base)


def _rows(path: str, mine: list[Any], theirs: list[Any], base: Any, visit: _Visit) -> Iterator[Any]:
    before = [_plain(row) for row in base] if isinstance(base, list | tuple) else None
    number = 0
    for one, other, same in _pairs(mine, theirs):
        number += 1
        if same:
            yield one
            continue
        chosen = visit(f"{path}.{number}", one, other, _ABSENT if before is None else _Rows(before))
        if chosen is not None:
            yield chosen


def _pairs(mine: list[Any], theirs: list[Any]) -> Iterator[tuple[Any, Any, bool]]:
    """Yield the rows of both sides beside each other, None where one side has no such row, and whether they agree."""
    ours, others = [_plain(row) for row in mine], [_plain(row) for row in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes():
        for step in range(max(b - a, d - c)):
            one = mine[a + step] if a + step < b else None
            other = theirs[c + step] if c + step < d else None
            yield one, other, kind == "equal"


@dataclass(frozen=True)
class _Rows:
    """The rows there were before: a row is unchanged when it was one of them, wherever it stood."""

    before: list[str]


def _proposed(mine: Any, theirs: Any, base: Any) -> str:
    if base is _ABSENT:
        return THEIRS if mine is None else MINE
    if not isinstance(base, _Rows):
        return THEIRS if _plain(mine) == _plain(base) else MINE
    if mine is None:  # theirs is new, or I took it away
        return MINE if _plain(theirs) in base.before else THEIRS
    return THEIRS if _plain(mine) in base.before else MINE


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
