"""The gate of sealed pictures: the secretaries who reach the declaration; others learn only that they exist."""

from __future__ import annotations

from django.db.models import QuerySet

from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.scan.models import Scan


def visible_to(holder: Holder) -> QuerySet[Scan]:
    """Return the pictures of the declarations that the holder's secretary grants reach."""
    return Scan.objects.filter(declaration__in=declaration.visible_to(holder).values("declaration"))


def sealed(holder: Holder, ref: str) -> Scan:
    """Return a picture that is still kept, within the holder's reach; raises Missing for anything else."""
    found = visible_to(holder).select_related("declaration").filter(ref=ref, erased_on__isnull=True).first()
    if found is None:
        raise Missing("Gambar ini tidak ada.")
    return found
