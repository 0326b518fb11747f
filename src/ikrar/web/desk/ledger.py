"""The ledger at the desk of an administrator: propose who witnesses or a new key, and decide as the second one (R8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.request import State
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, IkrarError, IllegalMove, InvalidField, Refused
from ikrar.core.ledger.change import Kind
from ikrar.records.account.access import Holder
from ikrar.records.ledger import change, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message


def home(request: HttpRequest) -> HttpResponse:
    """Show where the ledger stands, the changes so far, and the forms to propose one."""
    return _home(request, None)


def _home(request: HttpRequest, error: IkrarError | None) -> HttpResponse:
    holder, now = holder_of(request), timezone.now()
    head = queries.head(now)
    present = (queries.policy_text() or "").splitlines()
    context = {
        "head": head,
        "rows": [(row, change.state_of(row, now).value) for row in change.changes(holder)],
        "text": decode.typed(request.POST).get("text")
        or "\n".join(line for line in present if not line.startswith("log ")),
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
    }
    return render(request, "desk/ledger.html", context, status=editor.status_of(error) if error else 200)


def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose a witness policy, or a new key of the log."""
    post = decode.typed(request.POST)
    kind = Kind.KEY if post.get("kind") == Kind.KEY.value else Kind.POLICY
    try:
        row = change.propose(holder_of(request), kind, text=post.get("text", ""), now=timezone.now())
    except (BadInput, Refused, IllegalMove) as error:
        return _home(request, error)
    return editor.see_other(reverse("ledger-change", args=[row.ref]))


def view(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one change with everything that must be judged."""
    return _change(request, ref, None)


def _change(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder, now = holder_of(request), timezone.now()
    row = change.change_for(holder, ref)
    state = change.state_of(row, now)
    context = {
        "row": row,
        "state": state.value,
        "may_decide": change.may_decide(holder, row, now),
        "may_withdraw": state is State.OPEN and row.proposed_as_id in holder.institutions(Role.ADMINISTRATOR),
        "error": message(error) if error else "",
    }
    return render(request, "desk/ledger_change.html", context, status=editor.status_of(error) if error else 200)


def _decided(request: HttpRequest, ref: str, act: Callable[[Holder], Any]) -> HttpResponseBase:
    try:
        act(holder_of(request))
    except (BadInput, Refused, IllegalMove) as error:
        return _change(request, ref, error)
    return editor.see_other(reverse("ledger-change", args=[ref]))


def approve(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Approve as the second institution."""
    return _decided(request, ref, lambda holder: change.approve(holder, ref, now=timezone.now()))


def refuse(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Refuse as the second institution."""
    return _decided(request, ref, lambda holder: change.refuse(holder, ref, now=timezone.now()))


def withdraw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Withdraw a change of the own institution."""
    return _decided(request, ref, lambda holder: change.withdraw(holder, ref, now=timezone.now()))
