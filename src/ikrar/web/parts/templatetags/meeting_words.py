"""Filters that say states of meetings and decisions, answers and due rules as people say them."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext

from ikrar.core.errors import BadInput
from ikrar.core.meeting.decision import is_overdue
from ikrar.core.meeting.move import Standing
from ikrar.core.stage.due import parse
from ikrar.door import moment
from ikrar.door.language import read_in
from ikrar.records.meeting import queries
from ikrar.web.parts.templatetags.parts import long_date

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
DEEDS = {
    "progress": "kemajuan",
    "reassign": "dialihkan",
    "reschedule": "tenggat digeser",
    "close": "diselesaikan",
    "drop": "tidak dijalankan",
    "dispute": "hasilnya dipersoalkan",
    "reopen": "dibuka lagi",
}
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
    return pgettext("keputusan", STANDINGS[standing])


@register.filter
def deed_name(deed: str) -> str:
    """Return in words what was done about a decision."""
    return gettext(DEEDS[deed])


@register.filter
def answer_name(partstat: str) -> str:
    """Return in words what was answered to an invitation."""
    return gettext(ANSWERS[partstat])


@register.filter
def is_late(decision: Any, today: datetime.date | None = None) -> bool:
    """Say whether a decision is open past its day; the day is the installation's."""
    return is_overdue(Standing(decision.standing), decision.due, today or timezone.localdate())


@register.filter
def decision_words(decision: Any) -> str:
    """Return who runs a decision, until when and with what result, each behind a dot; one filter for a row of fifty."""
    found = [decision.owner.name, decision.office]
    if decision.due:
        due = gettext("tenggat %(day)s") % {"day": long_date(decision.due)}
        found.append(f"{due} ({rule_words(decision.rule)})" if decision.rule else due)
    return "".join(f" · {one}" for one in (*found, decision.result) if one)


@register.filter
def rule_words(rule: str) -> str:
    """Return a calendar rule in words; what is no rule stays as it was typed."""
    try:
        return parse(rule).text(read_in())
    except BadInput:
        return rule


@register.filter
def meeting_hours(meeting: Any) -> str:
    """Return from when until when a meeting goes, in the time of its place."""
    return moment.hours(meeting.starts, meeting.ends, meeting.zone)


@register.filter
def meeting_day(meeting: Any) -> str:
    """Return the day a meeting begins, in the time of its place, as an element that programs read too."""
    day = queries.stamp(meeting).date()
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), moment.day(day))


@register.filter
def meeting_start(meeting: Any) -> str:
    """Return when a meeting begins, in the time of its place, as an element that programs read too."""
    return format_html(
        '<time datetime="{}">{}</time>', meeting.starts.isoformat(), moment.moment(meeting.starts, meeting.zone)
    )
