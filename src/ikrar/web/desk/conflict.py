"""Two people changed one form: mine and theirs side by side, field by field, and one form made of both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from ikrar.core.declaration.form import DeclarationForm, from_json
from ikrar.core.declaration.merging import Difference, compare, merged
from ikrar.core.errors import IkrarError
from ikrar.records.declaration import queries
from ikrar.web.desk import decode
from ikrar.web.names import declaration_field
from ikrar.web.refusal import message

PICK = "pick-"
#: Fields of a posted form that say what was pressed, not what was typed.
PRESSED = frozenset({"csrfmiddlewaretoken", "edition", "then", "by", "step", "area_search"})


@dataclass(frozen=True)
class Sheet:
    """What differs from form to form: the heading, where what was picked is kept, and where mine is given up.

    ``edition`` is the one that is stored, ``language`` that of what was typed.
    """

    heading: str
    save: str
    drop: str
    edition: int
    language: str = "id"


def beside(
    request: HttpRequest,
    sheet: Sheet,
    found: Iterable[Difference],
    legend: Callable[[Difference], str],
    error: IkrarError,
) -> HttpResponse:
    """Show where two forms differ, ``legend`` naming each place; what was typed is carried along, nothing is saved."""
    context = {
        "sheet": sheet,
        "differences": [shown(one, legend(one)) for one in found],
        "typed": _typed(request.POST),
        "error": message(error),
    }
    return render(request, "desk/conflict.html", context, status=409)


def picks(post: QueryDict) -> dict[str, str]:
    """Return the side that was picked of each place."""
    return {name.removeprefix(PICK): str(value) for name, value in post.items() if name.startswith(PICK)}


def page(request: HttpRequest, version: Any, mine: DeclarationForm, error: IkrarError) -> HttpResponse:
    """Show where a form and the stored draft of a declaration differ."""
    theirs, ref = queries.form_in(version), version.declaration_id
    sheet = Sheet(
        gettext("Dua orang mengubah rancangan ini"),
        reverse("declaration-merge", args=[ref]),
        reverse("desk-declaration", args=[ref]),
        version.edition,
        theirs.language,
    )
    found = compare(mine.as_json(), theirs.as_json(), decode.loaded(request.POST))
    return beside(request, sheet, found, _legend, error)


def chosen(post: QueryDict, mine: DeclarationForm, theirs: DeclarationForm) -> DeclarationForm:
    """Return the draft made of both as picked, field by field."""
    return from_json(merged(mine.as_json(), theirs.as_json(), picks(post)))


def _legend(one: Difference) -> str:
    name = declaration_field(one.field)
    return gettext("{field}, baris {n}").format(field=name, n=one.row) if one.row else name


def _typed(post: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in decode.typed(post).lists()
        for value in values
        if name not in PRESSED and not name.startswith(PICK)
    ]


def shown(one: Difference, legend: str) -> dict[str, Any]:
    """Return a place where two forms differ for a page: what it is called, and what each side says line by line."""
    sides = [
        {"side": "mine", "value": one.mine, "lines": _lines(one.mine)},
        {"side": "theirs", "value": one.theirs, "lines": _lines(one.theirs)},
    ]
    return {"path": one.path, "legend": legend, "proposed": one.proposed, "sides": sides}


def _lines(value: Any) -> list[dict[str, Any]]:
    """Return what a side says as lines of text, each with the commitment kinds that belong to it."""
    if isinstance(value, Mapping):
        words = [part for part in value.values() if isinstance(part, str) and part]
        rows = [row for part in value.values() if isinstance(part, list | tuple) for row in part]
        if "kinds" in value:
            return [{"text": str(value["text"]), "kinds": rows}]
        told = [gettext("diterbitkan")] if value.get("public") else []
        return [{"text": words_, "kinds": ()} for words_ in [*words, *map(str, rows), *told]]
    return [{"text": str(value), "kinds": ()}] if value not in (None, "") else []
