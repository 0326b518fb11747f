"""A declaration at the desk: edit the draft, freeze it, open the next version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.declaration.form import DeclarationForm, names_in, problems
from ikrar.core.declaration.merging import imprint
from ikrar.core.declaration.move import State
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, Refused
from ikrar.records.declaration import access, actions, queries, sealing
from ikrar.records.edition import queries as edition
from ikrar.records.meeting import queries as meeting
from ikrar.records.place import queries as place
from ikrar.records.reading import queries as reading
from ikrar.records.review import queries as review
from ikrar.web.access import holder_of
from ikrar.web.desk import conflict, decode, editor, proposal
from ikrar.web.refusal import message


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the newest version: a draft in the editor, a frozen one as it was registered."""
    version = access.editable(holder_of(request), ref)
    return _page(request, version, queries.form_in(version))


def _page(
    request: HttpRequest,
    version: Any,
    form: DeclarationForm,
    *,
    error: IkrarError | None = None,
    status: int = 200,
    typed: bool = False,
) -> HttpResponse:
    """Show a draft; what was ``typed`` and not kept still belongs to the edition it was typed over."""
    state = queries.state_of(version)
    errors = [error] if isinstance(error, BadInput) else list(problems(form)) if request.GET.get("periksa") else []
    context = editor.fields(form, errors, holder=holder_of(request), search=decode.sought(request.GET.get("cari", "")))
    if state is State.DRAFT:
        words = decode.sought(request.GET.get("induk", ""))
        context |= proposal.beside(form, ref=version.declaration_id, words=words)
    context |= {
        "version": version,
        "ref": version.declaration_id,
        "edition": decode.edition(request.POST) if typed else version.edition,
        "loaded": decode.loaded(request.POST) if typed else imprint(form.as_json()),
        "state": state.value,
        "steps": version.steps.select_related("institution").order_by("id"),
        "saved": request.GET.get("tersimpan") == "1",
        "meetings": meeting.of_declaration(holder_of(request), version.declaration_id),
        "undo": edition.steps(version) if state is State.DRAFT else None,
        "error": message(error) if error else "",
    }
    return render(request, "desk/declaration.html", context, status=status)


def _address(ref: str, anchor: str = "", **query: str) -> str:
    base = reverse("desk-declaration", args=[ref])
    return base + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")


def _kept(request: HttpRequest, ref: str, done: str, *, change: bool = False) -> HttpResponseBase:
    """Keep the form that was sent, with the button of a row or of a proposal applied to it."""
    holder = holder_of(request)
    stored = queries.form_in(access.editable(holder, ref))
    form = decode.declaration(request.POST)
    followed = proposal.followed(form, stored)

    def act() -> int:
        decode.refuse_excess(form)
        new = proposal.changed(followed, request.POST) if change else followed
        decode.refuse_excess(new)
        return actions.save(holder, ref, edition=decode.edition(request.POST), form=new)

    return kept(request, ref, form, act, done, beside=_beside(form, followed))


def _beside(form: DeclarationForm, followed: DeclarationForm) -> dict[str, object]:
    """Return what the script must know to go on typing: what was kept, and the words that followed a choice."""
    words = {part: getattr(followed, part) for part in ("title", "preamble", "closing")}
    new = {part: said for part, said in words.items() if said != getattr(form, part)}
    return {"loaded": imprint(followed.as_json())} | ({"words": new} if new else {})


