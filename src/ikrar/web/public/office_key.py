"""Making an office's key on its representative's own phone, through a one-time link (decision 15)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.errors import BadInput, Refused
from ikrar.records.enrolment import actions, queries
from ikrar.web import office_passkey
from ikrar.web.public.signing import LONGEST, code_in, typed
from ikrar.web.refusal import message


def page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say what the link enrols; a POST without an answer asks the browser for a key, one with an answer keeps it."""
    code = code_in(code)
    link = queries.link_behind(code, timezone.now())
    if request.method != "POST":
        return render(request, "public/office_key.html", {"link": link})
    answer = typed(request, "credential", LONGEST)
    try:
        if not answer:
            _row, challenge = actions.ask(code, now=timezone.now())
            return JsonResponse(office_passkey.creation(challenge, f"{link.office}, {link.institution}"))
        asked = actions.asked(code, now=timezone.now())
        actions.make(code, office_passkey.made(answer, asked), challenge=asked, now=timezone.now())
    except (BadInput, Refused) as error:
        found = queries.link_behind(code, timezone.now())
        return render(request, "public/office_key.html", {"link": found, "error": message(error)}, status=422)
    return _see_other(request.path)


def _see_other(target: str) -> HttpResponse:
    response = HttpResponse(status=303)
    response["Location"] = target
    return response
