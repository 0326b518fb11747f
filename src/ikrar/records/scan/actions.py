"""Seal a picture, erase it, and erase what is past its day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from ikrar.core.scan.scan import What
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.scan import access, kept, seal
from ikrar.records.scan.models import Box, Scan
from ikrar.records.turn import take_turn


def keep(holder: Holder, ref: str, *, picture: bytes, what: What, until: date, now: datetime) -> Scan:
    """Seal a picture of a declaration, drawn anew by the caller, until its day; only its salted commitment is public.

    The same picture sent twice is kept once. Raises Missing out of reach and Refused beyond the most pictures of one
    declaration.
    """
    with transaction.atomic():
        take_turn(ref)
        version = declaration.editable(holder, ref)
        there = list(Scan.objects.filter(declaration_id=ref, erased_on__isnull=True).select_related("box"))
        found: Scan | None = kept.same(there, picture)
        if found is not None:
            return found
        scan = Scan.objects.create(declaration_id=ref, what=what.value, sealed_on=holder.today, kept_until=until)
        Box.objects.create(scan=scan, data=seal.close(picture))
        record = {
            "act": kept.SEALED,
            "declaration": ref,
            "scan": scan.ref,
            "what": what.value,
            "until": until.isoformat(),
            "sha256": kept.digest(picture),
        }
        by = version.declaration.institution_id
        ledger.append(type=kept.SEALED, by=by, ref=scan.ref, record=record, now=now)
    return scan


def erase(holder: Holder, ref: str, *, now: datetime) -> str:
    """Erase a picture before its day; that it was kept, and its leaf, stay. Returns its declaration's reference.

    Raises Missing out of reach, also when it is erased already.
    """
    with transaction.atomic():
        take_turn(ref)
        scan = access.sealed(holder, ref)
        kept.erase([scan], _by, holder.today, now)
    forget_pages()
    return scan.declaration_id


def erase_expired(today: date, now: datetime) -> int:
    """Erase every picture past its day; returns how many went."""
    rows = Scan.objects.select_related("declaration")
    return kept.erase_expired(rows, _by, turn="scan.erase_expired", today=today, now=now)


def erase_of(declaration: str, today: date, now: datetime) -> None:
    """Erase the pictures of a declaration that is given up before anything of it was published; in that transaction."""
    rows = Scan.objects.filter(declaration_id=declaration, erased_on__isnull=True)
    kept.erase(rows.select_related("declaration", "box"), _by, today, now)


def _by(scan: Scan) -> str:
    return scan.declaration.institution_id


def forget_of(declarations: list[str]) -> None:
    """Remove the pictures of example declarations with their openings, inside the transaction that erases those."""
    kept.forget(Scan.objects.filter(declaration_id__in=declarations))
