"""One institution at the desk of its administrators: its name and days, territory, offices and their terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from ikrar.core.errors import BadInput, Conflict, IkrarError, InvalidField, Refused
from ikrar.core.institution.level import Level
from ikrar.core.institution.office import OFFICE_KINDS
from ikrar.core.institution.record import OfficeRecord
from ikrar.core.institution.territory import NATION
from ikrar.records.institution import access, actions, queries
from ikrar.records.place import queries as place
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.parts.place import MANY_LIMIT, asked, chosen, picker
from ikrar.web.refusal import message

FAULTS = (BadInput, Conflict, Refused)
NO_DAY = "Tulis tanggal seperti 2026-01-31."


def edit(request: HttpRequest, area: str, unit: str) -> HttpResponse:
    """Show one's own institution with everything that can be changed about it."""
    return _page(request, f"{area}/{unit}", {})


def change(request: HttpRequest, area: str, unit: str) -> HttpResponseBase:
    """Do the one act the form names and show the page again; a territory is shown before it is kept."""
    code, post = f"{area}/{unit}", decode.typed(request.POST)
    typed = {name: post.get(name, "") for name in post}
    access.editable(holder_of(request), code)
    try:
        act = ACTS.get(post.get("act", ""))
        if act is None:
            raise BadInput("Pilih salah satu tindakan di halaman ini.")
        more = act(request, code, post)
    except FAULTS as error:
        return _page(request, code, typed, error=error)
    if more is not None:
        return _page(request, code, typed, more=more)
    saved = urlencode({"tersimpan": post["act"]})
    return editor.see_other(f"{reverse('desk-institution', args=[area, unit])}?{saved}")


