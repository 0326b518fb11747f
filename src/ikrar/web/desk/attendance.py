"""Who came, at the desk of the host: the code at the door, and the list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.code import grouped
from ikrar.core.errors import BadInput, IkrarError, IllegalMove, Refused
from ikrar.core.meeting.attendance import How, Presence
from ikrar.records.institution import queries as institution
from ikrar.records.meeting import access, attendance
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message
from ikrar.web.totp import drawn


def page(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Show the list; a POST enters a row, strikes one or puts it back, opens the door with a new code, or shuts it."""
    holder, post = holder_of(request), decode.typed(request.POST)
    access.own(holder, ref)
    if request.method != "POST":
        return _page(request, ref)
    act = post.get("act", "")
    try:
        if act == "open":
            return _page(request, ref, code=attendance.open_door(holder, ref, now=timezone.now()))
        if act == "shut":
            attendance.shut_door(holder, ref)
        elif act.startswith("strike-"):
            return _page(request, ref, struck=attendance.strike(holder, ref, act.removeprefix("strike-")))
        elif act == "restore":
            attendance.restore(holder, ref, post.get("row", ""))
        else:
            words = {name: post.get(name, "") for name in ("institution", "guest", "office", "represents")}
            attendance.enter(holder, ref, Presence(**words), now=timezone.now())
    except (BadInput, IllegalMove, Refused) as error:
        return _page(request, ref, error=error)
    return editor.see_other(reverse("attendance", args=[ref]))


def _page(
    request: HttpRequest, ref: str, *, code: str = "", struck: str = "", error: IkrarError | None = None
) -> HttpResponse:
    meeting = access.own(holder_of(request), ref)
    until = meeting.minutes.door_until
    address = request.build_absolute_uri(reverse("check-in", args=[code])) if code else ""
    rows = attendance.rows(meeting)
    codes = {row.institution for _, row, _ in rows} | set(access.parties(meeting))
    context = {
        "meeting": meeting,
        "ref": ref,
        "rows": [
            {"row": row, "how": how.value, "mark": attendance.mark_of(kept), "at": kept.at} for kept, row, how in rows
        ],
        "by_code": sum(how is How.CODE for _, _, how in rows),
        "struck": struck,
        "names": institution.names(filter(None, codes)),
        "invited": institution.names(access.parties(meeting)),
        "open": meeting.state in attendance.LISTING,
        "ajar": bool(meeting.minutes.door_hash) and (until is None or until > timezone.now()),
        "until": until,
        "sheet": {"address": address, "groups": grouped(code).split("-"), "drawn": drawn(address)} if code else None,
        "entered": decode.typed(request.POST) if error else {},
        "error": message(error) if error else "",
    }
    return render(request, "desk/attendance.html", context, status=editor.status_of(error) if error else 200)
