"""Filters that say where a relay and its legs stand."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from ikrar.channels.paper import handover
from ikrar.core.relay import plan
from ikrar.door.moment import clock
from ikrar.web.parts.templatetags.parts import long_date

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
#: What people call the fields of the forms of a plan and of a hand-over; messages name fields by their keys.
FIELDS = {
    "series": "Nama kirab",
    "baton": "Nama tongkat atau jalur",
    "institution": "Penyelenggara",
    "election": "Pemilihan",
    "holder": "Pemegang pertama (kode lembaga)",
    "start": "Berangkat dari (kode wilayah)",
    "starts_on": "Hari berangkat",
    "items": "Yang dibawa, satu benda satu baris",
    "receiver": "Penerima (kode lembaga)",
    "area": "Wilayah serah terima (kode)",
    "venue": "Tempat",
    "planned_on": "Hari rencana",
    "planned_at": "Jam setempat, bila sudah ada",
    "actual_on": "Hari sebenarnya",
    "programme": "Acara pemberhentian",
    "office": "Jabatan yang menandai",
    "at": "Hari dan jam setempat, bila dicatat kemudian",
    "witnesses": "Saksi, satu jabatan satu baris, tanpa nama orang",
    "reason": "Alasan, ikut terbit",
    "note": "Catatan",
    "condition": "Keadaan benda",
    "legs": "Ruas dan serah terima",
}
WITHOUT_INPUT = {"legs", "condition", "note"}
#: ``receiver-2`` as forms name it, ``legs.2.receiver`` as core does, ``note.2`` for an object.
NUMBERED = re.compile(r"(?:legs\.(?P<leg>\d+)\.(?P<part>\w+)|(?P<field>\w+?)(?:(?P<mark>[-.])(?P<n>\d+))?)")


@register.filter
def kept_later(act: Any, zone: str = "") -> str:
    """Say when an act was kept, where that is more than an hour after the time that was told; empty otherwise."""
    return handover.kept_later(act, zone)


@register.filter
def relay_field(field: str) -> str:
    """What people call a field that a message names, with the number of its leg or object."""
    name, n, of_leg = _field(field)
    label = gettext(FIELDS[name]) if name in FIELDS else field
    if not n:
        return label
    return f"{gettext('Ruas %(n)s') % {'n': n}} · {label}" if of_leg else f"{label} {n}"


@register.filter
def relay_anchor(field: str) -> str:
    """The id of the input that a message is about; empty when the form of a plan has none."""
    name, n, of_leg = _field(field)
    if name not in FIELDS or name in WITHOUT_INPUT or (n and not of_leg):
        return ""
    return f"{name}-{n}" if n else name


def _field(field: str) -> tuple[str, str, bool]:
    found = NUMBERED.fullmatch(field)
    if found is None:
        return field, "", False
    return found["part"] or found["field"], found["leg"] or found["n"] or "", bool(found["leg"]) or found["mark"] == "-"


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
def days_ago(days: int) -> str:
    """How many days ago something was heard, in words."""
    if days < 1:
        return gettext("hari ini")
    return ngettext("{n} hari yang lalu", "{n} hari yang lalu", days).format(n=days)


@register.filter
def late_words(stop: Any) -> str:
    """How late or early a stop is, in a few words; nothing when it is on its day."""
    if stop.late > 0:
        return ngettext("terlambat {n} hari", "terlambat {n} hari", stop.late).format(n=stop.late)
    if stop.late < 0:
        return ngettext("lebih awal {n} hari", "lebih awal {n} hari", -stop.late).format(n=-stop.late)
    return ""


@register.filter
def programme_typed(slots: list[dict[str, str]]) -> str:
    """A kept programme as it is typed."""
    return plan.programme_text(slots)


@register.filter
def slot_when(slot: dict[str, str]) -> str:
    """The day and hour of a programme's item, as people write them; a kept day that is none is shown as it is."""
    hour = clock(time.fromisoformat(slot["at"])) if slot["at"] else ""
    return f"{kept_day(slot['day'])} {hour}".strip()


@register.filter
def kept_day(value: str) -> str:
    """A day that an act keeps in ISO 8601, as people write it; one that is none is shown as it is."""
    try:
        return long_date(date.fromisoformat(value))
    except ValueError:
        return value
