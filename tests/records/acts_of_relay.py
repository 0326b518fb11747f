"""Every kind of act on a relay, ready to be done once: see :mod:`tests.records.acts`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from ikrar.core.relay.custody import Leg
from ikrar.records.relay import actions as relay
from ikrar.records.relay import arrival
from tests import cast, relaying

Act = Callable[[], Any]


def planning_relay() -> Act:
    """A plan of three legs."""
    dewi = cast.at_desk(cast.DEWI)
    return lambda: relay.plan(dewi, relaying.PLAN, now=timezone.now())


def opening_handover() -> Act:
    """A planned relay."""
    row = relaying.planned()
    return lambda: relaying.opened(row)


def answering(verb: Callable[..., Any], who: cast.Person) -> Callable[[], Act]:
    """An open hand-over that waits for its receiver, or for its giver to take it back."""

    def ready() -> Act:
        row = relaying.planned()
        opening, side = relaying.opened(row).n, cast.at_desk(who)
        said = relaying.told(reason="Belum lengkap.")
        return lambda: verb(side, row.ref, 1, said, answers=opening, now=timezone.now())

    return ready


def skipping_leg() -> Act:
    """A leg whose turn it is."""
    row, dewi = relaying.planned(), cast.at_desk(cast.DEWI)
    return lambda: relay.skip(dewi, row.ref, 1, relaying.told(reason="Banjir."), now=timezone.now())


def changing_leg() -> Act:
    """A leg that is to come."""
    row, dewi = relaying.planned(), cast.at_desk(cast.DEWI)
    later = replace(relaying.PLAN.legs[0], venue="Alun-alun Serang")
    return lambda: relay.change_leg(dewi, row.ref, later, relaying.told(reason="Hujan."), now=timezone.now())


def dating_handover() -> Act:
    """A hand-over that took place."""
    row, dewi = relaying.planned(), cast.at_desk(cast.DEWI)
    relaying.handed_over(row)
    said = relaying.told(reason="Dicatat terlambat.")
    return lambda: relay.enter_day(dewi, row.ref, 1, relaying.DAY, said, now=timezone.now())


def cancelling_relay() -> Act:
    """A relay under way."""
    row, dewi = relaying.planned(), cast.at_desk(cast.DEWI)
    relaying.handed_over(row)
    return lambda: relay.cancel(dewi, row.ref, relaying.told(reason="Bencana."), now=timezone.now())


def importing_relay() -> Act:
    """A relay of a file, of which one hand-over is told and one leg was skipped."""
    told = ((Leg.TOLD, relaying.DAY, ""), (Leg.SKIPPED, None, "Banjir."))
    one = arrival.Arrival(relaying.PLAN, told, "f" * 64)
    return lambda: arrival.take_in([one], now=timezone.now())


ACTS: dict[str, Callable[[], Act]] = {
    "relay.planned": planning_relay,
    "relay.changed": changing_leg,
    "relay.skipped": skipping_leg,
    "relay.dated": dating_handover,
    "relay.cancelled": cancelling_relay,
    "relay.imported": importing_relay,
    "handover.opened": opening_handover,
    "handover.acknowledged": answering(relay.acknowledge, cast.YUDA),
    "handover.refused": answering(relay.refuse, cast.YUDA),
    "handover.withdrawn": answering(relay.withdraw, cast.DEWI),
}
