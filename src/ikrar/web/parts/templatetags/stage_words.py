"""Filters that say the days of stages and of looking again as people write them."""

from __future__ import annotations

import datetime

from django import template
from django.utils import formats
from django.utils.translation import gettext

from ikrar.core.declaration.review_day import Turn
from ikrar.core.stage.standing import Phase
from ikrar.core.stage.table import Stage

register = template.Library()

PHASE_NAMES = {
    "ahead": "belum mulai",
    "running": "sekarang",
    "over": "selesai",
    "open": "tanpa tanggal",
}
TURN_NAMES = {
    "ahead": "belum waktunya",
    "today": "hari ini",
    "past": "waktunya lewat, belum diketahui",
    "open": "tanpa tanggal",
}


@register.filter
def phase_name(phase: Phase) -> str:
    """Return in words whether a stage is ahead, runs or is over."""
    return gettext(PHASE_NAMES[phase])


@register.filter
def turn_name(turn: Turn) -> str:
    """Return in words whether a day of looking again is ahead or past."""
    return gettext(TURN_NAMES[turn])


@register.filter
def stage_days(stage: Stage) -> str:
    """Return the days of a stage as people write them, the month and the year once where both days share them."""
    return days_words(stage.first, stage.last)


def days_words(first: datetime.date | None, last: datetime.date | None) -> str:
    """Return days from ``first`` to ``last`` as people write them; nothing without a last one."""
    if last is None:
        return ""
    if first is None:
        return gettext("sampai {day}").format(day=_day(last))
    if first == last:
        return formats.date_format(first, "l, j F Y")
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    shape = "j" if first.month == last.month else "j F"
    return f"{formats.date_format(first, shape)} – {_day(last)}"


@register.filter
def plain_date(day: datetime.date | None) -> str:
    """Return a date without its weekday, as people write it here."""
    return _day(day) if day else ""


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")
