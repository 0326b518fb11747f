"""Signatures at the desk: links for the offices, who has signed, what waits for a second witness, withdrawal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.code import grouped
from ikrar.core.errors import BadInput, IkrarError, InvalidField, Refused
from ikrar.core.scan.scan import What
from ikrar.core.signature.link import LIVES, USUAL, life_of
from ikrar.records.scan import queries as scan
from ikrar.records.signature import access, actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message
from ikrar.web.totp import drawn


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show each pledging office with what it did, and the ways to let it sign."""
    return _page(request, ref, None)


def _page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder, now = holder_of(request), timezone.now()
    version = access.signable(holder, ref)
    rows = queries.signed(version)
    context = {
        "ref": ref,
        "version": version,
        "rows": rows,
        "by_hand": [row for row in rows if not row.method and not row.waiting],
        "links": queries.live_links(holder, ref, now),
        "scans": [one for one in scan.of(ref) if one.erased_on is None and one.what != What.ATTENDANCE],
        "named": queries.named(holder, ref),
        "lives": list(LIVES),
        "usual": USUAL,
        "error": message(error) if error else "",
    }
    return render(request, "desk/signing.html", context, status=editor.status_of(error) if error else 200)


def links(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Issue links for the chosen offices and answer with the sheet to print: the one time their codes are shown."""
    holder, now = holder_of(request), timezone.now()
    version = access.signable(holder, ref)
    chosen = frozenset(decode.number(value) for value in request.POST.getlist("office"))
    life = decode.typed(request.POST).get("life", "")
    try:
        if not chosen:
            raise InvalidField("Pilih sedikitnya satu jabatan.", field="office")
        codes = actions.issue(holder, ref, offices=chosen, life=life, now=now)
    except (BadInput, Refused) as error:
        return _page(request, ref, error)
    offices = {row.n: row for row in queries.signed(version)}
    sheets = [_sheet(request, "sign", code) | {"office": offices[n]} for n, code in codes.items()]
    context = {"ref": ref, "version": version, "sheets": sheets, "expires": now + life_of(life)}
    return render(request, "desk/signing_links.html", context)


def _sheet(request: HttpRequest, name: str, code: str) -> dict[str, Any]:
    """Return what a printed link shows: its address, the code in groups, and the address as a QR code."""
    address = request.build_absolute_uri(reverse(name, args=[code]))
    return {"address": address, "groups": grouped(code).split("-"), "drawn": drawn(address)}


def void(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Void the live link of one office."""
    number = decode.number(decode.typed(request.POST).get("office", ""))
    actions.void(holder_of(request), ref, n=number, now=timezone.now())
    return editor.see_other(reverse("signing", args=[ref]))


def unname(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Erase the name that a signatory entered, on written request."""
    holder = holder_of(request)
    declaration = access.signature_under(holder, ref).pledge.version.declaration_id
    try:
        actions.erase_name(holder, ref, written=bool(request.POST.get("written")), now=timezone.now())
    except (BadInput, Refused) as error:
        return _page(request, declaration, error)
    return editor.see_other(reverse("signing", args=[declaration]))


def waiting(request: HttpRequest) -> HttpResponse:
    """List the signings by hand that wait for a second witness, and the signatures of one's own institutions."""
    return _waiting(request, None)


def _waiting(request: HttpRequest, error: IkrarError | None) -> HttpResponse:
    holder = holder_of(request)
    context = {
        "waiting": queries.to_attest(holder),
        "own": queries.withdrawable(holder),
        "error": message(error) if error else "",
    }
    return render(request, "desk/attestations.html", context, status=editor.status_of(error) if error else 200)


def attest(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Attest that an office signed by hand."""
    holder, typed = holder_of(request), decode.typed(request.POST)
    access.attestable(holder, ref)
    number, picture = decode.number(typed.get("office", "")), typed.get("scan", "")
    try:
        if number < 1:
            raise InvalidField("Pilih jabatan yang Anda saksikan.", field="office")
        actions.attest(holder, ref, n=number, scan=picture, now=timezone.now())
    except (BadInput, Refused) as error:
        return _page(request, ref, error) if access.keeps(holder, ref) else _waiting(request, error)
    return editor.see_other(reverse("signing", args=[ref]) if access.keeps(holder, ref) else reverse("attestations"))


def withdraw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Record that an office of one's own institution withdraws its signature."""
    holder, reason = holder_of(request), decode.typed(request.POST).get("reason", "")
    access.signature_for(holder, ref)
    try:
        actions.withdraw(holder, ref, reason=reason, now=timezone.now())
    except (BadInput, Refused) as error:
        return _waiting(request, error)
    return editor.see_other(reverse("attestations"))
