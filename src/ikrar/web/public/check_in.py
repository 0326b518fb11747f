"""Checking in at the door of a meeting, by office, with the code that hangs there (decision 24: check in)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.errors import BadInput, IllegalMove, Refused
from ikrar.core.meeting.attendance import Presence
from ikrar.records.meeting import attendance, queries
from ikrar.web.public.signing import code_in, typed
from ikrar.web.refusal import message

PARTS = ("institution", "guest", "office", "represents")


def page(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask which office came; a POST keeps it and says so. The code is the right, and no name is asked for."""
    code = code_in(code)
    meeting = attendance.behind(code)
    context = {"meeting": meeting, "invited": queries.door_list(meeting)}
    try:
        attendance.refuse_late(meeting, timezone.now())
    except IllegalMove as error:
        return render(request, "public/check_in.html", context | {"error": message(error), "shut": True}, status=410)
    if request.method != "POST":
        return render(request, "public/check_in.html", context | {"done": request.GET.get("tersimpan") == "1"})
    words = {name: typed(request, name, 300) for name in PARTS}
    try:
        attendance.check_in(code, Presence(**words), now=timezone.now())
    except (BadInput, IllegalMove, Refused) as error:
        context |= {"error": message(error), "entered": words}
        return render(request, "public/check_in.html", context, status=422)
    response = HttpResponse(status=303)
    response["Location"] = request.path + "?tersimpan=1"
    return response
