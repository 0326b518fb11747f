""" "Perangkat": the devices of one's institution, what they are proposed for, and their tokens."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.records.account.access import Holder
from ikrar.records.institution import queries as institution
from ikrar.records.token import actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message


def home(request: HttpRequest) -> HttpResponse:
    """List the devices; take the proposal of another one, which an administrator of another institution approves."""
    who = holder_of(request)
    if request.method != "POST":
        return _home(request, who)
    typed = decode.typed(request.POST)
    try:
        actions.propose(
            who,
            name=typed.get("name", ""),
            institution=typed.get("institution", ""),
            areas=frozenset(re.split(r"[\s,;]+", typed.get("areas", "").strip())) - {""},
            ends=_day(typed.get("ends", "")),
            now=timezone.now(),
        )
    except (BadInput, Refused) as error:
        return _home(request, who, error=message(error), status=422)
    return editor.see_other(reverse("tokens"))


def _home(request: HttpRequest, who: Holder, *, error: str = "", status: int = 200) -> HttpResponse:
    mine = who.institutions(Role.ADMINISTRATOR)
    areas = sorted({code for grant in who.grants if grant.role is Role.ADMINISTRATOR for code in grant.areas})
    context = {
        "devices": queries.devices(who),
        "proposed": queries.proposed(who),
        "institutions": sorted(institution.names(mine).items()),
        "entered": {"areas": " ".join(areas)} | decode.typed(request.POST).dict(),
        "error": error,
    }
    return render(request, "desk/tokens.html", context, status=status)


def _day(value: str) -> date:
    try:
        found = parse_date(value.strip())
    except ValueError:
        found = None
    if found is None:
        raise InvalidField("Isi hari terakhir berlakunya perangkat.", field="ends")
    return found


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one device and its token's days."""
    return render(request, "desk/token.html", {"device": queries.device(holder_of(request), ref)})


def issue(request: HttpRequest, ref: str) -> HttpResponse:
    """Issue the token and show it this once: no redirect, for nothing that could be shown again is kept."""
    who = holder_of(request)
    try:
        secret = actions.issue(who, ref, now=timezone.now())
    except Refused as error:
        context = {"device": queries.device(who, ref), "error": message(error)}
        return render(request, "desk/token.html", context, status=422)
    return render(request, "desk/token.html", {"device": queries.device(who, ref), "secret": secret})


def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End the token at once."""
    actions.end(holder_of(request), ref, now=timezone.now())
    return editor.see_other(reverse("token", args=[ref]))
