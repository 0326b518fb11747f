"""Start a declaration at the desk: blank, from a usual text, or after one that is registered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.declaration import template
from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import BadInput, IkrarError, InvalidField, Missing, Refused
from ikrar.records.declaration import actions, following, queries
from ikrar.records.election import queries as election
from ikrar.records.institution import heads
from ikrar.records.institution import queries as institution
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor, proposal
from ikrar.web.parts.place import asked, chosen, picker, sought
from ikrar.web.refusal import message

FOUND = 10  # declarations to follow, as the page lists them
BLANK, CHILD, COPY = "kosong", "turunan", "salinan"


def page(request: HttpRequest) -> HttpResponseBase:
    """Show what a declaration can start from; the POST starts it, or searches an area or a declaration to follow."""
    if request.method != "POST":
        return _page(request, {"pick": request.GET.get("dari", "")[:60]})
    post = decode.typed(request.POST)
    entered = {name: post.get(name, "") for name in ("pick", "institution", "election", "area_words", "words")}
    entered["area"] = next(iter(chosen(post)), "")
    if asked(post) or "find" in post:
        entered_by_key = post.get("find") == "enter"
        return _page(request, entered, area_words=entered["area_words"] if entered_by_key else asked(post))
    try:
        form = _form(entered, post.getlist("clause"))
        made = actions.begin(holder_of(request), institution=entered["institution"], form=form, now=timezone.now())
    except (BadInput, Refused) as error:
        return _page(request, entered, error=error)
    return editor.see_other(reverse("desk-declaration", args=[made.ref]))


def _form(entered: dict[str, str], clauses: list[str]) -> DeclarationForm:
    """Return the form that was picked; raises InvalidField when nothing was, or what was picked is gone."""
    kind, _, name = entered["pick"].partition(":")
    area = entered["area"]
    area_name, voted = proposal.names(area, entered["election"])
    if kind == BLANK:
        return DeclarationForm(area=area, election=entered["election"])
    if kind == "naskah" and name in template.templates():
        text = template.templates()[name]
        leading = heads.of_kinds(area, text.offices)
        return template.fill(
            text,
            area=area,
            area_name=area_name,
            election=entered["election"],
            election_name=voted,
            heads=[OfficeForm(head.office, head.name) for head in leading],
            clauses={n for n in range(len(text.clauses)) if f"{name}:{n}" in clauses},
        )
    if kind in {CHILD, COPY}:
        return _after(kind, name, area)
    raise InvalidField("Pilih dari mana deklarasi ini dimulai.", field="pick")


def _after(kind: str, ref: str, area: str) -> DeclarationForm:
    try:
        source = following.wording(ref)
    except Missing:
        raise InvalidField("Deklarasi ini tidak ada dalam daftar. Cari lagi.", field="pick") from None
    parent = ref if kind == CHILD else ""
    return template.derived(source, parent=parent, area=area, names=(proposal.named(source.area), proposal.named(area)))


def _page(
    request: HttpRequest, entered: dict[str, str], *, area_words: str = "", error: IkrarError | None = None
) -> HttpResponse:
    holder = holder_of(request)
    words = sought(entered.get("words", ""))
    pick = entered.get("pick", "")
    names = proposal.names(entered.get("area", ""), entered.get("election", ""))
    context: dict[str, Any] = {
        "entered": entered,
        "pick": pick or f"{BLANK}:",
        "institutions": institution.names(holder.institutions(Role.SECRETARY)),
        "elections": election.all_elections(),
        "picker": picker([entered.get("area", "")], words=area_words),
        "templates": [_shown(one, names) for one in template.templates().values()],
        "words": words,
        "found": _found(words, pick),
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
    }
    return render(request, "desk/declaration_start.html", context, status=editor.status_of(error) if error else 200)


def _shown(one: template.Template, names: tuple[str, str]) -> dict[str, Any]:
    """Return a usual text as its preview needs it, with the names of the area and the election chosen so far."""
    form = template.fill(one, area_name=names[0], election_name=names[1])
    return {"template": one, "form": form, "pick": f"naskah:{one.code}"}


def _found(words: str, pick: str) -> list[Any]:
    """Return the declarations searched for, the one that is picked among them."""
    rows = queries.register_after(Wanted(words=words), limit=FOUND) if words else []
    ref = pick.partition(":")[2] if pick.startswith((CHILD, COPY)) else ""
    chosen_one = following.current_of(ref) if ref and ref not in {row.declaration_id for row in rows} else None
    return [chosen_one, *rows] if chosen_one else rows
