"""Filters that say who signed, and how."""

from __future__ import annotations

from django import template

from ikrar.channels.paper import signing
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
