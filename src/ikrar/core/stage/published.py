"""What calendars were told of a stage, and what a change does to it: the number they compare, the time of the change.

A reader holds an event by its UID and believes another day only with a higher SEQUENCE (RFC 5545 §3.8.7.4). Stages are
computed, so nothing in them says that they changed: what was told last is kept and compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from ikrar.core.stage.table import Stage


@dataclass(frozen=True, slots=True)
class Facts:
    """What a calendar says of a stage: its days (``last`` at least) and, by language, its words."""

    first: date | None
    last: date
    name: Mapping[str, str]
    about: Mapping[str, str]

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hex) of the words."""
        said = "\n".join(f"{key}={text[key]}" for text in (self.name, self.about) for key in sorted(text))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What was told last: the facts, how often they changed, and when they did last (aware)."""

    facts: Facts
    sequence: int
    changed: datetime
    cancelled: bool = False


def key_of(election: str, stage: str, area: str = "") -> str:
    """Return what a stage is known by for ever, without the host; with an area where only that area has its days."""
    return f"{election}-{stage}-{area}" if area else f"{election}-{stage}"


def area_in(key: str, election: str) -> str:
    """Return the area in a key of an election; empty for the days of the whole election."""
    return key.removeprefix(f"{election}-").partition("-")[2]


def facts_of(stage: Stage) -> Facts | None:
    """Return what a calendar says of a stage; None for one without days."""
    if stage.last is None:
        return None
    parts = {key: (stage.resident[key], stage.rule.get(key, ""), stage.source) for key in stage.resident}
    about = {key: "\n".join(filter(None, said)) for key, said in parts.items()}
    return Facts(stage.first, stage.last, dict(stage.name), about)


def renew(told: Told | None, facts: Facts | None, now: datetime) -> Told | None:
    """Return what is to be told now; the very same object where nothing changed.

    Every change raises the sequence, that of words too: there are readers that take nothing new under the same number.
    ``facts`` None: the stage has no days any more; it stays, cancelled.
    """
    if told is None:
        return Told(facts, 0, now) if facts else None
    if facts is None:
        return told if told.cancelled else replace(told, sequence=told.sequence + 1, changed=now, cancelled=True)
    moved = told.cancelled or (told.facts.first, told.facts.last) != (facts.first, facts.last)
    if not moved and told.facts.digest == facts.digest:
        return told
    return Told(facts, told.sequence + 1, now)
