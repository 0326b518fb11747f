"""What is drawn, and where the reader stands: ``{% icon %}``, ``{% drawing %}`` and ``{% current %}``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PARTS = Path(__file__).parents[1]
NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
SILENT = 'aria-hidden="true" focusable="false"'


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a small sign of ours, silent to a screen reader: the word beside it says what it means."""
    return _drawn("icons", name, 'class="icon" width="24" height="24"')


@register.simple_tag
def drawing(name: str) -> SafeString:
    """Return an illustration of ours, silent to a screen reader: it only sets the tone of what is written below."""
    return _drawn("drawings", name, 'class="drawing" width="200" height="140"')


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], address: str, *, alone: bool = False) -> SafeString:
    """Mark the link of a menu: the page itself or, unless it stands ``alone``, what the page belongs to."""
    request = context.get("request")
    path = request.path if request is not None else ""
    if not address or (path != address if alone else not path.startswith(address)):
        return SafeString("")
    return SafeString(' aria-current="page"' if path == address else ' aria-current="true"')


@cache
def _drawn(folder: str, name: str, attributes: str) -> SafeString:
    """Return a file of ours ready for a page; raises FileNotFoundError when there is no drawing of that name."""
    text = (PARTS / folder / f"{name}.svg").read_text(encoding="utf-8").strip()
    return mark_safe(text.replace("<svg" + NAMESPACE, f"<svg {attributes} {SILENT}", 1))  # noqa: S308  # our own file
