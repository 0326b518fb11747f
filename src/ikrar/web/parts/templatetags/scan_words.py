"""What a sealed picture shows, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from ikrar.core.scan.scan import What

register = template.Library()

WHAT_NAMES: dict[str, str] = {
    What.BOARD.value: "papan tanda tangan",
    What.SHEET.value: "naskah bertanda tangan",
    What.ATTENDANCE.value: "daftar hadir",
}


@register.filter
def scan_what(what: str) -> str:
    """What a sealed picture shows, in the reader's language."""
    return gettext(WHAT_NAMES.get(what, what))
