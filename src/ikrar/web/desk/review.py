"""Reading a draft for another institution: what waits, the text, the answer; and asking for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.declaration.move import State as Stage
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, Refused
from ikrar.records.declaration import queries as register
from ikrar.records.review import access, actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import declaration, decode, editor
from ikrar.web.refusal import message


def home(request: HttpRequest) -> HttpResponse:
    """List the drafts that wait for this person's answer, and what their institutions answered."""
    holder = holder_of(request)
    context = {"waiting": queries.waiting(holder), "answered": queries.answered(holder)}
    return render(request, "desk/reviews.html", context)


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show exactly the text that was given to be read, and the two answers."""
    return _page(request, ref, None)


def _page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    holder = holder_of(request)
    row = access.readable(holder, ref)
    version = row.version
    stage = register.state_of(version)
    shown = stage is Stage.DRAFT and not queries.is_stale(row, version)
    context = declaration.prospect(version, register.form_in(version)) if shown else {}
    context |= {
        "row": row,
        "ref": ref,
        "version": version,
        "shown": shown,
        "frozen": stage in {Stage.FROZEN, Stage.SUPERSEDED},
        "own": access.is_own_work(holder, version),
        "remark": decode.typed(request.POST).get("remark", ""),
        "reason": decode.typed(request.POST).get("reason", ""),
        "error": message(error) if error else "",
    }
    return render(request, "desk/review.html", context, status=editor.status_of(error) if error else 200)


def approve(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Approve the text, with a remark if there is one."""
    holder, words = holder_of(request), decode.typed(request.POST).get("remark", "")
    try:
        actions.approve(holder, ref, remark=words, now=timezone.now())
    except (BadInput, Conflict, IllegalMove, Refused) as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("review", args=[ref]))


def send_back(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Give the draft back with a reason."""
    holder, words = holder_of(request), decode.typed(request.POST).get("reason", "")
    try:
        actions.send_back(holder, ref, reason=words, now=timezone.now())
    except (BadInput, Conflict, IllegalMove, Refused) as error:
        return _page(request, ref, error)
    return editor.see_other(reverse("review", args=[ref]))


def ask(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Ask an institution to read a draft as it is now."""
    holder, chosen = holder_of(request), decode.typed(request.POST).get("institution", "")
    edition = decode.edition(request.POST)
    try:
        actions.ask(holder, ref, edition=edition, institution=chosen, now=timezone.now())
    except (BadInput, Conflict, IllegalMove, Refused) as error:
        return declaration.freezing(request, ref, error)
    return editor.see_other(reverse("declaration-freeze", args=[ref]))


def withdraw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Take the open question back."""
    try:
        actions.withdraw(holder_of(request), ref, now=timezone.now())
    except IllegalMove as error:
        return declaration.freezing(request, ref, error)
    return editor.see_other(reverse("declaration-freeze", args=[ref]))