def _page(
    request: HttpRequest,
    code: str,
    typed: dict[str, str],
    *,
    error: IkrarError | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the page; what was typed stands in the form that sent it, and only there."""
    access.editable(holder_of(request), code)
    found, act = queries.profile(code), typed.get("act", "")
    row, saved = found.row, request.GET.get("tersimpan", "")
    context = {
        "profile": found,
        "one": row,
        "act": act,
        "names": _shown(typed, act == "names", name=row.name, short_name=row.short_name, parent=row.parent_id or ""),
        "last": typed.get("last", "") if act == "close" else "",
        "starts": typed.get("starts", "") if act == "territory" else "",
        "offices": [_office_row(o, typed) for o in found.offices],
        "new": _new_office(typed),
        "kinds": OFFICE_KINDS,
        "newest": queries.newest_change(code),
        "saved": saved if saved in ACTS and not typed else "",
        "error": message(error) if error else "",
        "field": error.field if isinstance(error, InvalidField) else "",
    }
    context |= _territory_form(request, found, act) | (more or {})
    return render(request, "desk/institution.html", context, status=editor.status_of(error) if error else 200)


def _new_office(typed: dict[str, str]) -> dict[str, str]:
    own = typed.get("act") == "office" and not typed.get("ref")
    values = _shown(typed, own, office="", office_kind="", valid_from="", valid_until="")
    return values | {"own": "office" if own else ""}


def _shown(typed: dict[str, str], own: bool, **kept: str) -> dict[str, str]:
    """Return the values of a form: as typed when this very form was sent, else as they are kept."""
    return {name: typed.get(name, "") if own else value for name, value in kept.items()}


def _office_row(office: Any, typed: dict[str, str]) -> dict[str, Any]:
    act = typed.get("act", "") if typed.get("ref") == office.ref else ""
    days = {"valid_from": _iso(office.valid_from), "valid_until": _iso(office.valid_until)}
    return {
        "office": office,
        "wrong": act,
        "values": _shown(typed, act == "office", office=office.name, office_kind=office.kind, **days),
        "term": _shown(typed, act == "term", starts="", ends="", acting=""),
        "terms": [_term_row(t, typed) for t in sorted(office.terms.all(), key=lambda t: t.starts)],
    }


def _term_row(term: Any, typed: dict[str, str]) -> dict[str, Any]:
    own = typed.get("act") == "end-term" and typed.get("ref") == term.ref
    return {"term": term, "wrong": own, "ends": typed.get("ends", "") if own else _iso(term.ends)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# --- territory --------------------------------------------------------------------------------------------------------


def _territory_form(request: HttpRequest, found: queries.Profile, act: str) -> dict[str, Any]:
    """Return the picker with what was picked, or with today's areas; a nation-wide territory has a box of its own."""
    post, sent = decode.typed(request.POST), act == "territory"
    present = queries.territory(found.row.code, timezone.localdate())
    codes = chosen(post, "areas", many=True) if sent else sorted(present)
    return {
        "picker": picker(
            (c for c in codes if c != NATION), name="areas", words=asked(post, "areas") if sent else "", many=True
        ),
        "nation": "1" if NATION in _wanted(post) or (not sent and NATION in present) else "",
        "may_be_nation": NATION in present or found.row.level == Level.NATION,
        "too_many": len(present) > MANY_LIMIT,
    }


def _wanted(post: QueryDict) -> list[str]:
    return [*chosen(post, "areas", many=True), *([NATION] if post.get("nation") == "1" else [])]


def _territory(request: HttpRequest, code: str, post: QueryDict) -> dict[str, Any] | None:
    if asked(post, "areas"):
        return {}
    if post.get("areas_words", "").strip() and not _wanted(post):
        raise InvalidField("Cari wilayahnya dahulu, lalu pilih dari hasilnya.", field="territory")
    if len(_wanted(post)) > MANY_LIMIT:
        text = "Di halaman ini paling banyak {most} wilayah. Untuk yang lebih banyak, masukkan dari berkas."
        raise InvalidField(text, field="territory", most=MANY_LIMIT)
    holder, starts = holder_of(request), _required(post, "starts")
    if post.get("then") == "save":
        actions.set_territory(holder, code, areas=_wanted(post), starts=starts, now=timezone.now())
        return None
    step = queries.territory_after(code, _wanted(post), starts)
    known = place.find_many(step.before | step.after)

    def named(codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(c, known[c].label if c in known else "") for c in sorted(codes)]

    preview = {
        "starts": starts,
        "replaces": step.replaces,
        "come": named(step.after - step.before),
        "leave": named(step.before - step.after),
        "stay": named(step.after & step.before),
    }
    return {"preview": preview}


# --- the acts of the page ---------------------------------------------------------------------------------------------


def _names(request: HttpRequest, code: str, post: QueryDict) -> None:
    edition = post.get("edition", "")
    actions.change(
        holder_of(request),
        code,
        edition=int(edition) if edition.isdecimal() and len(edition) < decode.DIGITS else 0,
        name=post.get("name", ""),
        short_name=post.get("short_name", ""),
        parent=post.get("parent", "").strip(),
        now=timezone.now(),
    )


def _close(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.close(holder_of(request), code, last=_required(post, "last"), now=timezone.now())


def _open(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.close(holder_of(request), code, last=None, now=timezone.now())


def _take_back(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.take_back_territory(holder_of(request), code, now=timezone.now())


def _office(request: HttpRequest, code: str, post: QueryDict) -> None:
    days = (_day(post, "valid_from"), _day(post, "valid_until"))
    office = OfficeRecord(post.get("office", ""), post.get("office_kind", ""), *days)
    actions.set_office(holder_of(request), code, office, ref=post.get("ref") or None, now=timezone.now())


def _term(request: HttpRequest, code: str, post: QueryDict) -> None:
    starts, ends, ref = _required(post, "starts"), _day(post, "ends"), post.get("ref", "")
    acting = post.get("acting") == "1"
    actions.add_term(holder_of(request), code, ref, starts=starts, ends=ends, acting=acting, now=timezone.now())


def _end_term(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.end_term(holder_of(request), code, post.get("ref", ""), ends=_required(post, "ends"), now=timezone.now())


def _open_term(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.end_term(holder_of(request), code, post.get("ref", ""), ends=None, now=timezone.now())


def _remove_term(request: HttpRequest, code: str, post: QueryDict) -> None:
    actions.remove_term(holder_of(request), code, post.get("ref", ""), now=timezone.now())


ACTS: dict[str, Callable[[HttpRequest, str, QueryDict], dict[str, Any] | None]] = {
    "names": _names,
    "close": _close,
    "open": _open,
    "territory": _territory,
    "take-back": _take_back,
    "office": _office,
    "term": _term,
    "end-term": _end_term,
    "open-term": _open_term,
    "remove-term": _remove_term,
}


def _day(post: QueryDict, field: str) -> date | None:
    text = post.get(field, "").strip()
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise InvalidField(NO_DAY, field=field)
    return day


def _required(post: QueryDict, field: str) -> date:
    day = _day(post, field)
    if day is None:
        raise InvalidField(NO_DAY, field=field)
    return day
