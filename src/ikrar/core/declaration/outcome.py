"""What became of a point at a place: the four values of decision 4, and what is missing to know one.

*Unknown* is where every point begins. Nothing here leaves it yet: reports and cases come with their own parts, and
until then no value but this one may be shown. Source: ``data/outcomes.toml``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ikrar.core.data import files


class Outcome(StrEnum):
    """The four values of a point at a place."""

    UNKNOWN = "unknown"
    KEPT = "kept"
    TESTED = "tested"
    BROKEN = "broken"


class Lack(StrEnum):
    """Why nothing can be said about a point."""

    NO_KIND = "no_kind"  # nobody gave it a commitment kind: no report could touch it
    ATTITUDE = "attitude"  # no single act would show whether it was kept
    NO_REPORT = "no_report"  # reports could touch it, but none are taken in here


@dataclass(frozen=True, slots=True)
class Meaning:
    """A value in words by language ("id", "en"): its name, what it means, and the rule by which it is given."""

    outcome: Outcome
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    rule: Mapping[str, str]


@cache
def meanings() -> tuple[Meaning, ...]:
    """Read the four values in the order in which they are explained."""
    rows = files.table("outcomes.toml")["outcome"]
    return tuple(Meaning(Outcome(row["code"]), row["name"], row["meaning"], row["rule"]) for row in rows)


def lack(kinds: Iterable[str], *, attitudes: Collection[str]) -> Lack:
    """Say what is missing to know what became of a point with these commitment kinds.

    ``attitudes`` are the codes of the kinds that no single act shows (``Kind.attitude``).
    """
    given = set(kinds)
    if not given:
        return Lack.NO_KIND
    return Lack.ATTITUDE if given <= set(attitudes) else Lack.NO_REPORT
