"""The one door through which an act leaves its leaf."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

import rfc8785
from django.db import transaction

from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import Leaf as LeafText
from ikrar.core.ledger.leaf import coarse_time, commitment, leaf_hash
from ikrar.records import identity
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.turn import take_turn


class OutsideTransaction(RuntimeError):
    """A leaf was to be written outside the transaction of its act: a mistake in the program, never in the input."""


def append(*, type: str, by: str, ref: str, record: Mapping[str, object], now: datetime) -> Leaf:  # noqa: A002
    """Write the leaf of an act and the opening of its commitment, inside the act's own transaction (R45).

    ``by`` is an institution's code, ``ref`` the subject's random reference, ``record`` what the commitment covers.
    Raises :class:`OutsideTransaction` when no transaction is open and InvalidField when the leaf would break its form.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("a leaf belongs into the transaction of its act")
    take_turn(ref)
    last = Leaf.objects.filter(ref=ref).order_by("-id").first()
    opening = secrets.token_bytes(32)
    text = LeafText(
        type=type,
        time=coarse_time(now, EVENTS[type].grain),
        by=by,
        ref=ref,
        prev=last.hash if last else "-",
        com=commitment(opening, record),
    )
    data = text.to_bytes()
    leaf = Leaf.objects.create(
        type=text.type,
        time=text.time,
        by=text.by,
        ref=text.ref,
        prev=text.prev,
        com=text.com,
        data=data,
        hash=leaf_hash(data),
    )
    with identity.system():  # nobody who acts may read openings, so none could see the row they wrote
        Opening.objects.create(leaf=leaf, r=opening, record=rfc8785.dumps(dict(record)))  # type: ignore[arg-type]
    return leaf


def forget(ref: str) -> int:
    """Erase the openings of a subject's leaves; the leaves stay valid and open to nothing. Returns how many."""
    with identity.system():
        return Opening.objects.filter(leaf__ref=ref).delete()[0]
