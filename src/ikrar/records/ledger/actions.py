"""The one door through which an act leaves its leaf."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785
from django.db import transaction
from django.db.models import Max

from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import NO_PREVIOUS, coarse_time, commitment, leaf_hash
from ikrar.core.ledger.leaf import Leaf as LeafText
from ikrar.records import bulk, identity
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.prepared import Prepared
from ikrar.records.turn import take_turns


@dataclass(frozen=True, slots=True)
class Act:
    """What leaves a leaf: ``by`` is an institution's code, ``ref`` the subject's random reference.

    ``record`` is what the leaf's commitment covers.
    """

    type: str
    by: str
    ref: str
    record: Mapping[str, object]


class OutsideTransaction(RuntimeError):
    """A leaf was to be written outside the transaction of its act: a mistake in the program, never in the input."""


def append(*, type: str, by: str, ref: str, record: Mapping[str, object], now: datetime) -> Leaf:  # noqa: A002
    """Write the leaf of an act and the opening of its commitment, inside the act's own transaction (R45).

    ``by`` is an institution's code, ``ref`` the subject's random reference, ``record`` what the commitment covers.
    Raises :class:`OutsideTransaction` when no transaction is open and InvalidField when the leaf would break its form.
    """
    return append_many([Act(type, by, ref, record)], now=now)[0]


def append_many(acts: Sequence[Act], *, now: datetime) -> list[Leaf]:
    """Write the leaves of acts that happen together, in their order, each after the one before it of the same subject.

    As :func:`append` does for one, with as many questions for a thousand of them. Raises what it raises; nothing is
    written then.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("a leaf belongs into the transaction of its act")
    refs = {act.ref for act in acts}
    take_turns(refs)
    last = _newest(refs)
    made, openings = [], []
    for act in acts:
        opening = secrets.token_bytes(32)
        leaf = _leaf(act, last.get(act.ref, NO_PREVIOUS), opening, now)
        last[act.ref] = leaf.hash
        made.append(leaf)
        openings.append(opening)
    leaves = Leaf.objects.bulk_create(made)
    with identity.system():  # nobody who acts may read openings, so none could see the row they wrote
        bulk.add(
            [
                Opening(leaf=leaf, r=opening, record=rfc8785.dumps(dict(act.record)))  # type: ignore[arg-type]
                for leaf, opening, act in zip(leaves, openings, acts, strict=True)
            ]
        )
    return leaves


_NEWEST = Prepared(lambda ref: Leaf.objects.filter(ref=ref).order_by("-pk").values_list("hash")[:1], "<ref>")


def _newest(refs: set[str]) -> dict[str, str]:
    """Return the hash of each subject's newest leaf, of those that have one. One query."""
    if len(refs) == 1:
        return {ref: leaf for ref in refs for (leaf,) in _NEWEST.rows(ref)}
    newest = Leaf.objects.filter(ref__in=refs).values("ref").annotate(newest=Max("pk")).values("newest")
    return dict(Leaf.objects.filter(pk__in=newest).values_list("ref", "hash"))


def _leaf(act: Act, prev: str, opening: bytes, now: datetime) -> Leaf:
    """Return the row of a leaf, not written yet."""
    text = LeafText(
        type=act.type,
        time=coarse_time(now, EVENTS[act.type].grain),
        by=act.by,
        ref=act.ref,
        prev=prev,
        com=commitment(opening, act.record),
    )
    data = text.to_bytes()
    return Leaf(
        type=text.type,
        time=text.time,
        by=text.by,
        ref=text.ref,
        prev=text.prev,
        com=text.com,
        data=data,
        hash=leaf_hash(data),
    )


def forget(ref: str) -> int:
    """Erase the openings of a subject's leaves; the leaves stay valid and open to nothing. Returns how many."""
    with identity.system():
        return Opening.objects.filter(leaf__ref=ref).delete()[0]
