"""What every sealed picture goes through, of a declaration or of a hand-over: sealed once, known by its commitment,
erased on its day (decision 9). Its box is the row ``box``, its leaf bears its reference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from ikrar.core.errors import Refused
from ikrar.core.scan.scan import MOST
from ikrar.records import identity
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.ledger.models import Leaf
from ikrar.records.scan import seal
from ikrar.records.turn import take_turn

SEALED, ERASED = "scan.sealed", "scan.erased"
P = TypeVar("P", bound=Model)


def digest(picture: bytes) -> str:
    """Return the digest that the leaf of a picture commits to."""
    return hashlib.sha256(picture).hexdigest()


def same(kept: Sequence[Any], picture: bytes) -> Any:
    """Return the one of these pictures that is this very one, None if none is; raises Refused where no more may come.

    Their boxes are opened: whoever calls has read them along.
    """
    found = next((one for one in kept if digest(seal.open_box(bytes(one.box.data))) == digest(picture)), None)
    if found is None and len(kept) >= MOST:
        raise Refused("Sudah ada {most} gambar tersegel. Hapus salah satu lebih dulu.", most=MOST)
    return found


def commitments(pictures: Sequence[Any]) -> dict[str, str]:
    """Return the salted commitments of pictures by reference, base64. One query, none without pictures."""
    leaves = Leaf.objects.filter(ref__in=[one.ref for one in pictures], type=SEALED)
    return dict(leaves.values_list("ref", "com")) if pictures else {}


def erase(pictures: Iterable[Any], by: Callable[[Any], str], today: date, now: datetime) -> None:
    """Remove boxes and the openings of leaves, in the caller's transaction: what is public then opens to nothing.

    ``by`` gives the institution whose picture it is.
    """
    for one in pictures:
        one.box.delete()
        type(one).objects.filter(pk=one.pk).update(erased_on=today)
        ledger.forget(one.ref)
        ledger.append(type=ERASED, by=by(one), ref=one.ref, record={"act": ERASED, "scan": one.ref}, now=now)


def erase_expired(rows: QuerySet[P], by: Callable[[P], str], *, turn: str, today: date, now: datetime) -> int:
    """Erase every one of these pictures that is past its day; returns how many went."""
    with transaction.atomic(), identity.system():
        take_turn(turn)
        gone = list(rows.filter(erased_on__isnull=True, kept_until__lt=today).select_related("box"))
        erase(gone, by, today, now)
    if gone:
        forget_pages()
    return len(gone)


def forget(rows: QuerySet[Any]) -> None:
    """Remove pictures of examples with their openings, in the transaction that erases what they are of."""
    for ref in rows.values_list("ref", flat=True):
        ledger.forget(ref)
    rows.delete()  # and their boxes with them
