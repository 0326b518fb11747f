"""Find elections, and who stands in them."""

from __future__ import annotations

import datetime

from django.db.models import Q

from ikrar.core.errors import Missing
from ikrar.core.institution.territory import ancestors
from ikrar.records.election.models import Election, Participant


def all_elections() -> list[Election]:
    """Return every election, newest first."""
    return list(Election.objects.order_by("-year", "code"))


def voting_day(code: str) -> datetime.date | None:
    """Return the voting day of an election, None when unknown."""
    return Election.objects.filter(code=code).values_list("voting_day", flat=True).first()


def find(code: str) -> Election:
    """Return one election; raises Missing when it is unknown."""
    found = Election.objects.select_related("area").filter(code=code).first()
    if found is None:
        raise Missing("Pemilihan ini tidak ada.")
    return found


def last_day(areas: frozenset[str]) -> datetime.date | None:
    """Return the latest last day of the elections that cover all these areas; None when none does.

    An election without an area is the nation's and covers every real area; the fictional province has its own.
    """
    if not areas:
        return None
    ends = [row.ends for row in Election.objects.filter(ends__isnull=False) if _covers(row, areas)]
    return max((day for day in ends if day), default=None)


def _covers(row: Election, areas: frozenset[str]) -> bool:
    if row.area_id is None:
        return not any(code.startswith("98") for code in areas)
    return all(row.area_id in ancestors(code) for code in areas)


def participants(code: str, area: str | None = None) -> list[Participant]:
    """Return the parties of an election in official order (ballot number), those of other areas left out if named."""
    rows = Participant.objects.filter(election_id=code).select_related("area").order_by("number", "area_id")
    if area is not None:
        rows = rows.filter(Q(area__isnull=True) | Q(area_id__in=ancestors(area)))
    return list(rows)


def listed(*, after: str = "", limit: int) -> list[Election]:
    """Return at most ``limit`` elections by code, after a code."""
    return list(Election.objects.filter(code__gt=after).order_by("code")[:limit])
