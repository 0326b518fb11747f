"""Relays at the desk: plan one, bring one in from a file, see where the own ones stand, cancel what is left."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from ikrar.channels.spreadsheet import csv_file, file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.relay import plan, sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Leg, Plan
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as elections
from ikrar.records.institution import queries as institutions
from ikrar.records.place import queries as places
from ikrar.records.reading import access as readings_access
from ikrar.records.reading import queries as readings
from ikrar.records.ref import new_ref
from ikrar.records.relay import access, actions, arrival, intake, queries
from ikrar.records.relay.actions import Told
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message

ROWS, MORE, MOST_ROWS, MOST_AREAS = 4, 4, 60, 100
PARTS = ("receiver", "area", "venue", "planned_on", "planned_at", "programme", "actual_on")
FAULTS = (BadInput, Refused)


@dataclass(frozen=True)
class Row:
    """One row of the form: its number and what was typed in it."""

    n: int
    typed: dict[str, str]


def home(request: HttpRequest) -> HttpResponse:
    """List the relays the person's institutions take part in, and the hand-overs that wait for their answer."""
    return _home(request)


def _home(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    holder = holder_of(request)
    context = {"relays": queries.mine(holder), "waiting": queries.waiting(holder), "columns": sheet.COLUMNS}
    return render(request, "desk/relays.html", context | more, status=status)


def new(request: HttpRequest) -> HttpResponseBase:
    """Show the form of a plan; the POST publishes it, or adds empty rows to it."""
    typed = decode.typed(request.POST)
    if request.method != "POST":
        ref = request.GET.get("bacaan", "")
        return _form(request, _of_reading(request, ref) if ref else typed, 1 if ref else ROWS)
    rows = _rows(typed)
    if typed.get("then") == "rows":
        return _form(request, typed, min(len(rows) + MORE, MOST_ROWS))
    try:
        made = _kept(holder_of(request), _plan(typed, rows), _happened(rows))
    except FAULTS as error:
        where = getattr(error, "field", "")
        return _form(request, typed, len(rows), status=editor.status_of(error), error=message(error), field=where)
    return editor.see_other(reverse("desk-relay", args=[made.ref]))


def _of_reading(request: HttpRequest, ref: str) -> QueryDict:
    """Fill the form from a reading draft of the person's own: one hand-over that an article tells of.

    Codes are filled in only for names that exactly one institution bears; the person confirms every field.
    """
    form = readings.form_in(readings_access.own(holder_of(request), ref))
    found = form.declaration
    known = institutions.named((form.handover_from, form.handover_to), found.area)
    election = next((e for e in elections.all_elections() if e.code == found.election), None)
    typed = QueryDict(mutable=True)
    typed.update(
        {
            "series": f"Kirab {election.name_id}" if election else "",
            "baton": gettext("Menurut berita"),
            "election": found.election,
            "holder": known.get(form.handover_from, ""),
            "start": found.area,
            "starts_on": found.event_date,
            "receiver-1": known.get(form.handover_to, ""),
            "area-1": found.area,
            "venue-1": found.place,
            "planned_on-1": found.event_date,
            "actual_on-1": found.event_date,
        }
    )
    return typed


def _kept(holder: Holder, wanted: Plan, told: tuple[sheet.Told, ...]) -> Any:
    """Keep a plan, or what is told of a relay whose first hand-overs took place already."""
    if told:
        return arrival.enter(holder, wanted, told, now=timezone.now())
    return actions.plan(holder, wanted, now=timezone.now())


def _happened(rows: list[Row]) -> tuple[sheet.Told, ...]:
    """Read on which days the first legs took place; a leg after one that did not is refused."""
    filled = [row for row in rows if any(value.strip() for value in row.typed.values())]
    days = [plan.day(v, f"actual_on-{r.n}") if (v := r.typed["actual_on"].strip()) else None for r in filled]
    past = list(itertools.takewhile(lambda day: day is not None, days))
    if any(days[len(past) :]):
        raise InvalidField("Ruas sebelum ini belum selesai; keadaan tidak boleh melompat.", field="actual_on")
    if any(day > timezone.localdate() for day in past if day):
        raise InvalidField("Hari sebenarnya belum tiba.", field="actual_on")
    return tuple((State.TOLD, day, "") for day in past)


def _form(request: HttpRequest, typed: QueryDict, rows: int, *, status: int = 200, **more: object) -> HttpResponse:
    own = holder_of(request).institutions(Role.SECRETARY)
    near = queries.codes_near(own)
    context: dict[str, object] = {
        "typed": typed,
        "objects": typed.get("items", ""),  # a template that asks for typed.items may get the method
        "rows": [Row(n, {part: typed.get(f"{part}-{n}", "") for part in PARTS}) for n in range(1, rows + 1)],
        "own": [(code, name) for code, name in near if code in own],
        "elections": elections.all_elections(),
        "codes": near,
        "areas": _areas(own),
    }
    return render(request, "desk/relay_new.html", context | more, status=status)


def _areas(own: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes and names of the areas of institutions and of those right below, to choose while typing."""
    at = sorted({code.partition("/")[0] for code in own})
    below = [(one.place.code, one.place.name) for code in at for one in places.below(code, limit=MOST_AREAS)]
    return [(code, one.name) for code, one in places.find_many(at).items()] + below


def _rows(typed: QueryDict) -> list[Row]:
    number = typed.get("rows", "")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < decode.DIGITS else ROWS
    return [Row(n, {p: typed.get(f"{p}-{n}", "") for p in PARTS}) for n in range(1, min(count, MOST_ROWS) + 1)]


def _plan(typed: QueryDict, rows: list[Row]) -> Plan:
    """Read a plan; empty rows at the end are left out."""
    filled = [row for row in rows if any(value.strip() for value in row.typed.values())]
    return Plan(
        series=plan.words(typed.get("series", ""), "series", plan.LONGEST_TITLE, needed=True),
        baton=plan.words(typed.get("baton", ""), "baton", plan.LONGEST_NAME, needed=True),
        organiser=plan.institution(typed.get("institution", ""), "institution"),
        holder=plan.institution(typed.get("holder", ""), "holder"),
        area=plan.area(typed.get("start", ""), "start"),
        starts_on=plan.day(typed.get("starts_on", ""), "starts_on"),
        election=typed.get("election", "").strip(),
        items=plan.lines(typed.get("items", ""), "items", plan.MOST_ITEMS),
        legs=tuple(leg_of(n, row.typed, f"-{row.n}") for n, row in enumerate(filled, start=1)),
    )


def leg_of(n: int, typed: dict[str, str], mark: str = "") -> Leg:
    """Read one leg as typed; ``mark`` follows the name of each field in errors. Raises InvalidField."""
    return Leg(
        n=n,
        receiver=plan.institution(typed.get("receiver", ""), f"receiver{mark}"),
        area=plan.area(typed.get("area", ""), f"area{mark}"),
        venue=plan.words(typed.get("venue", ""), f"venue{mark}", plan.LONGEST_VENUE),
        planned_on=plan.day(typed.get("planned_on", ""), f"planned_on{mark}"),
        planned_at=plan.hour(typed.get("planned_at", ""), f"planned_at{mark}"),
        programme=plan.programme(typed.get("programme", ""), f"programme{mark}"),
    )


def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one relay to those who take part: its legs, whose turn it is, and what is left to cancel."""
    return _page(request, ref)


def _page(request: HttpRequest, ref: str, *, status: int = 200, **more: object) -> HttpResponse:
    holder = holder_of(request)
    relay = access.relay_for(holder, ref)
    number = request.GET.get("mulai", "1")
    first = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    context = {
        "relay": relay,
        "way": queries.way(ref, timezone.now(), first=max(first, 1)),
        "organises": relay.institution_id in holder.institutions(Role.SECRETARY),
        "key": new_ref(),
    }
    return render(request, "desk/relay.html", context | more, status=status)


def cancel(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Cancel what is left of a relay, with a reason."""
    typed = decode.typed(request.POST)
    told = Told(key=typed.get("key", "")[: actions.LONGEST_KEY], reason=typed.get("reason", ""))
    try:
        actions.cancel(holder_of(request), ref, told, now=timezone.now())
    except FAULTS as error:
        return _page(request, ref, status=editor.status_of(error), error=message(error))
    return editor.see_other(reverse("desk-relay", args=[ref]))


def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Try a file and show what it would bring and what is wrong, row by row; the second step keeps all of it."""
    holder = holder_of(request)
    try:
        table = _table(request)
        entries, wrong = sheet.from_rows(table.columns, table.rows)
        found = intake.compare(entries, holder)
        if request.POST.get("then") == "save" and not wrong and not found.problems:
            arrival.take_in(found.arrivals, now=timezone.now())
            return editor.see_other(reverse("desk-relays"))
    except FAULTS as error:
        return _home(request, status=editor.status_of(error), error=message(error))
    faults = [(one.row, one.column, message(one.error)) for one in (*wrong, *found.problems)]
    tried = {"found": found, "faults": faults, "kept": csv_file.write(table).decode("utf-8-sig")}
    return _home(request, status=422 if faults else 200, tried=tried)


def _table(request: HttpRequest) -> Table:
    upload = request.FILES.get("file")
    if upload is not None:
        return file.read(upload.read())
    text = request.POST.get("kept", "")
    if not text:
        raise InvalidField("Pilih berkas CSV atau XLSX.", field="file")
    return file.read(text.encode("utf-8"))
