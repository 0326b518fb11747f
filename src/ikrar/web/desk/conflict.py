"""Two people changed one draft: mine and theirs side by side, field by field, and one draft made of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from ikrar.core.declaration.form import DeclarationForm, from_json
from ikrar.core.declaration.merging import Difference, compare, merged
from ikrar.core.errors import IkrarError
from ikrar.records.declaration import queries
from ikrar.web.desk import decode
from ikrar.web.refusal import message

PICK = "pick-"
#: Fields of a posted form that say what was pressed, not what was typed.
PRESSED = frozenset({"csrfmiddlewaretoken", "edition", "then", "by", "step", "area_search"})


def page(request: HttpRequest, version: Any, mine: DeclarationForm, error: IkrarError | None) -> HttpResponse:
    """Show where a form and the stored draft differ; what was typed is carried along and nothing is saved yet."""
    theirs = queries.form_in(version)
    found = compare(mine.as_json(), theirs.as_json(), decode.loaded(request.POST))
    context = {
        "version": version,
        "ref": version.declaration_id,
        "edition": version.edition,
        "form": theirs,
        "differences": [_shown(one) for one in found],
        "typed": _typed(request.POST),
        "error": message(error) if error else "",
    }
    return render(request, "desk/conflict.html", context, status=409)


def chosen(post: QueryDict, mine: DeclarationForm, theirs: DeclarationForm) -> DeclarationForm:
    """Return the draft made of both as picked, field by field."""
    picks = {name.removeprefix(PICK): str(value) for name, value in post.items() if name.startswith(PICK)}
    return from_json(merged(mine.as_json(), theirs.as_json(), picks))


def _typed(post: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in decode.typed(post).lists()
        for value in values
        if name not in PRESSED and not name.startswith(PICK)
    ]


def _shown(one: Difference) -> dict[str, Any]:
    _, _, number = one.path.partition(".")
    sides = [
        {"side": "mine", "value": one.mine, "lines": _lines(one.mine)},
        {"side": "theirs", "value": one.theirs, "lines": _lines(one.theirs)},
    ]
    row = int(number) if number.isdigit() else 0
    return {"path": one.path, "field": one.field, "row": row, "proposed": one.proposed, "sides": sides}


def _lines(value: Any) -> list[dict[str, Any]]:
    """Return what a side says as lines of text, each with the commitment kinds that belong to it."""
    if isinstance(value, Mapping):
        words = [part for part in value.values() if isinstance(part, str) and part]
        rows = [row for part in value.values() if isinstance(part, list | tuple) for row in part]
        if "kinds" in value:
            return [{"text": str(value["text"]), "kinds": rows}]
        return [{"text": words_, "kinds": ()} for words_ in [*words, *map(str, rows)]]
    return [{"text": str(value), "kinds": ()}] if value not in (None, "") else []
