"""What is drawn, and where the reader stands: ``{% icon %}``, ``{% drawing %}`` and ``{% current %}``."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """Return a small sign of ours, silent to a screen reader: the word beside it says what it means.

    Raises TemplateDoesNotExist when there is no drawing of that name.
    """
    return render_to_string(f"icons/{name}.svg")


@register.simple_tag
@cache
def drawing(name: str) -> str:
    """Return an illustration of ours, silent to a screen reader: it only sets the tone of what is written below.

    Raises TemplateDoesNotExist when there is no drawing of that name.
    """
    return render_to_string(f"drawings/{name}.svg")


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], address: str, *, alone: bool = False) -> str:
    """Mark the link of a menu: the page itself or, unless it stands ``alone``, what the page belongs to."""
    request = context.get("request")
    path = request.path if request is not None else ""
    if not address or (path != address if alone else not path.startswith(address)):
        return ""
    return format_html(' aria-current="{}"', "page" if path == address else "true")
