"""Filters that say where a relay and its legs stand."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from ikrar.channels.paper import handover
from ikrar.core.place import zone
from ikrar.core.relay import plan

register = template.Library()

RELAY_STATES = {
    "planned": "direncanakan",
    "underway": "sedang berjalan",
    "done": "sampai di tujuan",
    "cancelled": "dibatalkan",
}
LEG_STATES = {
    "planned": "direncanakan",
    "open": "menunggu diterima",
    "done": "diterima",
    "told": "selesai menurut berkas",
    "skipped": "dilewati",
    "cancelled": "dibatalkan",
}


@register.filter
def relay_state(state: str) -> str:
    """Where a relay stands, in the reader's language."""
    return gettext(RELAY_STATES[state])


@register.filter
def leg_state(state: str) -> str:
    """Where a leg stands, in the reader's language."""
    return gettext(LEG_STATES[state])


@register.filter
def act_words(kind: str) -> str:
    """What happened, in the reader's language."""
    return handover.said(kind)


@register.filter
def condition_words(value: str) -> str:
    """The condition of an object, in the reader's language."""
    return handover.condition(value)


@register.filter
def late_words(stop: Any) -> str:
    """How late or early a stop is, in a few words; nothing when it is on its day."""
    if stop.late > 0:
        return ngettext("terlambat {n} hari", "terlambat {n} hari", stop.late).format(n=stop.late)
    if stop.late < 0:
        return ngettext("lebih awal {n} hari", "lebih awal {n} hari", -stop.late).format(n=-stop.late)
    return ""


@register.filter
def zone_of(area: str) -> str:
    """What people call the time of an area: WIB, WITA or WIT."""
    return zone.short(area)


@register.filter
def programme_typed(slots: list[dict[str, str]]) -> str:
    """A kept programme as it is typed."""
    return plan.programme_text(slots)
