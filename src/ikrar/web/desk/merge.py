"""Drafts of one event side by side, merged field by field as a person picks, and taken apart again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from ikrar.core.declaration.form import OfficeForm, PointForm
from ikrar.core.errors import BadInput, Conflict, IkrarError, Refused
from ikrar.core.reading.form import PersonForm
from ikrar.core.reading.merge import ALL, EVIDENCE, FIELDS, Candidate, Compared, compared
from ikrar.records.reading import access, actions, queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor, values
from ikrar.web.parts.templatetags.parts import spoken
from ikrar.web.refusal import message

BEGINNING = 120  # characters of an article that tell drafts of one title apart
MOST_OTHERS = 20  # drafts offered besides those that were suggested


def page(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Show a draft beside others of its event, and merge those that were ticked as picked."""
    reading = access.own(holder_of(request), ref)
    if request.method != "POST":
        return _shown(request, reading)
    post = decode.typed(request.POST)
    try:
        actions.merge(
            holder_of(request),
            ref,
            edition=decode.edition(post),
            others={other: decode.number(post.get(f"edition-{other}", "")) for other in post.getlist("with")},
            picks={field.name: post.get(f"pick-{field.name}", "") for field in FIELDS},
        )
    except (BadInput, Conflict, Refused) as error:
        return _shown(request, access.own(holder_of(request), ref), error, editor.status_of(error))
    return editor.see_other(reverse("reading", args=[ref]) + "?tersimpan=1")


def _shown(request: HttpRequest, reading: Any, error: IkrarError | None = None, status: int = 200) -> HttpResponse:
    holder = holder_of(request)
    sent = decode.typed(request.POST if request.method == "POST" else request.GET)
    asked = sent.getlist("dengan") + sent.getlist("with")
    suggested = queries.same_event(reading, holder)
    more = [one for one in queries.others(reading, holder, limit=MOST_OTHERS) if one not in suggested]
    others = [*suggested, *(one for one in more if one.ref in asked)]
    together = {one.ref: one for one in (reading, *others)}
    context = {
        "reading": reading,
        "articles": [_article(n, reading, one, sent) for n, one in enumerate(together.values(), 1)],
        "fields": _fields(together, sent),
        "more": [(one, values.heading(one)) for one in more if one.ref not in asked],
        "all": ALL,
        "error": message(error) if error else "",
    }
    return render(request, "desk/merge.html", context, status=status)


def _article(number: int, reading: Any, one: Any, sent: QueryDict) -> dict[str, Any]:
    """Return what the page says of one of the drafts: which it is, and why it may tell of the same event."""
    own = one.ref == reading.ref
    found = None if own else queries.likeness(reading, one)
    return {
        "number": number,
        "draft": one,
        "own": own,
        "heading": values.heading(one),
        "begins": " ".join(one.text[:BEGINNING].split()) if one.title else "",
        "free": actions.is_free(one),
        "ticked": one.ref in sent.getlist("with") if "edition" in sent else True,  # as sent, though none was
        "verdict": found.verdict.value if found else "",
        "reasons": [_said_aloud(why) for why in found.reasons] if found else [],
    }


def _said_aloud(why: Any) -> str:
    return spoken({"message": why.message, "params": {name: str(value) for name, value in why.params.items()}})


def _fields(together: Mapping[str, Any], sent: QueryDict) -> list[dict[str, Any]]:
    """Return each field that any draft holds, with its values and the words each came from."""
    forms = {ref: queries.form_in(one) for ref, one in together.items()}
    numbers = {ref: n for n, ref in enumerate(forms, 1)}
    rows = [one for one in compared(forms) if one.candidates]
    names = values.names({c.value for one in rows for c in one.candidates if isinstance(c.value, str)})
    return [_field(one, sent, together, numbers, names) for one in rows]


def _field(
    one: Compared, sent: QueryDict, together: Mapping[str, Any], numbers: Mapping[str, int], names: Mapping[str, str]
) -> dict[str, Any]:
    picked = sent.get(f"pick-{one.field.name}", "") or one.proposed
    return {
        "name": one.field.name,
        "many": one.field.many,
        "agreed": one.agreed,
        "all": picked == ALL,
        "candidates": [
            {
                "ref": candidate.refs[0],
                "values": _lines(one.field.name, candidate, names),
                "picked": picked in candidate.refs,
                "articles": [numbers[ref] for ref in candidate.refs],
                "said": _said(one.field.name, candidate, together, numbers),
            }
            for candidate in one.candidates
        ],
    }


def _said(
    field: str, candidate: Candidate, together: Mapping[str, Any], numbers: Mapping[str, int]
) -> list[dict[str, Any]]:
    found = [(ref, words(together[ref], field)) for ref in candidate.refs]
    return [{"number": numbers[ref], "ref": ref} | said for ref, said in found if said]


def words(reading: Any, field: str) -> dict[str, Any] | None:
    """Return the words of an article that a field came from, with the way to them; None where it has none."""
    spans: Sequence[Sequence[int]] = reading.found.get("evidence", {}).get(EVIDENCE.get(field, field), ())
    if not spans:
        return None
    start, end = spans[0]
    return {"start": start, "words": " ".join(reading.text[start:end].split())}


def _lines(field: str, candidate: Candidate, names: Mapping[str, str]) -> list[str]:
    value = candidate.value
    if field == "handover":
        return [" → ".join(part or "?" for part in value)]
    return [_line(row) for row in value] if isinstance(value, tuple) else [values.shown(field, value, names)]


def _line(row: object) -> str:
    """Return one row of a list as people read it."""
    if isinstance(row, PointForm):
        return row.text
    if isinstance(row, PersonForm):
        return ", ".join(part for part in (" ".join(f"{row.rank} {row.name}".split()), row.role) if part)
    if isinstance(row, OfficeForm):
        return ", ".join(part for part in (row.office, row.institution, row.capacity, row.on_behalf_of) if part)
    return str(row)


def apart(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Say that a draft tells of another event; back to where its button stood."""
    holder = holder_of(request)
    back = decode.typed(request.POST).get("back", "")
    try:
        actions.set_apart(holder, ref)
    except Conflict as error:
        return _shown(request, access.own(holder, ref), error, editor.status_of(error))
    known = access.visible_to(holder).filter(ref=back).exists()
    return editor.see_other(reverse("reading-merge", args=[back]) if known else reverse("drafts"))
