"""A relay of two border crossings between Dewi's and Yuda's institutions, and the shortest ways to move its baton."""

from __future__ import annotations

from dataclasses import replace as replace
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from ikrar.core.relay.handover import conditions
from ikrar.core.relay.plan import Leg, Plan, Slot
from ikrar.records.account.access import Holder
from ikrar.records.ref import new_ref
from ikrar.records.relay import actions
from ikrar.records.relay.actions import Told
from ikrar.records.relay.models import Act, Relay
from tests import cast

DAY = date(2026, 3, 2)
SARI_SIDE, YUDA_SIDE = "Ketua KPU Kabupaten Pamekasan", "Ketua KPU Kabupaten Serang"
ITEMS = ("1 bendera merah putih", "18 bendera partai")
SLOTS = (Slot(DAY, time(9, 30), "Pawai kendaraan", "Alun-alun Serang"),)
PLAN = Plan(
    series="Kirab Pemilu Uji",
    baton="Tongkat A",
    organiser="35.28/kpu",
    holder="35.28/kpu",
    area="35.28",
    starts_on=DAY,
    election="pilkada-2024",
    items=ITEMS,
    legs=(
        Leg(1, "36.04/kpu", "36.04", "Batas Kabupaten Serang", date(2026, 3, 2), time(9, 0), SLOTS),
        Leg(2, "35.28/kpu", "36.04", "Batas Kabupaten Serang", date(2026, 3, 3)),
        Leg(3, "36.04/kpu", "36.04", "Pendopo Serang", date(2026, 3, 9)),
    ),
)


def planned(who: Holder | None = None, **changes: Any) -> Relay:
    """Let Dewi plan the relay; ``changes`` replace parts of the plan."""
    return actions.plan(who or cast.at_desk(cast.DEWI), replace(PLAN, **changes), now=timezone.now())


def told(**more: Any) -> Told:
    """Return what a side tells, with a fresh key."""
    return Told(**({"key": new_ref(), "conditions": conditions(ITEMS, {})} | more))


def opened(relay: Relay, n: int = 1, who: cast.Person = cast.DEWI, *, now: datetime | None = None, **more: Any) -> Act:
    """Let the holder open a hand-over."""
    return actions.open_handover(cast.at_desk(who), relay.ref, n, told(**more), now=now or timezone.now())


def handed_over(
    relay: Relay, n: int = 1, giver: cast.Person = cast.DEWI, receiver: cast.Person = cast.YUDA, **more: Any
) -> Act:
    """Let one side open and the other acknowledge."""
    answers = opened(relay, n, giver, **more).n
    return actions.acknowledge(
        cast.at_desk(receiver), relay.ref, n, told(), answers=answers, now=more.get("now") or timezone.now()
    )
