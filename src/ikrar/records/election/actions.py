"""Fill the table of elections."""

from __future__ import annotations

import datetime

from django.db import transaction

from ikrar.core.election.table import load
from ikrar.records.election.models import Election


def load_elections() -> int:
    """Write every bundled election; a date set by :func:`set_voting_day` stays. Re-runnable; returns the count."""
    rows = load()
    with transaction.atomic():
        for row in rows:
            values = {
                "kind": row.kind,
                "name_id": row.name["id"],
                "name_en": row.name["en"],
                "year": row.year,
                "area_id": row.area,
                "fictional": row.fictional,
            }
            if row.voting_day:
                values["voting_day"] = row.voting_day
            Election.objects.update_or_create(code=row.code, defaults=values)
    return len(rows)


def set_voting_day(code: str, day: datetime.date) -> None:
    """Date a fictional election relative to the start of a demo; a real one is never touched."""
    Election.objects.filter(code=code, fictional=True).update(voting_day=day, year=day.year)
