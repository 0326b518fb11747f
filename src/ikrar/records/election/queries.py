"""Find elections."""

from __future__ import annotations

import datetime

from ikrar.records.election.models import Election


def all_elections() -> list[Election]:
    """Return every election, newest first."""
    return list(Election.objects.order_by("-year", "code"))


def voting_day(code: str) -> datetime.date | None:
    """Return the voting day of an election, None when unknown."""
    return Election.objects.filter(code=code).values_list("voting_day", flat=True).first()
