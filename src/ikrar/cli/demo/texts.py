"""The texts of the examples, from ``declarations.toml``, as the forms that a secretary would fill in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib import resources
from typing import Any

from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.institution.record import Record

ELECTION = "pilkada-arunika"
TYPED = ("area", "place", "operation", "title", "preamble", "closing")
Units = Mapping[str, Record]


@dataclass(frozen=True)
class Later:
    """A version that replaces the one before: days after the event, why, and the fields it changes."""

    after: int
    reason: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """One example: who registers it, days before the vote, the example it follows, where it was left, and its text."""

    key: str
    by: str
    before: int
    parent: str
    stop: str
    remark: str
    text: Mapping[str, Any]
    later: tuple[Later, ...]


def load() -> tuple[Example, ...]:
    """Read the examples in the order of the file, each with the wording it shares with others."""
    source = resources.files("ikrar.cli.demo").joinpath("declarations.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    return tuple(_example(row, table["wording"]) for row in table["declaration"])


def _example(row: Mapping[str, Any], wordings: Mapping[str, Mapping[str, Any]]) -> Example:
    shared = wordings.get(row.get("wording", ""), {})
    text = {**shared, **row}
    text["points"] = [*text["points"], *text.get("more", ())]
    later = tuple(Later(one.pop("after"), one.pop("reason"), one) for one in row.get("then", ()))
    return Example(
        key=row["key"],
        by=row["by"],
        before=row["before"],
        parent=row.get("parent", ""),
        stop=row.get("stop", ""),
        remark=row.get("remark", ""),
        text=text,
        later=later,
    )


def units_named(examples: Iterable[Example]) -> set[str]:
    """Return the codes of all institutions that the examples name."""
    parts = [(one.text, *(version.changes for version in one.later)) for one in examples]
    rows = [row for texts in parts for text in texts for name in ("offices", "witnesses") for row in text.get(name, ())]
    return {_cells(row)[0].partition(":")[0] for row in rows}


def form(example: Example, units: Units, *, voting: date, parent: str = "") -> DeclarationForm:
    """Return the first form of an example; ``parent`` is the reference of the declaration it follows."""
    text, words = example.text, example.text.get("words", {})
    plain = {name: str(text.get(name, "")).format(**words) for name in TYPED}
    translated = text.get("translation")
    return DeclarationForm(
        **plain,
        election=ELECTION,
        event_date=(voting - timedelta(days=example.before)).isoformat(),
        points=tuple(_point(row, words) for row in text["points"]),
        offices=_offices(text["offices"], units),
        parent=parent,
        witnesses=tuple(_witness(row, units) for row in text.get("witnesses", ())),
        translation=TranslationForm(**translated | {"points": tuple(translated["points"])}) if translated else None,
    )


def changed(before: DeclarationForm, version: Later, units: Units) -> DeclarationForm:
    """Return the form of the next version."""
    after = before
    if "offices" in version.changes:
        after = replace(after, offices=_offices(version.changes["offices"], units))
    rows = list(after.points)
    for number, row in version.changes.get("points", {}).items():
        rows[int(number) - 1] = _point(row, {})
    after = replace(after, points=tuple(rows))
    if after.translation:
        said = list(after.translation.points)
        for number, words in version.changes.get("translated", {}).items():
            said[int(number) - 1] = words
        after = replace(after, translation=replace(after.translation, points=tuple(said)))
    return after


def _point(row: list[str], words: Mapping[str, str]) -> PointForm:
    kinds, text = row
    return PointForm(text.format(**words), tuple(kinds.split()))


def _cells(row: str) -> tuple[str, str, str]:
    unit, capacity, behalf, *_ = (*(cell.strip() for cell in row.split("|")), "", "")
    return unit, capacity, behalf


def _office(unit: str, units: Units) -> tuple[str, str]:
    """Return the office and the institution of "98.01/pemda" (its head) or "98.01/pemda:Sekretaris Daerah"."""
    code, _, begins = unit.partition(":")
    record = units[code]
    return next(o.name for o in record.offices if o.name.startswith(begins)), record.name


def _offices(rows: Iterable[str], units: Units) -> tuple[OfficeForm, ...]:
    cells = [_cells(row) for row in rows]
    return tuple(OfficeForm(*_office(unit, units), capacity, behalf) for unit, capacity, behalf in cells)


def _witness(row: str, units: Units) -> WitnessForm:
    unit, capacity, _ = _cells(row)
    return WitnessForm(*_office(unit, units), capacity)
