"""Where two states of a form differ, and one form made of both: for any form that is plain JSON values.

A value is text, a list of rows (each text or an object), an object of such values, or null. Rows are compared as rows:
what stands in both stays, and only what differs is asked about, in the order of the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

MINE: Final = "mine"
THEIRS: Final = "theirs"
#: Hexadecimal digits of a hash: a page's own values are told apart, nothing is proved by it.
LENGTH: Final = 12


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
    def row(self) -> int:
        """The number of the row it is, from 1; 0 when it is no row."""
        last = self.path.rpartition(".")[2]
        return int(last) if "." in self.path and last.isdigit() else 0

    @property
    def field(self) -> str:
        """The form's field it lies in."""
        return self.path.partition(".")[0]


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields whose values differ, in the order of the new form."""
    return tuple(name for name in new if _plain(old.get(name)) != _plain(new[name]))


def imprint(state: Mapping[str, Any]) -> str:
    """Return what a state says as short hashes, one for each field and each row, for :func:`compare` to know it again.

    A page carries it, so that a later comparison starts from what was loaded, whatever was saved in the meantime.
    """
    return ";".join(f"{path}:{','.join(hashes)}" for path, hashes in _imprinted("", state))


def _imprinted(path: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, list | tuple):
        yield path, [_hash(row) for row in value]
        return
    if path:
        yield path, [_hash(value)]
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _imprinted(f"{path}.{name}".lstrip("."), part)


def _read(imprint: str) -> dict[str, frozenset[str]]:
    """Return the hashes by path; what is no imprint knows nothing."""
    parts = (part.partition(":") for part in imprint.split(";"))
    return {path: frozenset(hashes.split(",")) for path, colon, hashes in parts if colon}


def compare(mine: Mapping[str, Any], theirs: Mapping[str, Any], base: str = "") -> tuple[Difference, ...]:
    """Return every difference of two states; ``base`` is the imprint of the state mine was typed over, if known."""
    found: list[Difference] = []
    before = _read(base)

    def note(path: str, family: str, one: Any, other: Any) -> Any:
        known = before.get(family, frozenset()) if before else None
        found.append(Difference(path, one, other, _proposed(one, other, known, row=path != family)))
        return one

    _walk("", mine, theirs, note)
    return tuple(found)


def merged(mine: Mapping[str, Any], theirs: Mapping[str, Any], picks: Mapping[str, str]) -> dict[str, Any]:
    """Return one form of two: ``picks`` says by path which side to take, mine where it says nothing."""

    def pick(path: str, family: str, one: Any, other: Any) -> Any:
        return other if picks.get(path) == THEIRS else one

    result: dict[str, Any] = _walk("", mine, theirs, pick)
    return result


#: Called with a path, the path of the list when it is a row (else the same path), mine and theirs.
_Visit = Callable[[str, str, Any, Any], Any]


def _walk(path: str, mine: Any, theirs: Any, visit: _Visit) -> Any:
    """Build the value that ``visit`` chooses wherever the two sides differ."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return {
            name: _walk(f"{path}.{name}".lstrip("."), value, theirs.get(name), visit) for name, value in mine.items()
        }
    if isinstance(mine, list | tuple) and isinstance(theirs, list | tuple):
        return list(_rows(path, list(mine), list(theirs), visit))
    return mine if _plain(mine) == _plain(theirs) else visit(path, path, mine, theirs)


def _rows(path: str, mine: list[Any], theirs: list[Any], visit: _Visit) -> Iterator[Any]:
    for number, (one, other, same) in enumerate(_pairs(mine, theirs), start=1):
        chosen = one if same else visit(f"{path}.{number}", path, one, other)
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


def _proposed(mine: Any, theirs: Any, before: frozenset[str] | None, *, row: bool) -> str:
    """Say who changed it: a row is unchanged when it was one of those before, wherever it stood."""
    if before is None:
        return THEIRS if mine is None else MINE
    if row and mine is None:  # theirs is new, or I took it away
        return MINE if _hash(theirs) in before else THEIRS
    return THEIRS if _hash(mine) in before else MINE


def _hash(value: Any) -> str:
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
