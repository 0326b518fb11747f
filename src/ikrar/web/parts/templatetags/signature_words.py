"""Filters that say who signed, and how."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from ikrar.channels.paper import signing
from ikrar.core.certificate.said import Mark, Said
from ikrar.records.signature.queries import Signed

register = template.Library()


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
    return gettext(said).format(**one.params)


@register.filter
def field_words(field: str) -> str:
    """Return a part of a registered text as people name it."""
    return gettext(FIELDS[field])
