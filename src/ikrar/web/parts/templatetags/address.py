"""The addresses of pages as people share them."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language

from ikrar.core.declaration import kind
from ikrar.core.declaration.address import slug
from ikrar.door.rule import Audience, Rule

register = template.Library()

_ANY, _NUMBER = "-REF-", "987654321"


@register.filter
def address(declared: Any) -> str:
    """Return the address of a declaration's page with its title in it: of a version, or of what the register holds."""
    return titled(str(getattr(declared, "declaration_id", "") or declared.ref), _title(declared))


def titled(ref: str, title: str) -> str:
    """Return the canonical address of a declaration by its reference and title."""
    return reverse("declaration-titled", args=[ref, slug(title)])


def _title(declared: Any) -> str:
    text = getattr(declared, "text", None)
    return str(text.title if text else declared.title)


@register.simple_tag
def page(name: str, ref: str, n: int | None = None) -> str:
    """Return the address of one record's page by the name of its URL: as ``{% url %}``, worked out once for a list.

    ``n`` is the number of a part of it, where the address has one.
    """
    address = _page(name, get_language(), n is not None).replace(_ANY, ref)
    return address if n is None else address.replace(_NUMBER, str(n))


@cache
def _page(name: str, language: str | None, numbered: bool) -> str:
    """Return the address in a language, which is the one in force, with marks where reference and number go."""
    return reverse(name, args=[_ANY, int(_NUMBER)] if numbered else [_ANY])


@register.filter
def earlier(declared: Any, number: int) -> int:
    """Return the number of the frozen version before one; 0 for the first."""
    return max((one.number for one in declared.versions if one.number < number), default=0)


@register.filter
def absolute(path: str) -> str:
    """Return an address of this installation with its origin."""
    return f"{settings.ORIGIN}{path}"


@register.filter
def webcal(path: str) -> str:
    """Return an address that a calendar program takes as a subscription and not as a file to copy once."""
    return f"webcal://{settings.ORIGIN.partition('://')[2]}{path}"


@register.inclusion_tag("canonical.html", takes_context=True)
def canonical(context: dict[str, Any]) -> dict[str, object]:
    """Name the one address of a public page, and its counterparts in the other language."""
    request = context.get("request")
    rule = getattr(request, "rule", None)
    if request is None or not isinstance(rule, Rule) or rule.audience is not Audience.EVERYONE:
        return {}
    path = context.get("shared") or request.path_info
    inner = "/" + path.removeprefix("/en/").removeprefix("/") if path.startswith("/en/") else path
    page = request.GET.get("hal", "")
    query = f"?hal={page}" if page.isdecimal() and page != "1" else ""
    both = {"id": absolute(inner + query), "en": absolute("/en" + inner + query)}
    return {"own": both["en"] if path.startswith("/en/") else both["id"], "both": both}


@cache
def _slugs() -> dict[str, str]:
    return {one.code: one.slug for one in kind.load()}


@register.filter
def kind_slug(code: str) -> str:
    """Return the name of a commitment kind in the address of its page."""
    return _slugs().get(code, code)


@register.filter
def month_name(month: str) -> str:
    """Return a month ("2024-08") as people write it; a year stays one."""
    year, _dash, number = month.partition("-")
    if not number:
        return year
    return formats.date_format(datetime.date(int(year), int(number), 1), "F Y")
