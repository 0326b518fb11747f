"""Letters of an institution at its desk: where each stands, and each as a file for whoever has no mail server."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.email import letter
from ikrar.channels.email.invite import Head
from ikrar.core.errors import Missing, Refused
from ikrar.core.job.delivery import State
from ikrar.records.job import actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import editor
from ikrar.web.refusal import message as sentence

#: Why a file cannot be made; the sentence is the one of a letter that is not there.
UNREADABLE = (KeyError, TypeError, ValueError)


def page(request: HttpRequest) -> HttpResponse:
    """Show the letters, newest first, of one state if asked."""
    return _page(request, "")


def _page(request: HttpRequest, error: str) -> HttpResponse:
    asked = request.GET.get("keadaan", "")
    state = State(asked) if asked in set(State) else None
    after = request.GET.get("sesudah", "").replace("\0", "")[:26]
    found = queries.letters(holder_of(request), state=state, after=after)
    context = {
        "page": found,
        "letters": [(one, one.payload.get("title", "")) for one in found.letters],
        "states": [(one.value, found.counts.get(one, 0)) for one in State],
        "asked": state.value if state else "",
        "total": sum(found.counts.values()),
        "configured": queries.configured(),
        "error": error,
    }
    return render(request, "desk/letters.html", context, status=422 if error else 200)


def message(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a letter as the message that is sent, for a mail program."""
    found = queries.letter(holder_of(request), ref)
    try:
        made = letter.write(found.kind, found.payload, _head(found))
    except UNREADABLE:
        raise Missing("Surat ini tidak ada.") from None
    return _file(made.as_bytes(), "message/rfc822", f"surat-{ref.lower()}.eml")


def calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the calendar of an invitation, for a calendar program."""
    found = queries.letter(holder_of(request), ref)
    try:
        data = letter.calendar(found.payload, _head(found))
    except UNREADABLE:
        raise Missing("Surat ini tidak ada.") from None
    return _file(data, "text/calendar; charset=utf-8", f"undangan-{ref.lower()}.ics")


def again(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Send a letter that was given up once more."""
    try:
        actions.again(holder_of(request), ref, now=timezone.now())
    except Refused as error:
        return _page(request, sentence(error))
    return editor.see_other(reverse("letters"))


def _head(found: queries.Letter) -> Head:
    """What a file says of itself: it comes from the installation, or from the organiser where none is named."""
    environment = settings.ENVIRONMENT
    own = str(found.payload.get("organiser") or f"ikrar@{environment.host}")
    sender = environment.mail.sender if environment.mail else own
    collects = bool(environment.mail and environment.mail_in)
    return Head(sender, found.ref, environment.host, found.made_at, collects)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
