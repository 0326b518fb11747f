"""A reading draft is its author's alone; for everybody else it does not exist."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.reading.models import Reading


def visible_to(holder: Holder) -> QuerySet[Reading]:
    """Return the holder's own drafts that are not past their date."""
    if not holder.may(Role.SECRETARY):
        return Reading.objects.none()
    return Reading.objects.filter(author_id=holder.user_id, expires__gt=timezone.now())


def own(holder: Holder, ref: str) -> Reading:
    """Return one of the holder's own drafts; raises Missing for anything else."""
    reading = visible_to(holder).select_related("declaration").filter(ref=ref).first()
    if reading is None:
        raise Missing("Draf ini tidak ada.")
    return reading
