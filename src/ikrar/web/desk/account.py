"""The desk of an administrator: the people of the institution, and what waits for a second person (R8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.account.grant import AREA_CODE
from ikrar.core.account.request import ROLES, State
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, InvalidField, Refused
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as election
from ikrar.records.grant import access, actions, queries
from ikrar.records.grant.actions import Terms
from ikrar.records.institution import queries as institution
from ikrar.records.invitation import queries as invitation
from ikrar.records.place import queries as place
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.parts.place import asked, chosen, picker
from ikrar.web.refusal import message

NO_ROLE = "Pilih satu peran dari daftar."
NO_DAY = "Tulis tanggal sebagai hari, bulan, dan tahun."
NO_AREA = "Wilayah “{words}” tidak dikenal. Cari namanya, lalu pilih dari hasilnya."
WHICH_AREA = "“{words}” dapat berarti beberapa wilayah: {found}. Pilih salah satunya."


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, the people of the institution, and the institution's own requests."""
    holder, now = holder_of(request), timezone.now()
    words = request.GET.get("q", "").strip()[:100]
    ended = request.GET.get("berakhir") == "1"
    page = queries.people_page(holder, words=words, ended=ended, number=_number(request.GET.get("hal")))
    context = {
        "waiting": [shown(row, now) for row in queries.waiting(holder, now)],
        "proposed": [shown(row, now) for row in queries.proposed(holder)],
        "to_attest": len(queries.to_attest(holder)),
        "page": page,
        "words": words,
        "ended": ended,
        "today": holder.today,
        "alone": len(access.administrators(holder.today)) <= 2,
        "mine": institution.names(holder.institutions(Role.ADMINISTRATOR)),
    }
    return render(request, "desk/accounts.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < decode.DIGITS else 1


def shown(row: Any, now: Any) -> dict[str, Any]:
    """Return a request as its templates need it, with its state at this moment."""
    return {"row": row, "state": queries.state_of(row, now).value, "areas": list(row.areas.all())}


# --- propose ----------------------------------------------------------------------------------------------------------


def propose(request: HttpRequest) -> HttpResponseBase:
    """Ask for the terms of a grant, then propose it; an earlier grant may fill the form in."""
    holder = holder_of(request)
    if request.method != "POST":
        return _form(request, _prefilled(holder, request.GET.get("dari", "")))

    if asked(request.POST, "areas"):
        return _form(request, entered(request))

    def act() -> Any:
        post = decode.typed(request.POST)
        return actions.propose_grant(
            holder, username=post.get("login", "").strip(), terms=terms(request), now=timezone.now()
        )

    return _proposed(act, lambda error: _form(request, entered(request), error))


def _proposed(act: Callable[[], Any], failed: Callable[[IkrarError], HttpResponse]) -> HttpResponseBase:
    """Do a proposal and show it, or show the form again with what was entered."""
    try:
        row = act()
    except (BadInput, Refused, IllegalMove, Conflict) as error:
        return failed(error)
    return editor.see_other(reverse("grant-request", args=[row.ref]))


def _prefilled(holder: Holder, ref: str) -> dict[str, str]:
    """Return the form's values: those of an earlier grant of the institution, if one is named, else the usual ones."""
    if ref:
        row = access.grant_for(holder, ref)
        areas = ", ".join(sorted(a.code for a in row.areas.all()))
        given = {"login": row.user.username, "role": row.role, "institution": row.institution_id, "areas": areas}
    else:
        own = _areas_voting(holder)
        given = {"institution": next(iter(holder.institutions(Role.ADMINISTRATOR)), ""), "areas": ", ".join(own)}
    return usual_days(holder, given)


def _areas_voting(holder: Holder) -> list[str]:
    """Return the areas a person administers where a grant can be given today, or all when there is none."""
    own = queries.own_areas(holder)
    voting = [code for code in own if (election.last_day(frozenset({code})) or date.min) >= holder.today]
    return voting or own


def usual_days(holder: Holder, given: dict[str, str]) -> dict[str, str]:
    """Add today and the last day possible for the areas to the values of a form."""
    codes = frozenset(code.strip() for code in given.get("areas", "").split(",") if code.strip())
    limit = election.last_day(codes)
    return given | {"starts": holder.today.isoformat(), "ends": limit.isoformat() if limit else ""}


def entered(request: HttpRequest) -> dict[str, str]:
    """Return what was typed and picked, to be shown again; the areas' codes stand in one text, between commas."""
    post = decode.typed(request.POST)
    typed = {name: post.get(name, "") for name in ("login", "role", "institution", "starts", "ends", "areas_words")}
    return typed | {"areas": ", ".join(chosen(post, "areas", many=True))}


def _form(request: HttpRequest, values: dict[str, str], error: IkrarError | None = None) -> HttpResponse:
    context = form_context(holder_of(request), values, error)
    return render(request, "desk/grant_propose.html", context, status=editor.status_of(error) if error else 200)


def form_context(
    holder: Holder, values: dict[str, str], error: IkrarError | None, *, moving: bool = False
) -> dict[str, Any]:
    """Return what the fields of a grant need: values, choices, the last day possible, and what is wrong where."""
    field = error.field if isinstance(error, InvalidField) else ""
    codes = [code.strip() for code in values.get("areas", "").split(",")]
    return {
        "values": values,
        "picker": picker(codes, name="areas", words=values.get("areas_words", ""), many=True),
        "roles": [role.value for role in Role if role in ROLES],
        "institutions": queries.institutions_to_propose_for(holder, moving=moving),
        "own_areas": place.find_many(queries.own_areas(holder)).values(),
        "limit": election.last_day(frozenset(_areas_voting(holder))),
        "error": message(error) if error else "",
        "field": field,
    }


def terms(request: HttpRequest) -> Terms:
    """Decode the terms of a grant; raises InvalidField for what cannot be read."""
    post = decode.typed(request.POST)
    try:
        role = Role(post.get("role", ""))
    except ValueError:
        raise InvalidField(NO_ROLE, field="role") from None
    return Terms(role, post.get("institution", ""), _areas(post), day(post.get("starts", ""), "starts"), _ends(request))


def _ends(request: HttpRequest) -> date:
    return day(decode.typed(request.POST).get("ends", ""), "ends")


def day(text: str, field: str) -> date:
    """Read a day as a date field sends it; raises InvalidField for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidField(NO_DAY, field=field) from None


def _areas(post: QueryDict) -> frozenset[str]:
    """Return the codes picked. With none picked the words typed into the search must name one area for sure."""
    codes = chosen(post, "areas", many=True)
    for code in codes:
        if not AREA_CODE.fullmatch(code):
            raise InvalidField(NO_AREA, field="areas", words=code)
    words = post.get("areas_words", "")
    return frozenset(codes) if codes or not words.strip() else frozenset([_area(words)])


def _area(words: str) -> str:
    """Return the code of the one area of this name or code; raises InvalidField when it is not sure."""
    text = " ".join(words.split())
    found = place.look_up(text[:100])
    if found.sure:
        return found.places[0].code
    if not found.places:
        raise InvalidField(NO_AREA, field="areas", words=text)
    named = ", ".join(f"{p.code} {p.label}" for p in found.places[:5])
    raise InvalidField(WHICH_AREA, field="areas", words=text, found=named)


# --- a request --------------------------------------------------------------------------------------------------------


def view(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one request with everything that must be judged, and what this person may do with it."""
    return request_page(request, ref, None)


def request_page(request: HttpRequest, ref: str, error: IkrarError | None) -> HttpResponse:
    """Show one request, with the error an act on it ran into, if any."""
    holder, now = holder_of(request), timezone.now()
    row = access.request_for(holder, ref)
    first = access.first_of(holder, row)
    state = queries.state_of(row, now)
    mine = row.proposed_as_id in holder.institutions(Role.ADMINISTRATOR)
    known = queries.is_known(row.beneficiary)
    context = shown(row, now) | {
        "ref": ref,
        "may_judge": state is State.OPEN and access.may_judge(holder, row),
        "may_withdraw": state is State.OPEN and mine,
        "known": known,
        "first": first is not None and not invitation.opened(first.user),
        "elsewhere": queries.other_institutions(row.beneficiary, row.institution_id, holder.today),
        "reason": decode.typed(request.POST).get("reason", ""),
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
        "given": access.visible_to(holder).filter(user__username=row.beneficiary).order_by("-id").first(),
    }
    return render(request, "desk/grant_request.html", context, status=editor.status_of(error) if error else 200)


def _decided(request: HttpRequest, ref: str, act: Callable[[Holder], Any]) -> HttpResponseBase:
    try:
        act(holder_of(request))
    except (BadInput, Refused, IllegalMove) as error:
        return request_page(request, ref, error)
    return editor.see_other(reverse("grant-request", args=[ref]))


def approve(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Approve as the second person."""
    return _decided(request, ref, lambda holder: actions.approve(holder, ref, now=timezone.now()))


def refuse(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Refuse as the second person, with a reason."""
    reason = decode.typed(request.POST).get("reason", "")
    return _decided(request, ref, lambda holder: actions.refuse(holder, ref, reason=reason, now=timezone.now()))


def withdraw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Withdraw a request of the own institution."""
    return _decided(request, ref, lambda holder: actions.withdraw(holder, ref, now=timezone.now()))
