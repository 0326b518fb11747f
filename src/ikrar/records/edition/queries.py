"""Which earlier editions of a draft there are, and what changed from each to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ikrar.core.declaration.merging import changed
from ikrar.records.declaration.models import Version


@dataclass(frozen=True)
class Kept:
    """A kept edition: its number, when it was last typed in, which fields changed, whether the draft stands there."""

    n: int
    at: datetime
    changed: tuple[str, ...]
    current: bool


@dataclass(frozen=True)
class Steps:
    """The numbers one can go back and forward to, None where there is none."""

    back: int | None
    forward: int | None


def kept(version: Version) -> list[Kept]:
    """Return the kept editions of a draft, the newest first; the caller may edit it."""
    rows = list(version.editions.order_by("n"))
    before = [None, *(row.form for row in rows)]
    found = [
        Kept(row.n, row.at, changed(old, row.form) if old is not None else (), row.current)
        for old, row in zip(before, rows, strict=False)
    ]
    return found[::-1]


def steps(version: Version) -> Steps:
    """Return where undoing and doing again lead."""
    numbers = dict(version.editions.order_by("n").values_list("n", "current"))
    here = next((n for n, current in numbers.items() if current), 0)
    return Steps(here - 1 if here - 1 in numbers else None, here + 1 if here + 1 in numbers else None)
