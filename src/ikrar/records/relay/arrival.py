"""Whole relays from a file: all of them or none, what happened before *told* and not signed off by both sides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import rfc8785
from django.db import transaction

from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.handover import check_actual
from ikrar.core.relay.plan import Plan, check
from ikrar.core.relay.sheet import Told
from ikrar.core.stage.standing import legal_day
from ikrar.records.account.access import Holder
from ikrar.records.ledger import actions as ledger
from ikrar.records.relay import actions
from ikrar.records.relay.models import DONE, PLANNED, UNDERWAY, Act, Leg, Relay
from ikrar.records.turn import take_turn


@dataclass(frozen=True)
class Arrival:
    """A relay of a file: its plan, what is told of each leg (skipped, or the actual day), the digest of its rows."""

    plan: Plan
    told: Sequence[Told]
    source: str


def _quiet() -> None:
    """Tell nobody how far it is."""


def enter(holder: Holder, plan: Plan, told: Sequence[Told], *, now: datetime) -> Relay:
    """Take in a relay that a secretary tells of: from an article that was read, or from paper; *told*, not signed off.

    Raises Missing for an organiser that is not the person's, InvalidField for an unknown code or an impossible plan,
    Refused when the same relay and baton are here already.
    """
    if plan.organiser not in holder.institutions(Role.SECRETARY):
        raise Missing("Lembaga ini tidak ada.")
    check(plan)
    source = hashlib.sha256(rfc8785.dumps(actions.as_json(plan))).hexdigest()  # type: ignore[arg-type]  # plain values
    with transaction.atomic():
        take_turn(f"relay.enter {plan.organiser}")
        title = actions.title_of(plan)
        if Relay.objects.filter(series=title, baton=plan.baton, institution=plan.organiser).exists():
            raise Refused("Kirab dan tongkat ini sudah tercatat di sini.")
        take_in([Arrival(plan, tuple(told), source)], now=now)
        return Relay.objects.get(source=source, institution=plan.organiser)


def take_in(arrivals: Sequence[Arrival], *, now: datetime, advance: Callable[[], None] = _quiet) -> int:
    """Take whole relays in, all of them or none, each with one leaf over its rows; returns how many hand-overs.

    ``advance`` is called after each relay.

    The file must have been compared (:mod:`ikrar.records.relay.intake`); raises InvalidField for an unknown code, and
    for a hand-over told of a day on which it cannot have been.
    """
    actions.check_known(one.plan for one in arrivals)
    for one in arrivals:
        for _n, error in wrong_days(one.plan, one.told, now):
            raise error
    acts: list[Act] = []
    with transaction.atomic():
        leaves = []
        for one in arrivals:
            leaves.append(ledger.Act(*_taken_in(one, acts, now)))
            advance()
        Act.objects.bulk_create(acts, batch_size=500)
        ledger.append_many(leaves, now=now)
    return sum(len(one.plan.legs) for one in arrivals)


def wrong_days(plan: Plan, told: Sequence[Told], now: datetime) -> Iterator[tuple[int, InvalidField]]:
    """Yield number and error of each leg that is told of a day on which it cannot have been handed over."""
    days = [(leg, day) for leg, (_state, day, _why) in zip(plan.legs, told, strict=False) if day]
    previous = None
    for leg, day in days:
        today = legal_day(now, leg.area)
        try:
            check_actual(day, leg.planned_on, today, previous=previous, field=f"actual_on-{leg.n}")
        except InvalidField as error:
            yield leg.n, error
        previous = day


def _taken_in(one: Arrival, acts: list[Act], now: datetime) -> tuple[str, str, str, dict[str, object]]:
    """Write a relay of a file but for its acts, which are collected; returns what its leaf tells."""
    row = actions.keep(one.plan, now=now, source=one.source)
    holder, legs = row.start_id, list(row.legs.order_by("n"))
    for leg, (state, day, why) in zip(legs, one.told, strict=False):
        kind = Kind.SKIPPED if state is State.SKIPPED else Kind.TOLD
        acts.append(
            Act(relay=row, n=leg.n, leg=leg.n, kind=kind, by_id=row.institution_id, at=now, kept_at=now, reason=why)
        )
        leg.state, leg.actual_on = state, day
        if kind is Kind.TOLD:
            leg.giver_id, holder = holder, leg.receiver_id
    passed = legs[: len(one.told)]
    Leg.objects.bulk_update(passed, ["state", "actual_on", "giver"], batch_size=200)
    row.holder_id, row.next = holder, len(one.told) + 1
    row.done = sum(leg.state == State.TOLD for leg in passed)
    row.state = DONE if row.next > row.legs_count else UNDERWAY if passed else PLANNED
    row.save(update_fields=["holder", "next", "done", "state"])
    record = {
        "act": "relay.imported",
        "relay": row.ref,
        "rows": one.source,
        "legs": row.legs_count,
        "told": len(passed),
    }
    return "relay.imported", row.institution_id, row.ref, record
