"""Sealed pictures at the desk: seal photographs of a signing, look at one, erase one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.picture.redraw import MEDIA_TYPE, redraw
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.scan.scan import LATEST, SOONEST, USUAL, What, kept_until, what_of
from ikrar.records.declaration import access as declaration
from ikrar.records.scan import actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """List the pictures of a declaration; the POST seals one more."""
    if request.method != "POST":
        return _page(request, ref)
    who = holder_of(request)
    declaration.editable(who, ref)
    try:
        _seal(request, ref)
    except (BadInput, Refused) as error:
        return _page(request, ref, error=message(error), status=editor.status_of(error))
    return editor.see_other(reverse("scans", args=[ref]) + "?tersimpan=1")


def _seal(request: HttpRequest, ref: str) -> None:
    who, typed = holder_of(request), decode.typed(request.POST)
    what = what_of(typed.get("what", ""))
    until = kept_until(typed.get("kept", ""), who.today)
    sent = request.FILES.get("picture")
    if sent is None:
        raise InvalidField("Pilih sebuah foto atau pindaian.", field="picture")
    drawn = redraw(sent.read())
    actions.keep(who, ref, picture=drawn.data, what=what, until=until, now=timezone.now())


def _page(request: HttpRequest, ref: str, *, error: str = "", status: int = 200) -> HttpResponse:
    who = holder_of(request)
    version = declaration.editable(who, ref)
    context = {
        "ref": ref,
        "title": version.title,
        "scans": queries.of(ref),
        "kinds": list(What),
        "entered": decode.typed(request.POST),
        "usual": who.today + USUAL,
        "soonest": who.today + SOONEST,
        "latest": who.today + LATEST,
        "done": request.GET.get("tersimpan") == "1",
        "gone": request.GET.get("tersimpan") == "hapus",
        "error": error,
    }
    return render(request, "desk/scans.html", context, status=status)


def picture(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a picture to its secretaries, as a file: our own encoding of its pixels, never the bytes that were sent."""
    response = HttpResponse(queries.picture(holder_of(request), ref), MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="gambar-{ref.lower()}.webp"'
    return response


def erase(request: HttpRequest, ref: str) -> HttpResponse:
    """Erase a picture before its day."""
    declaration_ref = actions.erase(holder_of(request), ref, now=timezone.now())
    return editor.see_other(reverse("scans", args=[declaration_ref]) + "?tersimpan=hapus")
