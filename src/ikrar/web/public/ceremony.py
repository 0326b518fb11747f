"""The screen of a ceremony, for the projector: the text, the code to sign at, and each office as it signs."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from ikrar.channels.paper import signing
from ikrar.channels.paper.declaration import EXAMPLE
from ikrar.door.moment import clock, short
from ikrar.records.declaration import queries
from ikrar.records.signature import queries as signature
from ikrar.records.signature.queries import Signed
from ikrar.web.public.attached import marked
from ikrar.web.public.fresh import Fresh
from ikrar.web.public.packed import packed
from ikrar.web.public.retyped import retyped

#: One answer a second is made for all screens of a ceremony, in each language; screens ask every two.
STATES = Fresh(1.0, 64)
#: From this many offices on they stand small in columns.
MANY = 13
#: From so many characters on a text stands in smaller type, that a projector shows it whole.
LENGTHS = ((1000, "longest"), (420, "long"))


@retyped
@packed
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a declaration being signed; a script brings the screen up to date, and without one it is loaded again."""
    found = queries.registered(ref)
    signed = signature.seen(ref, found.number)
    context = {
        "declaration": found,
        "state": state(signed),
        "rows": [_shown(one) for one in signed],
        "many": len(signed) >= MANY,
        "size": size([found.text.title, found.text.preamble or "", *found.text.points]),
        "entrance": settings.ORIGIN + reverse("declaration", args=[ref]),
    }
    return marked(render(request, "public/ceremony.html", context), example=found.example, quiet=True)


@packed
def live(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Say in JSON who signed so far; five queries at most, once a second for all screens together."""
    key = (ref, number, get_language())
    response = HttpResponse(STATES.get(key, lambda: _told(ref, number)), "application/json")
    return marked(response, example=EXAMPLE.encode() in response.content, quiet=True)


def _told(ref: str, number: int) -> bytes:
    signed = signature.seen(ref, number)
    mark = {"mark": EXAMPLE} if queries.is_example(ref) else {}
    return json.dumps(mark | state(signed), ensure_ascii=False).encode()


def state(signed: Sequence[Signed]) -> dict[str, object]:
    """Return what changes on the screen: the count, who signed last, and each office's sign and words."""
    given = [one for one in signed if one.stands]
    last = max(given, key=lambda one: (one.at is not None, one.at, one.n), default=None)
    return {
        "signed": len(given),
        "total": len(signed),
        "count": gettext("{n} dari {total} menandatangani").format(n=len(given), total=len(signed)),
        "last": gettext("Baru saja: {who}").format(who=signing.head(last)) if last else "",
        "whole": bool(signed) and len(given) == len(signed),
        "rows": [{"n": one.n, "state": standing(one), "says": says(one)} for one in signed],
    }


def size(words: Sequence[str]) -> str:
    """Return how long a text is on the screen: longest, long, or nothing for a short one."""
    length = sum(map(len, words))
    return next((name for least, name in LENGTHS if length >= least), "")


def standing(one: Signed) -> str:
    """Return the state of an office on the screen: signed, ended (withdrawn or refused), or open."""
    if one.stands:
        return "signed"
    return "ended" if one.withdrawn or one.refused else "open"


def says(one: Signed) -> str:
    """Return how and at what time an office signed, in a few words."""
    local = localtime(one.at) if one.at and one.stands else None
    at = f"{clock(local)} {short(local)}" if local else ""
    return " · ".join(filter(None, (signing.short(one), at)))


def _shown(one: Signed) -> dict[str, object]:
    return {
        "n": one.n,
        "head": signing.head(one),
        "rest": signing.rest(one),
        "state": standing(one),
        "says": says(one),
    }


@retyped
def code(request: HttpRequest, ref: str) -> HttpResponse:
    """Draw the QR code of the declaration's page, where a signatory reads the text and asks for the own link."""
    found = queries.registered(ref)
    out = io.BytesIO()
    address = settings.ORIGIN + reverse("declaration", args=[ref])
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=8, light="#fff")
    return marked(HttpResponse(out.getvalue(), "image/svg+xml"), example=found.example, quiet=True)
