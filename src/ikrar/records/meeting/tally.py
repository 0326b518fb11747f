"""How decisions are counted: a few one by one, all of a person's or of the public's by the tallies of their threads."""

from __future__ import annotations

from datetime import date

from django.db.models import Count as Number
from django.db.models import Q, QuerySet, Sum

from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.move import Standing
from ikrar.records.meeting.models import Decision, Tally


def counted(rows: QuerySet[Decision], today: date) -> Count:
    """Count decisions by where they stand; one query."""
    by = {standing.value: Number("standing", filter=Q(standing=standing.value)) for standing in Standing}
    late = Number("standing", filter=Q(standing=Standing.OPEN.value, sorts__lt=today))
    found = rows.order_by().aggregate(late=late, **by)
    return Count(found["open"], found["late"], found["closed"], found["dropped"])


def tallied(tallies: QuerySet[Tally], rows: QuerySet[Decision], today: date) -> Count:
    """Count decisions by their tallies; which of the open ones are overdue is asked of themselves. Two queries."""
    sums = tallies.aggregate(*(Sum(standing.value, default=0) for standing in Standing))
    late = rows.order_by().filter(standing=Standing.OPEN.value, sorts__lt=today).count()
    return Count(sums["open__sum"], late, sums["closed__sum"], sums["dropped__sum"])
