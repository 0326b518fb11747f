"""Who may see what, once more and in plain Python: written from decisions 3, 12, 14 and 26, not from the code.

A :class:`World` says what is kept; the functions say which of it a person reaches. Tests compare them with the gates
(``visible_to``) and with what PostgreSQL's row policies show (R4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Grant:
    """A grant of a person: days are counted from today, so that -1 is yesterday."""

    person: int
    role: str
    institution: str
    areas: frozenset[str]
    starts: int
    ends: int
    ended: bool


@dataclass(frozen=True)
class Version:
    """One version of a declaration: the institution it belongs to, where it lies (None: not said yet), if frozen."""

    institution: str
    area: str | None
    frozen: bool


@dataclass(frozen=True)
class Reading:
    """A reading draft of a person; ``left`` is the days until it expires, negative when it did."""

    author: int
    left: int


@dataclass(frozen=True)
class World:
    """What is kept, and which of the persons 0, 1, … have an open account."""

    active: tuple[bool, ...]
    grants: tuple[Grant, ...]
    versions: tuple[Version, ...]
    readings: tuple[Reading, ...]


def in_force(world: World, person: int) -> list[Grant]:
    """Return a person's grants that hold today; nobody whose account is closed has any."""
    return [
        g
        for g in world.grants
        if g.person == person and world.active[person] and g.starts <= 0 <= g.ends and not g.ended
    ]


def lies_in(area: str, territory: frozenset[str]) -> bool:
    """Say whether an area is one of a territory or lies below one: compared part by part, never as text."""
    parts = area.split(".")
    return any(parts[: len(t.split("."))] == t.split(".") for t in territory)


def reached_versions(world: World, person: int) -> set[int]:
    """Return the versions, by position, that a person works on: their institution's, in the areas of the same grant."""
    return {
        n
        for n, version in enumerate(world.versions)
        for grant in in_force(world, person)
        if grant.role == "secretary" and grant.institution == version.institution
        if version.area is None or lies_in(version.area, grant.areas)
    }


def public_versions(world: World) -> set[int]:
    """Return the versions everybody may read: the frozen ones."""
    return {n for n, version in enumerate(world.versions) if version.frozen}


def reached_readings(world: World, person: int) -> set[int]:
    """Return a secretary's own drafts that have not expired."""
    secretary = any(g.role == "secretary" for g in in_force(world, person))
    return {n for n, r in enumerate(world.readings) if secretary and r.author == person and r.left > 0}


def day(today: date, offset: int) -> date:
    """Return the day ``offset`` days from today."""
    return date.fromordinal(today.toordinal() + offset)
