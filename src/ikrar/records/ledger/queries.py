"""What may be read of the outbox."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from ikrar.records.account.access import Holder
from ikrar.records.ledger import access
from ikrar.records.ledger.models import Leaf

PAGE_SIZE = 50
EXPORTED = 10_000  # leaves of one file


def leaves_of(ref: str) -> list[Leaf]:
    """Return the leaves of one subject, oldest first."""
    return list(Leaf.objects.filter(ref=ref).order_by("id"))


def trail(
    holder: Holder, *, event: str = "", ref: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Leaf]:
    """Return the leaves of a person's concern, the newest first; both days are days of UTC, as the leaves' hours."""
    rows = access.visible_to(holder).order_by("-id")
    if event:
        rows = rows.filter(type=event)
    if ref:
        rows = rows.filter(ref=ref)
    if since:
        rows = rows.filter(time__gte=since.isoformat())
    if until:
        rows = rows.filter(time__lt=(until + timedelta(days=1)).isoformat())
    return rows


def trail_page(rows: QuerySet[Leaf], number: int) -> Page[Leaf]:
    """Return a page of the trail."""
    return Paginator(rows, PAGE_SIZE).get_page(number)
