"""Reads about stages."""

from __future__ import annotations

from collections.abc import Collection

from ikrar.core.stage.published import Told
from ikrar.records.stage.known import (
    Known,
    anchors,
    days_of,
    duties,
    events,
    held,
    narrowest,
    of_elections,
    stages_of,
    told_in,
)
from ikrar.records.stage.models import Published
from ikrar.records.stage.published import told_of

__all__ = [
    "Known",
    "anchors",
    "days_of",
    "duties",
    "events",
    "held",
    "narrowest",
    "of_elections",
    "published",
    "stages_of",
    "told_in",
]


def published(elections: Collection[str]) -> dict[str, tuple[str, Told]]:
    """Return by key the election and what calendars were told of each stage of these elections. One query."""
    rows = Published.objects.filter(election_id__in=elections)
    return {row.key: (row.election_id, told_of(row)) for row in rows}
