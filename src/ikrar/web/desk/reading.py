"""From a pasted article to a confirmed declaration."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, Conflict, IkrarError, InvalidField, Refused
from ikrar.core.reading.form import ReadingForm, segments
from ikrar.records.institution import queries as institution
from ikrar.records.reading import access, actions, queries
from ikrar.records.reading import known as registered
from ikrar.records.ref import new_ref
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, doubt, editor, known, merge, queue, upload, values
from ikrar.web.refusal import message

KINDS = (
    "declaration",
    "coordination_meeting",
    "relay_handover",
    "security_roll_call",
    "operation_launch",
    "socialization",
    "other",
    "none",
)
LISTS = {"points", "signatories", "organizations", "persons"}
MENTIONS = 2
STAYS = {"coordination_meeting", "relay_handover", "security_roll_call", "operation_launch"}


def new(request: HttpRequest) -> HttpResponseBase:
    """Take an article, pasted or dropped, and read it into a draft."""
    if request.method != "POST":
        return render(request, "desk/reading_new.html", {"submission": new_ref()})
    context: dict[str, Any] = {"submission": new_ref(), "entered": request.POST}
    try:
        sources = upload.read(request)
    except BadInput as error:
        return render(request, "desk/reading_new.html", context | {"error": message(error)}, status=422)
    errors = [message(error) for source in sources for error in source.errors]
    made = [draft for source in sources for draft in source.drafts]
    if len(made) == 1 and not errors:
        return editor.see_other(reverse("reading", args=[made[0].ref]))
    if len(sources) == 1 and not made:
        return render(request, "desk/reading_new.html", context | {"error": " ".join(errors)}, status=422)
    context |= {"sources": [_result(source) for source in sources], "count": len(made)}
    if not any(source.errors and not source.name for source in sources):
        context["entered"] = {}  # what was read need not be sent again
    return render(request, "desk/reading_new.html", context, status=200 if made else 422)


def _result(source: upload.Source) -> dict[str, Any]:
    rows = queue.rows(queries.listed(source.drafts)) if source.drafts else []
    return {"name": source.name, "rows": rows, "errors": [message(error) for error in source.errors]}


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the draft beside the article."""
    reading = access.own(holder_of(request), ref)
    return _page(request, reading, queries.form_in(reading))


def _page(
    request: HttpRequest,
    reading: Any,
    form: ReadingForm,
    *,
    error: IkrarError | None = None,
    status: int = 200,
    search: str = "",
) -> HttpResponse:
    found = reading.found
    evidence = _first_mentions(found.get("evidence", {}))
    doubts, reasons = doubt.shown(reading), doubt.reasons(found, reading.text)
    errors = [error] if isinstance(error, BadInput) else []
    context = editor.fields(
        form.declaration,
        errors,
        holder=holder_of(request),
        search=search or decode.sought(request.GET.get("cari", "")),
    )
    kinds = [form.kind, *found.get("also_kinds", [])]
    context |= {
        "reading": reading,
        "taken": not actions.is_free(reading),
        "reading_form": form,
        "edition": reading.edition,
        "kinds": KINDS,
        "staying": [k for k in kinds if k in STAYS],
        "doubts": doubts,
        "reasons": reasons,
        "known": known.shown(registered.find(form, actions.tables().gazetteer), form.declaration),
        **_merged(reading, holder_of(request)),
        "segments": segments(reading.text, evidence | doubt.marks(doubts, reasons)),
        "evidence": {name: spans[0][0] for name, spans in evidence.items()},
        "institutions": institution.names(holder_of(request).institutions(Role.SECRETARY)),
        "saved": request.GET.get("tersimpan") == "1",
        "conflict": editor.differences(form.declaration, queries.form_in(reading).declaration) if status == 409 else [],
        "error": message(error) if error else "",
    }
    return render(request, "desk/reading.html", context, status=status)


def _merged(reading: Any, holder: Any) -> dict[str, Any]:
    """Return the sources of a draft, the first being its own article, and by field the words in the others."""
    sources = {one.ref: (n, one) for n, one in enumerate(queries.sources(reading), 2)}
    if not sources:
        return {"suggested": queries.count_same_event(reading, holder)}
    found = {
        field: [{"number": sources[ref][0], "ref": ref} | (merge.words(sources[ref][1], field) or {}) for ref in refs]
        for field, refs in queries.origins(reading).items()
    }
    listed = [{"number": n, "ref": ref, "heading": values.heading(one)} for ref, (n, one) in sources.items()]
    return {"sources": listed, "origins": found}


