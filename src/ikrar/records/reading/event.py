"""Which of its author's drafts a draft may tell one event with: candidates by area and day, judged by core."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from ikrar.core.reading import same_event
from ikrar.core.reading.form import form_from_json
from ikrar.core.reading.same_event import Sketch
from ikrar.records.account.access import Holder
from ikrar.records.reading import access
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref

MOST = 200  # drafts of near areas and days that one draft is compared with, the newest of them
TOGETHER = 11  # drafts of a group at most: as many as one merge holds


def sketch(reading: Reading) -> Sketch:
    """Return what is compared of a draft, as its form stands."""
    return same_event.sketch(
        reading.ref, form_from_json(reading.form), published=reading.published, traces=reading.traces
    )


def suggested(holder: Holder, reading: Reading) -> str:
    """Return the event a draft is suggested for: that of the likest of its author's drafts, or one of its own.

    A group of ``TOGETHER`` drafts takes no more. Two queries, and at most ``MOST`` comparisons and those within the
    groups they belong to.
    """
    others = access.visible_to(holder).filter(merged_into=None).exclude(pk=reading.pk)
    near = others.filter(_near(reading)).order_by("-created").values_list("event", flat=True)
    events = {reading.event, *near[:MOST]}
    groups: dict[str, list[Sketch]] = {}
    for other in others.filter(event__in=events).defer("text", "found"):
        groups.setdefault(other.event, []).append(sketch(other))
    open_to = {ref: rows for ref, rows in groups.items() if ref == reading.event or len(rows) < TOGETHER}
    found = same_event.joins(sketch(reading), open_to)
    if found is not None:
        return found
    return new_ref() if reading.event in groups else reading.event


def _near(reading: Reading) -> Q:
    """Return the condition for drafts whose area and day do not speak against one event."""
    condition = Q()
    if reading.area_code:
        parts = reading.area_code.split(".")
        around = ["", *(".".join(parts[: n + 1]) for n in range(len(parts)))]
        condition &= Q(area_code__in=around) | Q(area_code__startswith=f"{reading.area_code}.")
    if reading.event_date:
        days = timedelta(days=same_event.DAYS)
        condition &= Q(event_date=None) | Q(event_date__range=(reading.event_date - days, reading.event_date + days))
    return condition
