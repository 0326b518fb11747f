"""Signing through a one-time link: the text that will be signed, question and answer, refusal, withdrawal.

The link is the right (decision 24). Reading the page, asking and failing use nothing up.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.account.code import read_code
from ikrar.core.errors import BadInput, Conflict, IkrarError, InvalidField, Missing, Refused
from ikrar.core.signature.challenge import Act, acting_of, unpadded
from ikrar.records.declaration import queries as declaration
from ikrar.records.signature import actions, queries
from ikrar.web import office_passkey
from ikrar.web.refusal import message

STEPS = ("ask", "key", "sign", "refuse", "withdraw", "unname")
LONGEST = 20_000


def code_in(path: str) -> str:
    """Return the code of an address; raises Missing for what cannot be one: the answer to every wrong address."""
    try:
        return read_code(path)
    except BadInput as error:
        raise Missing("Tautan ini tidak ada.") from error


def typed(request: HttpRequest, name: str, limit: int = 3000) -> str:
    """Return a field of a form without what no text may hold, cut where nobody's words reach."""
    return str(request.POST.get(name, "")).replace("\0", "")[:limit]


def page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show exactly the text that this link's office would sign, and what may be done; a POST does one step of it."""
    code = code_in(code)
    sheet = queries.sheet(code, timezone.now())
    if request.method != "POST":
        return _page(request, sheet)
    step = typed(request, "do", 20)
    try:
        if step not in STEPS:
            raise InvalidField("Tekan salah satu tombol pada halaman ini.", field="do")
        told = _step(request, code, step, sheet)
    except (BadInput, Conflict, Refused) as error:
        return _refused(request, code, error)
    if told is not None:
        return JsonResponse(told)
    response = HttpResponse(status=303)
    response["Location"] = request.path + ("?nama" if step == "unname" else "")
    return response


def _step(request: HttpRequest, code: str, step: str, sheet: queries.Sheet) -> dict[str, Any] | None:
    """Do one step; returns what the script needs for the next, None when nothing is left to ask."""
    now, answer = timezone.now(), typed(request, "credential", LONGEST)
    if step == "ask":
        return _asked(request, code, sheet)
    if step == "key":
        nonce = typed(request, "nonce", 60)
        again = actions.bring_key(code, office_passkey.made(answer, nonce), nonce=nonce, now=now)
        return office_passkey.question(again.challenge, again.credentials)
    if step == "refuse":
        actions.refuse(code, reason=typed(request, "reason"), now=now)
        return None
    if step == "unname":
        actions.take_back_name(code, now=now)
        return None
    given, site = office_passkey.answered(answer), office_passkey.site()
    if step == "withdraw":
        actions.withdraw_by_key(code, given, site, reason=typed(request, "reason"), now=now)
        return None
    actions.sign(code, given, site, name=_name(request), now=now)
    return None


def _name(request: HttpRequest) -> str:
    """Return the signatory's own entry; raises InvalidField for one without the consent that goes with it."""
    name = typed(request, "name", 400).strip()
    if name and not request.POST.get("consent"):
        raise InvalidField("Centang persetujuan agar nama Anda dicantumkan, atau kosongkan namanya.", field="name")
    return name


def _asked(request: HttpRequest, code: str, sheet: queries.Sheet) -> dict[str, Any]:
    """Ask for a signature: with the office's key, or first for a key when this phone has none that may sign."""
    act = Act.WITHDRAW if request.POST.get("act") == Act.WITHDRAW.value else Act.SIGN
    _name(request)  # said before the phone is asked, so that nobody signs in vain
    way = typed(request, "way", 300)
    acting, _bar, behalf = way.partition("|")
    asked = actions.ask(code, act, acting=acting_of(acting), behalf=behalf, now=timezone.now())
    fresh = act is Act.SIGN and (request.POST.get("fresh") == "1" or not asked.credentials)
    if not fresh:
        return office_passkey.question(asked.challenge, asked.credentials)
    words = ", ".join(part for part in (sheet.pledge.office, sheet.pledge.institution) if part)
    return office_passkey.creation(asked.challenge, words) | {"make": unpadded(asked.challenge)}


def _refused(request: HttpRequest, code: str, error: IkrarError) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": error.code, "message": message(error)}, status=422)
    return _page(request, queries.sheet(code, timezone.now()), error=message(error), status=422)


def _page(request: HttpRequest, sheet: queries.Sheet, *, error: str = "", status: int = 200) -> HttpResponse:
    registered = declaration.registered(sheet.declaration, sheet.number)
    context = {
        "sheet": sheet,
        "pledge": sheet.pledge,
        "declaration": registered,
        "text": registered.text,
        "enrolled": sum(number for _acting, _behalf, number in sheet.ways),
        "error": error,
        "reason": typed(request, "reason"),
        "name": typed(request, "name", 400),
        "consent": bool(request.POST.get("consent")),
    }
    response = render(request, "public/sign.html", context, status=status)
    if sheet.example:
        response["X-Ikrar-Example"] = "1"
    return response
