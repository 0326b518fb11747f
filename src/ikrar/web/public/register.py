"""The public register: every registered declaration, narrowed by what a reader asks for; each state has its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.errors import InvalidField
from ikrar.records.declaration import queries
from ikrar.web.parts.place import plain
from ikrar.web.public import exchange
from ikrar.web.public.asked import Asked, read
from ikrar.web.public.packed import packed


@packed
def page(request: HttpRequest) -> HttpResponse:
    """List the registered declarations, newest event first, narrowed by the words and filters of the address.

    Parameters: see :mod:`ikrar.web.public.asked`; ``hal`` numbers the pages, ``setelah`` goes on behind a declaration.
    """
    asked = read(request)
    after = plain(request.GET.get("setelah", ""))
    number = request.GET.get("hal", "1")
    try:
        found = queries.register_page(asked.wanted, page=number, after=after)
    except InvalidField:  # no longer listed, or never
        after = ""
        found = queries.register_page(asked.wanted, page=number)
    context = {
        "asked": asked,
        "page": found,
        "files": tuple(exchange.MANY),
        "after": after,
        "without": _without(asked) if not found.object_list else (),
    }
    if asked.wanted.terms:
        context["passages"] = queries.passages(found.object_list, asked.wanted)
    response = render(request, "public/declarations.html", context)
    if asked.chips or after:
        response["X-Robots-Tag"] = "noindex"
    if any(version.declaration.example for version in found.object_list):
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response


def _without(asked: Asked) -> tuple[tuple[object, int], ...]:
    """Return each of several things asked for with how many declarations answer without it: what to let go of."""
    if len(asked.chips) < 2:
        return ()
    counted = ((chip, queries.register_count(chip.others)) for chip in asked.chips)
    return tuple((chip, number) for chip, number in counted if number)
