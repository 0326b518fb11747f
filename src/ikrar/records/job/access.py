"""Who may look after a letter: the secretaries of the institution that sends it."""

from __future__ import annotations

from django.db.models import QuerySet

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.job.models import Delivery


def visible_to(holder: Holder) -> QuerySet[Delivery]:
    """Return the letters of the institutions whose secretary the person is."""
    return Delivery.objects.filter(institution__in=holder.institutions(Role.SECRETARY))


def letter(holder: Holder, ref: str) -> Delivery:
    """Return a letter of the person's own institution; raises Missing for anything else."""
    found = visible_to(holder).filter(ref=ref).first()
    if found is None:
        raise Missing("Surat ini tidak ada.")
    return found