def _first_mentions(evidence: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
    """Keep every span of a list field, and the first two of a single value: a name said twenty times is no news."""
    return {name: spans if name in LISTS else spans[:MENTIONS] for name, spans in evidence.items() if spans}


def _keep(request: HttpRequest, ref: str, form: ReadingForm) -> int:
    decode.refuse_excess(form.declaration, form.persons)
    return actions.save(holder_of(request), ref, edition=decode.edition(request.POST), form=form)


def again(request: HttpRequest, ref: str, form: ReadingForm, error: IkrarError, status: int) -> HttpResponse:
    """Show the draft again with what was sent and why it was not kept."""
    return _page(request, access.own(holder_of(request), ref), form, error=error, status=status)


def _address(ref: str, anchor: str = "", **query: str) -> str:
    return reverse("reading", args=[ref]) + (f"?{urlencode(query)}" if query else "") + (f"#{anchor}" if anchor else "")


def save(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep the draft; with words in the place search, show the areas they name."""
    access.own(holder_of(request), ref)
    form = decode.reading(request.POST)
    words = decode.search_words(request.POST)
    return editor.answered(
        request,
        lambda: _keep(request, ref, form),
        done=lambda: _address(ref, "area", cari=words) if words else _address(ref, tersimpan="1"),
        failed=lambda error, status: again(request, ref, form, error, status),
    )


def rows(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Add, drop or move a row of points, offices or persons; the rest of the form is kept with it."""
    access.own(holder_of(request), ref)
    change = request.POST.get("change", "")
    form = decode.changed_persons(decode.reading(request.POST), change)
    return editor.answered(
        request,
        lambda: _keep(request, ref, form),
        done=lambda: _address(ref, decode.anchor(change)),
        failed=lambda error, status: again(request, ref, form, error, status),
    )


def choose(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep the form, and in it the one of the competing readings that was pressed; a place named twice is searched."""
    holder = holder_of(request)
    access.own(holder, ref)
    form = decode.reading(request.POST)
    number, taken = decode.choice(request.POST)

    def act() -> int:
        decode.refuse_excess(form.declaration, form.persons)
        return actions.choose(holder, ref, edition=decode.edition(request.POST), form=form, number=number, taken=taken)

    return editor.answered(
        request,
        act,
        done=lambda: _address(ref, f"question-{number}", tersimpan="1"),
        failed=lambda error, status: _page(
            request, access.own(holder, ref), form, error=error, status=status, search=_ambiguous(error)
        ),
    )


def take(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep the form, and in it the registered name or office that was pressed for one of its rows."""
    holder = holder_of(request)
    access.own(holder, ref)
    form = decode.reading(request.POST)
    part, row, code, office = decode.known(request.POST)

    def act() -> int:
        decode.refuse_excess(form.declaration, form.persons)
        edition = decode.edition(request.POST)
        return actions.take_known(holder, ref, edition=edition, form=form, part=part, row=row, code=code, office=office)

    return editor.answered(
        request,
        act,
        done=lambda: _address(ref, f"known-{part}-{row}" if part == "institution" else "offices", tersimpan="1"),
        failed=lambda error, status: again(request, ref, form, error, status),
    )


def _ambiguous(error: IkrarError) -> str:
    """Return the name of an area that was not one, to be searched for; empty for any other error."""
    return str(error.params["value"]) if isinstance(error, InvalidField) and error.params.get("field") == "area" else ""


def release(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Take a source out of a merged draft again; what was typed is kept."""
    holder = holder_of(request)
    access.own(holder, ref)
    form = decode.reading(request.POST)
    source = decode.typed(request.POST).get("source", "")

    def act() -> int:
        decode.refuse_excess(form.declaration, form.persons)
        return actions.release(holder, ref, edition=decode.edition(request.POST), form=form, source=source)

    return editor.answered(
        request,
        act,
        done=lambda: _address(ref, tersimpan="1"),
        failed=lambda error, status: again(request, ref, form, error, status),
    )


def confirm(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Keep the draft and turn its declaration into a record; pressed twice, it is the same record."""
    holder = holder_of(request)
    reading = access.own(holder, ref)
    if reading.declaration is not None and not actions.is_free(reading):
        return editor.see_other(reverse("desk-declaration", args=[reading.declaration.ref]))
    form = decode.reading(request.POST)
    target: list[str] = []

    def act() -> int:
        edition = _keep(request, ref, form)
        institution = request.POST.get("institution_code", "")
        target.append(actions.confirm(holder, ref, institution=institution, now=timezone.now()).ref)
        return edition

    return editor.answered(
        request,
        act,
        done=lambda: reverse("desk-declaration", args=[target[0]]),
        failed=lambda error, status: again(request, ref, form, error, status),
    )


def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Erase the draft at once."""
    holder = holder_of(request)
    try:
        actions.discard(holder, ref)
    except (Conflict, Refused) as error:
        reading = access.own(holder, ref)
        return _page(request, reading, queries.form_in(reading), error=error, status=editor.status_of(error))
    return editor.see_other(reverse("desk"))