def kept(
    request: HttpRequest,
    ref: str,
    form: DeclarationForm,
    act: Callable[[], int],
    done: str,
    *,
    beside: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """Answer an act that keeps a form: the next page, or what was typed again with what stands in its way."""
    holder = holder_of(request)

    def failed(error: IkrarError, status: int) -> HttpResponseBase:
        version = access.editable(holder, ref)
        if isinstance(error, Conflict):
            return conflict.page(request, version, form, error)
        return _page(request, version, form, error=error, status=status, typed=True)

    return editor.answered(request, act, done=lambda: done, failed=failed, beside=beside)


def save(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep the draft, then show it again: with the areas searched for, or as the text that would be frozen."""
    words, parents = decode.search_words(request.POST), decode.parent_words(request.POST)
    done = _address(ref, "area", cari=words) if words else _address(ref, tersimpan="1")
    if parents:
        done = _address(ref, "parent", induk=parents)
    if request.POST.get("then") == "freeze":
        done = reverse("declaration-freeze", args=[ref])
    return _kept(request, ref, done)


def rows(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Add, drop or move a row, or take what is proposed; the rest of the form is kept with it."""
    pressed = request.POST.get("change", "")
    anchor = "offices" if "known" in request.POST else decode.anchor(pressed)
    return _kept(request, ref, _address(ref, anchor), change=True)


def freeze(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Show exactly the text that would be frozen and what stands in the way; the POST freezes it."""
    holder = holder_of(request)
    if request.method == "POST":
        try:
            actions.freeze(holder, ref, edition=decode.edition(request.POST), now=timezone.now())
        except (BadInput, Conflict, IllegalMove, Refused) as error:
            return freezing(request, ref, error)
        return editor.see_other(reverse("desk-declaration", args=[ref]))
    return freezing(request, ref, None)


def freezing(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    """Show a draft as it would be frozen, with what its readers said and whom one may ask to read it."""
    holder = holder_of(request)
    version = access.editable(holder, ref)
    if queries.state_of(version) is not State.DRAFT:
        return editor.see_other(reverse("desk-declaration", args=[ref]))
    form = queries.form_in(version)
    names = names_in(form, reading.names_behind(ref))
    reviews = review.of_version(version)
    context = prospect(version, form) | {
        "version": version,
        "ref": ref,
        "names": names,
        "reviews": reviews,
        "newest": next(iter(reviews), None),
        "stale": bool(reviews) and review.is_stale(reviews[0], version),
        "to_ask": review.could_read(version, holder.today) if not names else [],
        "asked_for": request.POST.get("institution", ""),
        "error": message(error) if error else "",
    }
    context["refused"] = _refused(version, str(context["digest"]), holder.user_id) if context["text"] else ""
    return render(request, "desk/declaration_freeze.html", context, status=editor.status_of(error) if error else 200)


def prospect(version: Any, form: DeclarationForm) -> dict[str, Any]:
    """Return what stands in the way, or the text exactly as it would be frozen with its digest."""
    context = {"wrong": (), "text": None, "digest": "", "form": form, "election": version.election}
    context |= {
        "place": place.find(form.area.strip()),
        "kinds": dict(enumerate(p.kinds for p in form.points if p.text.strip())),
    }
    wrong = sealing.obstacles(form)
    if wrong:
        return context | {"wrong": wrong}
    try:
        found = sealing.prospect(version)
        beside = {"parent": found.parent, "outside": found.outside}
        return context | {"text": found.text, "digest": found.digest} | beside
    except BadInput as error:
        return context | {"wrong": (error,)}


def _refused(version: Any, digest: str, person: int) -> str:
    """Return why the newest review does not let this person freeze this text; empty when it does."""
    try:
        review.check_approved(version, digest=digest, person=person)
    except Refused as error:
        return message(error)
    return ""


def supersede(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Open the next draft version, with a reason that will be published."""
    holder = holder_of(request)
    try:
        actions.supersede(holder, ref, reason=request.POST.get("reason", ""), now=timezone.now())
    except (BadInput, IllegalMove, Refused) as error:
        version = access.editable(holder, ref)
        return _page(request, version, queries.form_in(version), error=error, status=editor.status_of(error))
    return editor.see_other(_address(ref))


def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Discard the draft version; a registered version under it stays as it is."""
    holder = holder_of(request)
    try:
        actions.discard(holder, ref, edition=decode.edition(request.POST), now=timezone.now())
    except (Conflict, IllegalMove) as error:
        version = access.editable(holder, ref)
        return _page(request, version, queries.form_in(version), error=error, status=409)
    return editor.see_other(reverse("desk"))
