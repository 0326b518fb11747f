"""What a reading gives back: values, the words each came from, and what stays in doubt."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ikrar.core.text.span import Span

T = TypeVar("T")


@dataclass(frozen=True)
class Alternative:
    """One of several ways to read a field: its value as the contract's JSON would hold it, and the words for it."""

    value: str
    spans: tuple[Span, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the value with its evidence."""
        return {"value": self.value, "evidence": [list(span) for span in self.spans]}


@dataclass(frozen=True)
class Doubt:
    """Why one field is empty or uncertain: an Indonesian sentence with ``{named}`` parameters.

    ``alternatives`` are the readings that compete for the field, the likeliest first; empty where none was found.
    """

    field: str
    message: str
    params: tuple[tuple[str, object], ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def why(self) -> str:
        """Give the sentence with its parameters filled in."""
        return self.message.format(**dict(self.params))

    def as_json(self) -> dict[str, object]:
        """Give the contract's form; ``alternatives`` only where readings compete."""
        row: dict[str, object] = {"field": self.field, "why": self.why}
        if self.alternatives:
            row["alternatives"] = [one.as_json() for one in self.alternatives]
        return row


def doubt(name: str, message: str, /, *alternatives: Alternative, **params: object) -> Doubt:
    """Say why the field ``name`` is empty or uncertain, and which readings compete for it."""
    return Doubt(name, message, tuple(params.items()), alternatives)


@dataclass(frozen=True)
class Reason:
    """Words that moved a scored field towards ``value`` by ``weight`` (away from it when negative)."""

    field: str
    value: str
    weight: float
    span: Span

    def as_json(self) -> dict[str, object]:
        """Give the reason with the position of its words."""
        return {"field": self.field, "value": self.value, "weight": self.weight, "span": list(self.span)}


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value with the spans of the words that it came from, the doubts about it, and what moved its score."""

    value: T
    spans: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Person:
    """A named person of the event: ``role`` as written, ``rank`` in its usual form, None where the text has none."""

    name: str
    role: str | None
    rank: str | None

    def as_json(self) -> dict[str, object]:
        """Give the contract's form."""
        return {"name": self.name, "role": self.role, "rank": self.rank}


@dataclass(frozen=True)
class Handover:
    """Which body gave the relay to which, as written."""

    giver: str
    receiver: str

    def as_json(self) -> dict[str, object]:
        """Give the contract's form."""
        return {"from": self.giver, "to": self.receiver}


@dataclass(frozen=True)
class Reading:
    """A draft record of one press text; nothing in it is kept before a person confirms it.

    ``evidence`` maps a field's name to spans (code points) into ``text``, the normalised article. Names of persons
    stand here and nowhere else.
    """

    id: str
    kind: str
    text: str
    also_kinds: tuple[str, ...] = ()
    event_date: datetime.date | None = None
    place_text: str | None = None
    province: str | None = None
    regency: str | None = None
    area_code: str | None = None
    election: str | None = None
    operation: str | None = None
    organizations: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    signatories: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    point_count_stated: int | None = None
    handover: Handover | None = None
    commitment_kinds: tuple[str, ...] = ()
    evidence: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    point_kinds: tuple[tuple[str, ...], ...] = ()
    published: datetime.date | None = None
    reasons: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the reading in the key order of the command line's contract."""
        return {
            "id": self.id,
            "kind": self.kind,
            "also_kinds": list(self.also_kinds),
            "event_date": self.event_date.isoformat() if self.event_date else None,
            "place_text": self.place_text,
            "province": self.province,
            "regency": self.regency,
            "area_code": self.area_code,
            "election": self.election,
            "operation": self.operation,
            "organizations": list(self.organizations),
            "persons": [person.as_json() for person in self.persons],
            "signatories": list(self.signatories),
            "points": list(self.points),
            "point_count_stated": self.point_count_stated,
            "handover": self.handover.as_json() if self.handover else None,
            "commitment_kinds": list(self.commitment_kinds),
            "text": self.text,
            "evidence": {name: [list(span) for span in spans] for name, spans in self.evidence.items()},
            "doubts": [one.as_json() for one in self.doubts],
            "point_kinds": [list(kinds) for kinds in self.point_kinds],
            "published": self.published.isoformat() if self.published else None,
            "reasons": [one.as_json() for one in self.reasons],
        }
