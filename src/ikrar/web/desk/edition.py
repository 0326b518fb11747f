"""Earlier editions of a draft, one made of two, and the draft as it will look on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.declaration.move import State
from ikrar.core.errors import Conflict, IllegalMove, Refused
from ikrar.records.declaration import access, actions
from ikrar.records.declaration import queries as register
from ikrar.records.edition import queries
from ikrar.web.access import holder_of
from ikrar.web.desk import conflict, declaration, decode, editor
from ikrar.web.refusal import message


def history(request: HttpRequest, ref: str) -> HttpResponseBase:
    """List what a draft said earlier; the POST lets it say that again."""
    holder = holder_of(request)
    version = access.editable(holder, ref)
    if register.state_of(version) is not State.DRAFT:
        return editor.see_other(reverse("desk-declaration", args=[ref]))
    error = None
    if request.method == "POST":
        number, edition = decode.number(request.POST.get("to", "")), decode.edition(request.POST)
        try:
            actions.go_to(holder, ref, edition=edition, to=number)
            return editor.see_other(reverse("desk-declaration", args=[ref]))
        except (Conflict, IllegalMove, Refused) as wrong:
            error = wrong
    context = {
        "version": version,
        "ref": ref,
        "form": register.form_in(version),
        "kept": queries.kept(version),
        "error": message(error) if error else "",
    }
    return render(request, "desk/editions.html", context, status=editor.status_of(error) if error else 200)


def step(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Undo the last change or do it again; what was typed and not saved yet becomes a change of its own first."""
    holder = holder_of(request)
    access.editable(holder, ref)
    form = decode.declaration(request.POST)

    def act() -> int:
        decode.refuse_excess(form)
        edition = actions.save(holder, ref, edition=decode.edition(request.POST), form=form)
        steps = queries.steps(access.editable(holder, ref))
        to = steps.back if request.POST.get("step") == "undo" else steps.forward
        return edition if to is None else actions.go_to(holder, ref, edition=edition, to=to)

    return declaration.kept(request, ref, form, act, reverse("desk-declaration", args=[ref]) + "#steps-of-editing")


def merge(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Save a draft made of mine and theirs, on top of the edition that was shown; a newer one is shown again."""
    holder = holder_of(request)
    version = access.editable(holder, ref)
    mine = decode.changed_rows(decode.declaration(request.POST), request.POST.get("change", ""))
    edition = decode.edition(request.POST)

    def act() -> int:
        decode.refuse_excess(mine)
        if version.edition != edition:
            raise Conflict("Sementara Anda memilih, rancangan ini diubah lagi. Pilih sekali lagi.")
        form = conflict.chosen(request.POST, mine, register.form_in(version))
        return actions.save(holder, ref, edition=edition, form=form)

    return declaration.kept(request, ref, mine, act, reverse("desk-declaration", args=[ref]) + "?tersimpan=1")


def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a draft as it will look on paper, marked as a draft on every page."""
    version = access.editable(holder_of(request), ref)
    form = register.form_in(version)
    context = {"version": version, "ref": ref, "now": timezone.now()}
    context |= declaration.prospect(version, form)
    context["draft"] = register.state_of(version) is State.DRAFT
    return render(request, "desk/paper.html", context)
