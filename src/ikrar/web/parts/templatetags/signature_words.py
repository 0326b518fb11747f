"""Filters that say who signed, and how."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from ikrar.channels.paper import signing
from ikrar.core.certificate.said import Mark, Said
from ikrar.door.moment import clock, moment, short
from ikrar.records.signature.queries import Signed

register = template.Library()
#: A time as records and leaves write it, in UTC, to the minute or to the hour.
TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})(?::(\d{2}))?Z", re.ASCII)


@register.filter
def signing_how(one: Signed) -> tuple[str, ...]:
    """Return how an office signed, in whole sentences."""
    return signing.how(one)


@register.filter
def signing_head(one: Signed) -> str:
    """Return office and institution as the text names them."""
    return signing.head(one)


MARKS = {
    Mark.PROVEN: "terbukti",
    Mark.TOLD: "dicatat",
    Mark.BROKEN: "tidak cocok",
    Mark.ENDED: "ditarik",
    Mark.OPEN: "tidak dibuktikan",
}
FIELDS = {
    "title": "Judul",
    "preamble": "Pembuka",
    "points": "Poin",
    "closing": "Penutup",
    "pledging_offices": "Yang berikrar",
}


@register.filter
def mark_words(one: Said) -> str:
    """Return how sure a sentence is."""
    return gettext(MARKS[one.mark])


@register.filter
def said_words(one: Said) -> str:
    """Return a sentence about a proof."""
    said = one.message  # from core, whose sentences are found where they stand
    return gettext(said).format(**{name: _plain(part) for name, part in one.params.items()})


def _plain(part: object) -> object:
    """Return a time of a proof as people tell it, here and now; a leaf tells the hour alone, so that stays coarse."""
    found = TIME.fullmatch(part) if isinstance(part, str) else None
    if found is None:
        return part
    day, hour, minute = found.groups()
    at = localtime(datetime.fromisoformat(f"{day}T{hour}:{minute or '00'}:00+00:00"))
    if minute:
        return moment(at)
    return gettext("{day} antara pukul {first} dan {last}").format(
        day=date_format(at, "j F Y"),
        first=clock(at),
        last=f"{clock(at + timedelta(minutes=59))} {short(at)}",
    )


@register.filter
def field_words(field: str) -> str:
    """Return a part of a registered text as people name it."""
    return gettext(FIELDS[field])
