"""Opening an account with a printed code: the code, then one's own name, then the keys (``entrance.py``)."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.account.code import read_code
from ikrar.core.errors import BadInput, IkrarError, Missing, Refused
from ikrar.records.invitation import actions, queries
from ikrar.web import entrance
from ikrar.web.refusal import message

DEAD = "Kode ini tidak berlaku. Mintalah undangan baru kepada administrator lembaga Anda."


def page(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then for the name; the POST that brings both uses the code up and starts the enrolment.

    The code travels in the body alone, never in an address: a QR code carries it behind ``#``, which no browser sends.
    """
    if request.method != "POST":
        return render(request, "account/invitation.html")
    if not ratelimit.consume(request, app="allauth.account", action="invitation"):
        return render(request, "429.html", status=429)
    typed, name = (request.POST.get(field, "").replace("\0", "")[:200] for field in ("code", "name"))
    try:
        return _step(request, read_code(typed), name)
    except (BadInput, Missing, Refused) as error:
        return _again(request, typed, name, error)


def _step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    login = queries.login_behind(code, timezone.now())
    if login is None:
        raise Missing(DEAD)
    if "name" not in request.POST:
        return render(request, "account/invitation.html", {"code": code, "login": login})
    user = actions.accept(code, name=name, now=timezone.now())
    return entrance.begin_enrolment(request, user)


def _again(request: HttpRequest, typed: str, name: str, error: IkrarError) -> HttpResponse:
    """Show the step once more: a name that is off asks for the name, everything else for the code."""
    context = {"error": message(error), "typed": typed}
    if getattr(error, "field", "") == "name":
        code = read_code(typed)
        context |= {"code": code, "login": queries.login_behind(code, timezone.now()) or "", "name": name}
    return render(request, "account/invitation.html", context, status=422)
