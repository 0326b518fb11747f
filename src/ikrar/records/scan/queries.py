"""Sealed pictures, as their secretaries and as everybody sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ikrar.core.scan.scan import What
from ikrar.records.account.access import Holder
from ikrar.records.scan import access, kept, seal
from ikrar.records.scan.models import Scan


@dataclass(frozen=True)
class Sealed:
    """What is public of a sealed picture; ``commitment`` is the salted one of its leaf, base64."""

    ref: str
    what: What
    sealed_on: date
    kept_until: date
    erased_on: date | None
    commitment: str


def of(declaration: str) -> tuple[Sealed, ...]:
    """Return what is public of a declaration's pictures, in the order in which they were sealed. Two queries."""
    rows = list(Scan.objects.filter(declaration_id=declaration).order_by("sealed_on", "ref"))
    told = kept.commitments(rows)
    return tuple(
        Sealed(one.ref, What(one.what), one.sealed_on, one.kept_until, one.erased_on, told.get(one.ref, ""))
        for one in rows
    )


def picture(holder: Holder, ref: str) -> bytes:
    """Return the WebP bytes of a sealed picture; raises Missing out of reach or when it is erased."""
    return seal.open_box(bytes(access.sealed(holder, ref).box.data))
