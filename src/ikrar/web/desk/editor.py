"""The editor that readings and declaration drafts share: what its template needs, and how saving answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse

from ikrar.core.account.role import Role
from ikrar.core.declaration import kind
from ikrar.core.declaration.canonical import LANGUAGES
from ikrar.core.declaration.form import DeclarationForm, event_date, field_of, source_url
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, Refused
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as election
from ikrar.records.institution import queries as institution
from ikrar.web.desk.decode import wants_json
from ikrar.web.parts.place import picker
from ikrar.web.refusal import message


@cache
def _kinds() -> tuple[kind.Kind, ...]:
    return kind.load()


def fields(
    form: DeclarationForm, errors: Iterable[BadInput] = (), *, holder: Holder, search: str = ""
) -> dict[str, Any]:
    """Return the template context of the declaration's fields: values, choices, suggestions, errors by field."""
    area, points = form.area.strip(), _points(form)
    return {
        "form": form,
        "outside": bool(area) and not holder.may(Role.SECRETARY, area=area),
        "points": points,
        "suggestions": sum(len(point["unticked"]) for point in points),
        "errors": {field_of(e) or "form": message(e) for e in [*_unreadable(form), *errors]},
        "elections": election.all_elections(),
        "languages": sorted(LANGUAGES),
        "picker": picker([area], words=search),
        "institution_names": institution.names_near(area),
        "evidence": {},
        "origins": {},
    }


def _unreadable(form: DeclarationForm) -> list[BadInput]:
    """Return what is filled in and cannot be read, told at once rather than when freezing."""
    found: list[BadInput] = []
    for check in (event_date, source_url):
        try:
            check(form)
        except BadInput as error:
            found.append(error)
    return found


def _points(form: DeclarationForm) -> list[dict[str, Any]]:
    told = form.translation.points if form.translation else ()
    other = (*told, *[""] * len(form.points))
    return [{**_point(p.text, p.kinds), "row": str(n), "translation": other[n]} for n, p in enumerate(form.points)]


def _point(text: str, chosen: tuple[str, ...]) -> dict[str, Any]:
    hints = {s.code: ", ".join(s.words) for s in kind.suggest(text, _kinds())}
    rows = [{"code": k.code, "chosen": k.code in chosen, "why": hints.get(k.code, "")} for k in _kinds()]
    rows.sort(key=lambda r: (not r["chosen"], not r["why"]))
    return {
        "text": text,
        "kinds": rows,
        "unticked": [r["code"] for r in rows if r["why"] and not r["chosen"]],
    }


def differences(mine: DeclarationForm, stored: DeclarationForm) -> list[tuple[str, str]]:
    """Return (field, stored value) for each field where the stored form differs from the one being sent."""
    ours, theirs = mine.as_json(), stored.as_json()
    return [(name, _shown(theirs[name])) for name in ours if ours[name] != theirs[name]]


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return " / ".join(filter(None, map(_shown, value)))
    if isinstance(value, dict):
        return " ".join(filter(None, (_shown(part) for part in value.values() if not _is_codes(part))))
    return "" if value is None else str(value)


def _is_codes(part: object) -> bool:
    """Whether a part of a point is its list of kinds, which are codes and no words."""
    return isinstance(part, tuple) and all(isinstance(code, str) and code.isupper() for code in part)


STATUS: dict[type[IkrarError], int] = {Conflict: 409, IllegalMove: 409, Refused: 422, BadInput: 422}


def status_of(error: IkrarError) -> int:
    """Return the HTTP status of an error; the edge chooses it, core never does."""
    return next((code for cls, code in STATUS.items() if isinstance(error, cls)), 400)


def answered(
    request: HttpRequest,
    act: Callable[[], int],
    *,
    done: Callable[[], str],
    failed: Callable[[IkrarError, int], HttpResponseBase],
    beside: Mapping[str, object] | Callable[[], Mapping[str, object]] | None = None,
) -> HttpResponseBase:
    """Run an act that returns an edition: redirect to ``done()``, or show the page again through ``failed``.

    For the script the answer is JSON: ``{"edition": n}`` with what is to be told ``beside`` it, asked for then, or
    ``{"error": code, "message": sentence}``.
    """
    try:
        edition = act()
    except (BadInput, Conflict, IllegalMove, Refused) as error:
        status = status_of(error)
        if wants_json(request):
            return JsonResponse({"error": error.code, "message": message(error)}, status=status)
        return failed(error, status)
    if wants_json(request):
        told = beside() if callable(beside) else beside
        return JsonResponse({"edition": edition, **(told or {})})
    return see_other(done())


def see_other(target: str) -> HttpResponse:
    """Return a 303, so that reloading the next page sends nothing twice."""
    response = HttpResponseRedirect(target)
    response.status_code = 303
    return response
