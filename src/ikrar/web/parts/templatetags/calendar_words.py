"""Filters that say months, days and hours of the calendar as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from ikrar.core.stage.agenda import Edge, Entry, Shown
from ikrar.core.stage.month import Month
from ikrar.core.stage.rule import Span
from ikrar.door import moment
from ikrar.web.parts.templatetags.stage_words import days_words

register = template.Library()

IN_A_CELL = 4  # entries that a day of the month as a table shows
EDGE_WORDS = {Edge.BEGINS: "mulai:", Edge.RUNS: "berlangsung:", Edge.ENDS: "hari terakhir:"}
#: Every kind of ``web/public/calendar_sources.py``.
SOURCE_NAMES = {"tahapan": "Tahapan pemilihan", "kirab": "Kirab", "rapat": "Rapat"}


@register.filter
def month_words(month: Month) -> str:
    """Return a month with its year."""
    return formats.date_format(month.first, "F Y")


@register.filter
def edge_words(shown: Shown) -> str:
    """Return whether an entry begins, runs or ends on the day; nothing for an entry of one day."""
    return gettext(EDGE_WORDS[shown.edge]) if shown.edge in EDGE_WORDS else ""


@register.filter
def source_name(kind: str) -> str:
    """Return the name of a kind of entry."""
    return gettext(SOURCE_NAMES[kind])


@register.filter
def entry_days(entry: Entry) -> str:
    """Return the days of an entry, the month and the year once where both share them."""
    return days_words(None if entry.open_start else entry.first, entry.last)


@register.filter
def entry_facts(entry: Entry) -> str:
    """Return in one line which election an entry belongs to, where it is, and its days where they are several."""
    return " · ".join(filter(None, (entry.election_name, entry.place, entry_days(entry) if entry.days > 1 else "")))


@register.filter
def entry_titles(day: Sequence[Shown]) -> str:
    """Return the first entries of a day as the items of a small list, and how many more the list below has."""
    rows = [(f"{edge_words(one)} {one.entry.title}",) for one in day[:IN_A_CELL]]
    more = len(day) - IN_A_CELL
    rows += [(gettext("dan {n} lagi").format(n=more),)] if more > 0 else []
    return format_html_join("", "<li>{}</li>", rows)


@register.filter
def entry_dots(day: Sequence[Shown]) -> str:
    """Return a dot for each of the first entries of a day."""
    return format_html_join("", "<i>{}</i>", (("",) for _ in day[:IN_A_CELL]))


@register.filter
def entry_line(shown: Shown) -> str:
    """Return an entry as the item of a day: how it touches the day, its hours, its page, what is unsure, its facts."""
    return _line(shown, get_language())


@lru_cache(maxsize=4096)  # the entries of some busy months in both languages; a month is read again and again
def _line(shown: Shown, language: str | None) -> str:
    """Draw an entry in a language, which is the one in force."""
    entry = shown.entry
    before = [("edge", edge_words(shown))] if shown.edge != Edge.WHOLE else []
    before += [("hour", hours(entry))] if entry.hours else []
    after = [gettext("dibatalkan")] * entry.cancelled + [gettext("belum pasti")] * entry.tentative
    return format_html(
        '{}<a href="{}">{}</a>{} <span class="meta">{}</span>',
        format_html_join("", '<span class="{}">{}</span> ', before),
        entry.path,
        entry.title,
        format_html_join("", ' <span class="tag">{}</span>', ((one,) for one in after)),
        entry_facts(entry),
    )


@register.filter
def span_days(span: Span) -> str:
    """Return the days that one source gives a stage."""
    return days_words(span.first, span.last)


@register.filter
def hours(entry: Entry) -> str:
    """Return the hours of an entry in the time of its place; nothing where it has none."""
    if entry.hours is None:
        return ""
    return moment.hours(*entry.hours, entry.zone)
