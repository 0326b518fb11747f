"""One person's grant at the desk of an administrator: end, extend, move, reset, attest, invite; and the list as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.code import grouped
from ikrar.core.account.request import END_REASONS
from ikrar.core.errors import BadInput, IkrarError, IllegalMove, InvalidField, Refused
from ikrar.records.grant import access, actions, queries
from ikrar.records.invitation import actions as invitations
from ikrar.records.invitation import queries as invitation
from ikrar.web.access import holder_of
from ikrar.web.desk import account, decode, editor
from ikrar.web.parts.place import asked
from ikrar.web.refusal import message
from ikrar.web.totp import drawn


def view(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one grant and what can be done about it."""
    return _page(request, ref, None)


def _page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder, now = holder_of(request), timezone.now()
    row = access.grant_for(holder, ref)
    values = account.usual_days(holder, {"areas": ", ".join(a.code for a in row.areas.all())})
    context = {
        "grant": row,
        "areas": list(row.areas.all()),
        "over": row.ended_on is not None or row.ends < holder.today,
        "own": row.user_id == holder.user_id,
        "opened": invitation.opened(row.user),
        "invitation": invitation.of_account(holder, row.user, now),
        "attested": queries.attested_on(row),
        "elsewhere": queries.other_institutions(row.user.username, row.institution_id, holder.today),
        "reasons": END_REASONS,
        "limit": values["ends"],
        "ends": decode.typed(request.POST).get("ends", values["ends"]),
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
    }
    return render(request, "desk/grant.html", context, status=editor.status_of(error) if error else 200)


def _done(request: HttpRequest, ref: str, act: Callable[[], Any], target: Callable[[Any], str]) -> HttpResponseBase:
    try:
        result = act()
    except (BadInput, Refused, IllegalMove) as error:
        return _page(request, ref, error)
    return editor.see_other(target(result))


def _request_page(row: Any) -> str:
    return reverse("grant-request", args=[row.ref])


def end(request: HttpRequest, ref: str) -> HttpResponseBase:
    """End a grant today; one person is enough."""
    holder, reason = holder_of(request), request.POST.get("reason", "")
    act = lambda: actions.end(holder, ref, reason=reason, now=timezone.now())  # noqa: E731 - one short act
    return _done(request, ref, act, lambda row: "/" if row.user_id == holder.user_id else reverse("grant", args=[ref]))


def extend(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Propose a later last day."""
    holder = holder_of(request)

    def act() -> Any:
        ends = account.day(decode.typed(request.POST).get("ends", ""), "ends")
        return actions.propose_extension(holder, ref, ends=ends, now=timezone.now())

    return _done(request, ref, act, _request_page)


def reset(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Propose that password and second factors are taken away."""
    holder = holder_of(request)
    return _done(request, ref, lambda: actions.propose_reset(holder, ref, now=timezone.now()), _request_page)


def move(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Ask for the terms after a move, then propose it."""
    holder = holder_of(request)
    row = access.grant_for(holder, ref)
    if request.method != "POST":
        areas = ", ".join(sorted(a.code for a in row.areas.all()))
        values = {"login": row.user.username, "role": row.role, "institution": row.institution_id, "areas": areas}
        return _move_form(request, row, account.usual_days(holder, values), None)
    if asked(request.POST, "areas"):
        return _move_form(request, row, account.entered(request), None)
    try:
        made = actions.propose_transfer(holder, ref, terms=account.terms(request), now=timezone.now())
    except (BadInput, Refused, IllegalMove) as error:
        return _move_form(request, row, account.entered(request), error)
    return editor.see_other(_request_page(made))


def _move_form(request: HttpRequest, row: Any, values: dict[str, str], error: IkrarError | None) -> HttpResponse:
    context = account.form_context(holder_of(request), values, error, moving=True)
    context |= {"grant": row, "areas": list(row.areas.all())}
    return render(request, "desk/grant_move.html", context, status=editor.status_of(error) if error else 200)


# --- still serving? ---------------------------------------------------------------------------------------------------


def to_attest(request: HttpRequest) -> HttpResponse:
    """List the grants nobody attested lately: one button each."""
    rows = queries.to_attest(holder_of(request))
    return render(request, "desk/grant_attest.html", {"rows": [(row, list(row.areas.all())) for row in rows]})


def attest(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Note that the holder still serves, and go back to the list."""
    holder = holder_of(request)
    act = lambda: actions.attest(holder, [ref], now=timezone.now())  # noqa: E731 - one short act
    return _done(request, ref, act, lambda _noted: reverse("grants-attest"))


# --- invitations ------------------------------------------------------------------------------------------------------


def invite(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Issue an invitation and answer with the sheet to print: the one time its code is shown, kept nowhere.

    The sheet is the answer to the POST itself. To keep the code for a page after a redirect would be to keep it.
    """
    holder = holder_of(request)
    try:
        row, code = invitations.issue(holder, ref, now=timezone.now())
    except Refused as error:
        return _page(request, ref, error)
    return _sheet(request, access.grant_for(holder, ref), row, code, done=reverse("grant", args=[ref]))


def invite_first(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Issue the invitation of an institution's first administrator, from the request that made the grant."""
    try:
        row, code, grant = invitations.issue_first(holder_of(request), ref, now=timezone.now())
    except Refused as error:
        return account.request_page(request, ref, error)
    return _sheet(request, grant, row, code, done=reverse("grant-request", args=[ref]))


def _sheet(request: HttpRequest, grant: Any, row: Any, code: str, *, done: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("invitation"))
    context = {
        "grant": grant,
        "areas": list(grant.areas.all()),
        "groups": grouped(code).split("-"),
        "expires": row.expires,
        "address": address,
        "drawn": drawn(f"{address}#{code}"),
        "done": done,
    }
    return render(request, "desk/invitation.html", context)


def void(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Void an invitation that went astray."""
    invitations.void(holder_of(request), ref, now=timezone.now())
    return editor.see_other(reverse("accounts"))


# --- export -----------------------------------------------------------------------------------------------------------

COLUMNS = ("nama_pengguna", "peran", "lembaga", "wilayah", "mulai", "sampai", "berakhir", "terakhir_dinyatakan")


def export(request: HttpRequest) -> HttpResponse:
    """The people of the institution as CSV, with every grant, also those that ended."""
    rows = [
        (
            row.user.username,
            row.role,
            row.institution_id,
            " ".join(sorted(a.code for a in row.areas.all())),
            row.starts.isoformat(),
            row.ends.isoformat(),
            row.ended_on.isoformat() if row.ended_on else "",
            last.isoformat() if last else "",
        )
        for row, last in queries.people_attested(holder_of(request))
    ]
    response = HttpResponse(csv_file.write(Table(COLUMNS, tuple(rows))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ikrar-akun.csv"'
    return response
