"""How decisions are counted: a few one by one, all of a person's or of the public's by the tallies of their threads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import Count as Number
from django.db.models import Q, QuerySet, Sum

from ikrar.core.meeting.decision import Count
from ikrar.core.meeting.move import Standing, State
from ikrar.records.meeting.models import EXAMPLE, Decision, Tally


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


def counted_at_once(scopes: Sequence[str], of_officers: Sequence[str], today: date) -> Count | None:
    """Count what PostgreSQL's policies show the person who asks, of it what scopes reach; none for the system.

    One function finds the person's sight once; as statements of ours the rows of each table would find it again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN ikrar_kind() = 'person' THEN ikrar_counts(%s::text[], %s::text[], %s) END",
            [list(scopes), list(of_officers), today],
        )
        (found,) = cursor.fetchone() or (None,)
    return None if found is None else Count(*(int(one) for one in found))


_PUBLISHED = (
    "SELECT (SELECT count(*) FROM meeting_meeting WHERE state = %s AND example = %s),"
    " coalesce(sum(t.open), 0), (SELECT count(*) FROM meeting_decision WHERE published = %s AND standing = %s"
    " AND sorts < %s), coalesce(sum(t.closed), 0), coalesce(sum(t.dropped), 0) FROM meeting_tally t"
    " WHERE t.published = %s"
)


def published(world: str, today: date) -> tuple[int, Count]:
    """Count the approved meetings of the "real" or the "example" world and their public decisions. One query."""
    late = (world, Standing.OPEN.value, today.isoformat())
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHED, [State.APPROVED.value, world == EXAMPLE, *late, world])
        meetings, *numbers = (int(one) for one in cursor.fetchone())
    return meetings, Count(*numbers)
