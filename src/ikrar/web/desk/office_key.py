"""Keys of offices at the desk: issue the link that enrols one, vouch, revoke (decision 15)."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.code import grouped
from ikrar.core.errors import BadInput, IkrarError, InvalidField, Refused
from ikrar.core.signature.challenge import Acting, acting_of
from ikrar.core.signature.link import LIVES, USUAL
from ikrar.records.enrolment import access, actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message
from ikrar.web.totp import drawn


def home(request: HttpRequest) -> HttpResponse:
    """List the keys within reach; the POST issues a link and answers with its sheet, the one time it is shown."""
    if request.method != "POST":
        return _home(request, None)
    try:
        return _issued(request)
    except (BadInput, Refused) as error:
        return _home(request, error)


def _home(request: HttpRequest, error: IkrarError | None) -> HttpResponse:
    holder, now = holder_of(request), timezone.now()
    context = {
        "keys": queries.keys(holder, now),
        "links": queries.links(holder, now),
        "offices": queries.offices(holder, holder.today),
        "acting": list(Acting),
        "lives": list(LIVES),
        "usual": USUAL,
        "today": holder.today,
        "entered": decode.typed(request.POST),
        "error": message(error) if error else "",
    }
    return render(request, "desk/office_keys.html", context, status=editor.status_of(error) if error else 200)


def _issued(request: HttpRequest) -> HttpResponse:
    typed = decode.typed(request.POST)
    office = typed.get("office", "")
    if not office:
        raise InvalidField("Pilih jabatan yang didaftarkan kuncinya.", field="office")
    terms = actions.Terms(
        acting_of(typed.get("acting", "")), typed.get("behalf", ""), _day(typed.get("ends", "")), typed.get("life", "")
    )
    row, code = actions.issue(holder_of(request), office, terms, now=timezone.now())
    address = request.build_absolute_uri(reverse("office-key", args=[code]))
    context = {"link": row, "address": address, "groups": grouped(code).split("-"), "drawn": drawn(address)}
    return render(request, "desk/office_key_link.html", context)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise InvalidField(
            "Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field="ends", value=value
        ) from None


def view(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one key: whose it is, who vouched, and what may be done."""
    return _view(request, ref, None)


def _view(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder = holder_of(request)
    context = {
        "key": queries.key(holder, ref, timezone.now()),
        "ref": ref,
        "reason": decode.typed(request.POST).get("reason", ""),
        "error": message(error) if error else "",
    }
    return render(request, "desk/office_key.html", context, status=editor.status_of(error) if error else 200)


def vouch(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Vouch for a key."""
    holder = holder_of(request)
    access.key_for(holder, ref)
    try:
        actions.vouch(holder, ref, now=timezone.now())
    except Refused as error:
        return _view(request, ref, error)
    return editor.see_other(reverse("office-key-view", args=[ref]))


def revoke(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Revoke a key, with its reason."""
    holder = holder_of(request)
    access.key_for(holder, ref)
    try:
        actions.revoke(holder, ref, reason=decode.typed(request.POST).get("reason", ""), now=timezone.now())
    except (BadInput, Refused) as error:
        return _view(request, ref, error)
    return editor.see_other(reverse("office-key-view", args=[ref]))


def void(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Void a link that went astray."""
    actions.void(holder_of(request), ref, now=timezone.now())
    return editor.see_other(reverse("office-keys"))
