"""Relays at the desk: plan one, bring one in from a file, see where the own ones stand, cancel what is left."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file, file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.relay import plan, sheet
from ikrar.core.relay.plan import Leg, Plan
from ikrar.records.election import queries as elections
from ikrar.records.ref import new_ref
from ikrar.records.relay import access, actions, arrival, intake, queries
from ikrar.records.relay.actions import Told
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message

ROWS, MORE, MOST_ROWS = 4, 4, 60
PARTS = ("receiver", "area", "venue", "planned_on", "planned_at", "programme")
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
        return _form(request, typed, ROWS)
    rows = _rows(typed)
    if typed.get("then") == "rows":
        return _form(request, typed, min(len(rows) + MORE, MOST_ROWS))
    try:
        made = actions.plan(holder_of(request), _plan(typed, rows), now=timezone.now())
    except FAULTS as error:
        where = getattr(error, "field", "")
        return _form(request, typed, len(rows), status=editor.status_of(error), error=message(error), field=where)
    return editor.see_other(reverse("desk-relay", args=[made.ref]))


def _form(request: HttpRequest, typed: QueryDict, rows: int, *, status: int = 200, **more: object) -> HttpResponse:
    own = holder_of(request).institutions(Role.SECRETARY)
    context: dict[str, object] = {
        "typed": typed,
        "rows": [Row(n, {part: typed.get(f"{part}-{n}", "") for part in PARTS}) for n in range(1, rows + 1)],
        "own": own,
        "elections": elections.all_elections(),
        "codes": queries.codes_near(own),
    }
    return render(request, "desk/relay_new.html", context | more, status=status)


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
