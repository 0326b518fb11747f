"""The closed table of kinds of institution, with the word people use at each level and what it does.

Source: ``data/institution_kinds.toml``; provenance in ``data/PROVENANCE.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ikrar.core.data import files
from ikrar.core.errors import InvalidField
from ikrar.core.institution.level import Level


@dataclass(frozen=True)
class Pattern:
    """How a usual institution is written: unit of the code, name, short name, offices as (kind, title).

    ``{area}`` stands for the area's official name, ``{name}`` for the name without its level word.
    """

    unit: str
    name: str
    short: str
    offices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rank:
    """A kind at one level: the word people use, what it does by language, and its patterns by condition ("": else).

    ``also`` are further words that begin the name of such a unit, ``posts`` further titles as (kind of office, title).
    """

    level: Level
    word: str
    meaning: Mapping[str, str]
    patterns: tuple[tuple[str, Pattern], ...]
    also: tuple[str, ...] = ()
    posts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of institution: its name and explanation by language ("id", "en"), and its ranks from wide to narrow."""

    code: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    ranks: tuple[Rank, ...]

    def rank(self, level: str) -> Rank | None:
        """Return what this kind is called at a level, None where it has no unit."""
        return next((r for r in self.ranks if r.level == level), None)


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the table by code, in its own order."""
    return {row["code"]: _kind(row) for row in files.table("institution_kinds.toml")["kind"]}


def _kind(row: dict[str, object]) -> Kind:
    levels: dict[str, dict[str, object]] = row.get("levels", {})  # type: ignore[assignment]
    ranks = tuple(_rank(Level(level), rank) for level, rank in levels.items())
    return Kind(str(row["code"]), row["name"], row["meaning"], ranks)  # type: ignore[arg-type]


def _rank(level: Level, row: dict[str, object]) -> Rank:
    forms: list[dict[str, object]] = row.get("forms", [])  # type: ignore[assignment]
    patterns = tuple((str(form.get("when", "")), _pattern(form)) for form in forms)
    also: list[str] = row.get("also", [])  # type: ignore[assignment]
    posts: list[list[str]] = row.get("posts", [])  # type: ignore[assignment]
    titles = tuple((kind, title) for kind, title in posts)
    return Rank(level, str(row["word"]), row["meaning"], patterns, tuple(also), titles)  # type: ignore[arg-type]


def _pattern(form: dict[str, object]) -> Pattern:
    offices: list[list[str]] = form.get("offices", [])  # type: ignore[assignment]
    pairs = tuple((kind, title) for kind, title in offices)
    return Pattern(str(form["unit"]), str(form["name"]), str(form["short"]), pairs)


def check_kind(code: str, level: str) -> None:
    """Raise ``InvalidField`` unless the kind is in the table and has units at this level."""
    kind = kinds().get(code)
    if kind is None:
        raise InvalidField(
            "Jenis lembaga {value} tidak dikenal. Pilih salah satu: {known}.",
            field="institution_kind",
            value=code,
            known=", ".join(kinds()),
        )
    if kind.rank(level) is None:
        known = ", ".join(r.level for r in kind.ranks)
        raise InvalidField(
            "Jenis lembaga {kind} tidak ada pada tingkat {value}. Pilih salah satu: {known}.",
            field="level",
            kind=code,
            value=level,
            known=known,
        )
