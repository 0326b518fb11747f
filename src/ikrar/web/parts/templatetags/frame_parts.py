"""What is drawn, what every page has, where the reader stands: ``{% icon %}``, ``{% footer %}``, ``{% current %}``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from ikrar.core.account.role import Role
from ikrar.web.parts.menu import grouped, menu_of

register = template.Library()

OPTION, CHOSEN = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'

#: The names of the addresses in the menu of every page, the first one for those who have a desk.
MENU = ("desk", "declarations", "commitments", "calendar", "areas", "institutions", "check")


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


def mark(path: str, address: str, *, alone: bool = False) -> str:
    """Return how a link stands to the page: "page" its own, "true" what it belongs to unless ``alone``; else empty."""
    if path != address if alone else not path.startswith(address):
        return ""
    return "page" if path == address else "true"


def _marked(found: str) -> str:
    return format_html(' aria-current="{}"', found) if found else ""


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str) -> str:
    """Render a template where the tag stands: a menu that a page shows at two widths is rendered once for both."""
    return template.Engine.get_default().get_template(name).render(context)


@register.simple_tag(takes_context=True)
def menu_links(context: template.Context) -> str:
    """Return the links of the menu of every page, drawn once for all pages that mark the same of them."""
    path, language = _path(context), get_language()
    marks = tuple(mark(path, _address(name, language)) for name in MENU)
    return _links(language, bool(context.get("holder")), marks)


@register.simple_tag(takes_context=True)
def desk_links(context: template.Context) -> str:
    """Return the links of the desk's menu, drawn once for the pages of all who may open the same."""
    path, roles, language = _path(context), context["holder"].roles, get_language()
    names = [name for name, _ in menu_of(roles)]
    marks = tuple(mark(path, _address(name, language), alone=name == "desk") for name in names)
    return _desk_links(language, roles, marks)


def _path(context: template.Context) -> str:
    request = context.get("request")
    return str(request.path) if request is not None else ""


@lru_cache(maxsize=512)
def _links(language: str | None, holder: bool, marks: tuple[str, ...]) -> str:
    """Draw the menu in a language, which is the one in force."""
    marked = dict(zip(MENU, map(_marked, marks), strict=True))
    return render_to_string("frame/menu_links.html", {"holder": holder, "marked": marked})


@lru_cache(maxsize=512)
def _desk_links(language: str | None, roles: frozenset[Role], marks: tuple[str, ...]) -> str:
    """Draw the desk's menu in a language, which is the one in force."""
    marked = {name: _marked(mark) for (name, _), mark in zip(menu_of(roles), marks, strict=True)}
    return render_to_string("frame/desk_links.html", {"groups": grouped(roles), "marked": marked})


@cache
def _address(name: str, language: str | None) -> str:
    """Return the address of an entry in a language, which is the one in force."""
    return reverse(name)


@register.simple_tag
def options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> str:
    """Return the options of a select from values and their names, one of them chosen: in one piece, they are many."""
    drawn = ((format_html(CHOSEN if value == chosen else OPTION, value, name),) for value, name in pairs)
    return format_html_join("", "{}", drawn)


@register.simple_tag(takes_context=True)
def footer(context: template.Context) -> str:
    """Return the foot of every page: the same for all who read a language, but that a guest finds the entrance."""
    return _footer(get_language(), bool(context.get("holder")))


@cache
def _footer(language: str | None, holder: bool) -> str:
    """Return the foot in a language, which is the one in force."""
    return render_to_string("frame/footer.html", {"holder": holder})
