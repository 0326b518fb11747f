"""What is drawn, what every page has, where the reader stands: ``{% icon %}``, ``{% footer %}``, ``{% current %}``."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

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


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str) -> str:
    """Render a template where the tag stands: a menu that a page shows at two widths is rendered once for both."""
    return template.Engine.get_default().get_template(name).render(context)


@register.simple_tag(takes_context=True)
def footer(context: template.Context) -> str:
    """Return the foot of every page: the same for all who read a language, but that a guest finds the entrance."""
    return _footer(get_language(), bool(context.get("holder")))


@cache
def _footer(language: str | None, holder: bool) -> str:
    """Return the foot in a language, which is the one in force."""
    return render_to_string("frame/footer.html", {"holder": holder})
