"""Filters that say states of meetings and decisions, answers and due rules as people say them."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from ikrar.core.errors import BadInput
from ikrar.core.place import zone
from ikrar.core.stage.due import parse
from ikrar.records.meeting import queries

register = template.Library()

STATES = {
    "draft": "rancangan",
    "called": "undangan keluar",
    "held": "sedang dicatat",
    "frozen": "menunggu persetujuan",
    "approved": "notulen disetujui",
    "cancelled": "dibatalkan",
}
STANDINGS = {"open": "terbuka", "closed": "selesai", "dropped": "tidak dijalankan", "overdue": "lewat tenggat"}
ANSWERS = {
    "ACCEPTED": "akan hadir",
    "DECLINED": "berhalangan",
    "TENTATIVE": "belum pasti",
    "DELEGATED": "diwakilkan",
    "NEEDS-ACTION": "belum menjawab",
}


@register.filter
def meeting_state(state: str) -> str:
    """Return in words where a meeting stands."""
    return gettext(STATES[state])


@register.filter
def standing_name(standing: str) -> str:
    """Return in words where a decision stands."""
    return gettext(STANDINGS[standing])


@register.filter
def answer_name(partstat: str) -> str:
    """Return in words what was answered to an invitation."""
    return gettext(ANSWERS[partstat])


@register.filter
def is_late(decision: Any, today: datetime.date | None = None) -> bool:
    """Say whether a decision is open past its day; the day is the installation's."""
    return queries.overdue(decision, today or timezone.localdate())


@register.filter
def rule_words(rule: str) -> str:
    """Return a calendar rule in words; what is no rule stays as it was typed."""
    try:
        return parse(rule).text("en" if get_language() == "en" else "id")
    except BadInput:
        return rule


@register.filter
def there(moment: datetime.datetime, name: str) -> datetime.datetime:
    """Return a moment in the zone of a place."""
    return moment.astimezone(ZoneInfo(name))


@register.filter
def zone_short(area: str) -> str:
    """Return what people call the time of an area: WIB, WITA or WIT."""
    return zone.short(area)
