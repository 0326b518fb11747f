"""The gate of certificates: the declaration's secretaries issue them, everybody reads them."""

from __future__ import annotations

from django.db.models import QuerySet

from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.certificate.models import Certificate
from ikrar.records.declaration.models import Version
from ikrar.records.signature import access as signature


def issuable(holder: Holder, ref: str) -> Version:
    """Return the registered version of a declaration within the secretary's reach; raises Missing for anything else."""
    return signature.signable(holder, ref)


def public() -> QuerySet[Certificate]:
    """Return every issued certificate: they are of frozen versions alone."""
    return Certificate.objects.select_related("version", "institution", "declaration")


def issued(ref: str, number: int) -> Certificate:
    """Return a certificate by its declaration's reference and its number; raises Missing."""
    row = public().filter(declaration_id=ref, number=number).first()
    if row is None:
        raise Missing("Piagam ini tidak ada.")
    return row
