"""Commitment kinds: what the points of a declaration commit to, and the words that say so.

Source: ``data/commitment_kinds.toml``; the kinds were coded from real declarations (see ``data/PROVENANCE.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from ikrar.core.data import files
from ikrar.core.declaration.form import PointForm
from ikrar.core.text.phrase import compile_phrases, openings, prefixes
from ikrar.core.text.span import Span

#: Real declaration texts of 2017–2024 in which the kinds were counted, each kind once a text.
CORPUS: Final = 19


@dataclass(frozen=True)
class Kind:
    """One kind: ``name`` and ``meaning`` by language ("id", "en"); ``coarse`` the wider kind it counts under.

    ``slug`` is its name in addresses; ``texts`` in how many of ``CORPUS`` real texts it was found, None: not counted.
    ``campaign`` is the wider kind instead when the point speaks of the campaign; ``absorbs`` are kinds that are only
    this one's aim when both are found in one point. ``resident`` says by language what somebody who lives there can do;
    ``attitude`` is true where no single act shows whether it was kept.
    """

    code: str
    slug: str
    texts: int | None
    coarse: str
    name: dict[str, str]
    meaning: dict[str, str]
    resident: dict[str, str]
    attitude: bool
    campaign: str
    absorbs: tuple[str, ...]
    pattern: re.Pattern[str]
    openings: frozenset[str]


@dataclass(frozen=True)
class Suggestion:
    """A kind that a text seems to commit to, with the words that moved the suggestion and their spans."""

    code: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def load() -> tuple[Kind, ...]:
    """Read the kinds in the order of the file, which is that of their frequency in real declarations."""
    return tuple(
        Kind(
            code=row["code"],
            slug=row["slug"],
            texts=row.get("texts"),
            coarse=row["coarse"],
            name=row["name"],
            meaning=row["meaning"],
            resident=row["resident"],
            attitude=row.get("attitude", False),
            campaign=row.get("campaign", row["coarse"]),
            absorbs=tuple(row.get("absorbs", ())),
            pattern=compile_phrases(row["phrases"]),
            openings=openings(row["phrases"]),
        )
        for row in files.table("commitment_kinds.toml")["kind"]
    )


@cache
def by_slug() -> dict[str, Kind]:
    """Return the kinds by their name in addresses, in the order of the file."""
    return {one.slug: one for one in load()}


def load_coarse() -> dict[str, re.Pattern[str]]:
    """Read the words that only the coarse list knows, by coarse kind."""
    table = files.table("commitment_kinds.toml")["coarse"]
    return {code: compile_phrases(phrases) for code, phrases in table.items()}


def suggest(text: str, kinds: Iterable[Kind]) -> tuple[Suggestion, ...]:
    """Suggest the kinds of one point, each with its words, in the order in which the text says them."""
    known = {kind.code: kind for kind in kinds}
    words = prefixes(text)
    found = {
        code: tuple(match.span() for match in kind.pattern.finditer(text))
        for code, kind in known.items()
        if not words.isdisjoint(kind.openings)
    }
    absorbed = {code for code, spans in found.items() if spans for code in known[code].absorbs}
    ordered = sorted((spans, code) for code, spans in found.items() if spans and code not in absorbed)
    return tuple(Suggestion(code, tuple(text[start:end] for start, end in spans), spans) for spans, code in ordered)


def taken(points: Sequence[PointForm], kinds: Iterable[Kind], *, only: int | None = None) -> tuple[PointForm, ...]:
    """Return the points with all suggested kinds ticked, besides those that were: of all points or of ``only`` one."""
    known = tuple(kinds)
    return tuple(
        replace(point, kinds=tuple(dict.fromkeys([*point.kinds, *(s.code for s in suggest(point.text, known))])))
        if only in (None, n)
        else point
        for n, point in enumerate(points)
    )


def coarse(code: str, text: str, kinds: Iterable[Kind]) -> str:
    """Give the coarse kind of the fine kind ``code`` found in the point ``text``; KeyError for an unknown code."""
    kind = {one.code: one for one in kinds}[code]
    return kind.campaign if "kampanye" in text.lower() else kind.coarse
