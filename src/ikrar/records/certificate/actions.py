"""Issue a certificate, and let go of a PDF that shows a name which was taken back."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from ikrar.core.errors import Conflict
from ikrar.records.account.access import Holder
from ikrar.records.certificate import access, queries
from ikrar.records.certificate.models import Certificate, Paper
from ikrar.records.certificate.queries import Draft
from ikrar.records.declaration.models import Version
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.turn import take_turn


def issue(holder: Holder, ref: str, draft: Draft, *, pdf: bytes, now: datetime) -> Certificate:
    """Issue the certificate that a draft was set from; its leaf commits to the SHA-256 of the whole PDF (decision 19).

    Raises Missing out of reach, Refused when nobody's signature stands, and Conflict when something was signed,
    withdrawn, refused or issued since the draft: then a new one must be set.
    """
    with transaction.atomic():
        take_turn(ref)
        version = access.issuable(holder, ref)
        if queries.basis(version, draft.language) != draft.basis:
            raise Conflict("Ada tanda tangan atau piagam baru sejak halaman ini dibuka. Terbitkan sekali lagi.")
        row = Certificate.objects.create(
            ref=draft.code,
            declaration=version.declaration,
            version=version,
            number=draft.number,
            language=draft.language,
            sha256=hashlib.sha256(pdf).hexdigest(),
            issued_at=now,
            institution_id=version.declaration.institution_id,
        )
        Paper.objects.create(certificate=row, data=pdf)
        _leave_leaf(row, version, now)
    return row


def _leave_leaf(row: Certificate, version: Version, now: datetime) -> None:
    record = {
        "act": "certificate.issued",
        "certificate": row.ref,
        "declaration": version.declaration_id,
        "version": version.number,
        "digest": version.digest,
        "number": row.number,
        "language": row.language,
        "sha256": row.sha256,
        "by": row.institution_id,
    }
    ledger.append(type="certificate.issued", by=row.institution_id, ref=row.ref, record=record, now=now)


def erase_papers(version: int) -> int:
    """Erase the PDFs of a version whose signatory took a name back; what was issued, and its digest, stay.

    Returns how many went.
    """
    with transaction.atomic():
        gone = Paper.objects.filter(certificate__version=version).delete()[0]
    if gone:
        forget_pages()
    return gone


def forget_of(declarations: list[str]) -> None:
    """Remove the certificates of example declarations, inside the transaction that erases those."""
    rows = Certificate.objects.filter(declaration__in=declarations)
    for ref in rows.values_list("ref", flat=True):
        ledger.forget(ref)
    Paper.objects.filter(certificate__in=rows).delete()
    rows.delete()
