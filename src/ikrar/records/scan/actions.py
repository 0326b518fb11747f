"""Seal a picture, erase it, and erase what is past its day."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from ikrar.core.errors import Refused
from ikrar.core.scan.scan import MOST, What
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access as declaration
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.scan import access, seal
from ikrar.records.scan.models import Box, Scan
from ikrar.records.turn import take_turn


def keep(holder: Holder, ref: str, *, picture: bytes, what: What, until: date, now: datetime) -> Scan:
    """Seal a picture of a declaration, drawn anew by the caller, until its day; only its salted commitment is public.

    The same picture sent twice is kept once. Raises Missing out of reach and Refused beyond the most pictures of one
    declaration.
    """
    digest = hashlib.sha256(picture).hexdigest()
    with transaction.atomic():
        take_turn(ref)
        version = declaration.editable(holder, ref)
        kept = list(Scan.objects.filter(declaration_id=ref, erased_on__isnull=True).select_related("box"))
        same = next((one for one in kept if _digest(one) == digest), None)
        if same is not None:
            return same
        if len(kept) >= MOST:
            raise Refused("Sudah ada {most} gambar tersegel. Hapus salah satu lebih dulu.", most=MOST)
        scan = Scan.objects.create(declaration_id=ref, what=what.value, sealed_on=holder.today, kept_until=until)
        Box.objects.create(scan=scan, data=seal.close(picture))
        record = {
            "act": "scan.sealed",
            "declaration": ref,
            "scan": scan.ref,
            "what": what.value,
            "until": until.isoformat(),
            "sha256": digest,
        }
        by = version.declaration.institution_id
        ledger.append(type="scan.sealed", by=by, ref=scan.ref, record=record, now=now)
    return scan


def _digest(scan: Scan) -> str:
    return hashlib.sha256(seal.open_box(bytes(scan.box.data))).hexdigest()


def erase(holder: Holder, ref: str, *, now: datetime) -> str:
    """Erase a picture before its day; that it was kept, and its leaf, stay. Returns its declaration's reference.

    Raises Missing out of reach, also when it is erased already.
    """
    with transaction.atomic():
        take_turn(ref)
        scan = access.sealed(holder, ref)
        _erase([scan], holder.today, now)
    forget_pages()
    return scan.declaration_id


def erase_expired(today: date, now: datetime) -> int:
    """Erase every picture past its day; returns how many went."""
    with transaction.atomic(), identity.system():
        take_turn("scan.erase_expired")
        gone = list(Scan.objects.filter(erased_on__isnull=True, kept_until__lt=today).select_related("declaration"))
        _erase(gone, today, now)
    if gone:
        forget_pages()
    return len(gone)


def erase_of(declaration: str, today: date, now: datetime) -> None:
    """Erase the pictures of a declaration that is given up before anything of it was published; in that transaction."""
    _erase(
        list(Scan.objects.filter(declaration_id=declaration, erased_on__isnull=True).select_related("declaration")),
        today,
        now,
    )


def _erase(scans: list[Scan], today: date, now: datetime) -> None:
    """Remove the boxes and the openings of their leaves: what is public then opens to nothing."""
    for scan in scans:
        Box.objects.filter(scan=scan).delete()
        Scan.objects.filter(pk=scan.pk).update(erased_on=today)
        ledger.forget(scan.ref)
        record = {"act": "scan.erased", "scan": scan.ref}
        ledger.append(type="scan.erased", by=scan.declaration.institution_id, ref=scan.ref, record=record, now=now)


def forget_of(declarations: list[str]) -> None:
    """Remove the pictures of example declarations with their openings, inside the transaction that erases those."""
    scans = Scan.objects.filter(declaration_id__in=declarations)
    for ref in scans.values_list("ref", flat=True):
        ledger.forget(ref)
    Box.objects.filter(scan__in=scans).delete()
    scans.delete()
