"""Relays at the desk: plan one, bring one in from a file, see where the own ones stand, cancel what is left."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.spreadsheet import csv_file, file, loose
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.relay import plan, sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.plan import Leg, Plan
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as elections
from ikrar.records.place import queries as places
from ikrar.records.ref import new_ref
from ikrar.records.relay import access, actions, arrival, intake, queries
from ikrar.records.relay.actions import Told
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor, relay_reading
from ikrar.web.parts.place import plain
from ikrar.web.public.attached import attached
from ikrar.web.refusal import message

ROWS, MORE, MOST_ROWS, MOST_AREAS, MOST_FAULTS = 4, 4, 60, 100, 200
PARTS = ("receiver", "area", "venue", "planned_on", "planned_at", "programme", "actual_on")
FAULTS = (BadInput, Refused)


@dataclass(frozen=True)
class Row:
    """One row of the form: its number, what was typed in it and what to check there, by part (:data:`PARTS`)."""

    n: int
    typed: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The number as templates join it to a name."""
        return str(self.n)


def home(request: HttpRequest) -> HttpResponse:
    """List the relays the person's institutions take part in, and the hand-overs that wait for their answer."""
    return _home(request)


def _home(request: HttpRequest, *, status: int = 200, **beside: object) -> HttpResponse:
    holder = holder_of(request)
    relays, more = queries.mine(holder, after=plain(request.GET.get("setelah", "")))
    context = {"relays": relays, "more": more, "waiting": queries.waiting(holder), "columns": sheet.COLUMNS}
    return render(request, "desk/relays.html", context | beside, status=status)


def new(request: HttpRequest) -> HttpResponseBase:
    """Show the form of a plan; the POST publishes it, or adds empty rows to it."""
    typed = decode.typed(request.POST)
    if request.method != "POST":
        ref = plain(request.GET.get("bacaan", ""))
        if not ref:
            return _form(request, typed, ROWS)
        read = relay_reading.filled(holder_of(request), ref, request.GET.get("arah", ""))
        return _form(request, read.typed, 1, notes=read.notes, ways=read.ways, read=ref)
    rows = _rows(typed)
    if typed.get("then") == "rows":
        return _form(request, typed, min(len(rows) + MORE, MOST_ROWS))
    try:
        made = _kept(holder_of(request), _plan(typed, rows), _happened(rows))
    except FAULTS as error:
        where = getattr(error, "field", "")
        return _form(request, typed, len(rows), status=editor.status_of(error), error=message(error), field=where)
    return editor.see_other(reverse("desk-relay", args=[made.ref]))


def _kept(holder: Holder, wanted: Plan, told: tuple[sheet.Told, ...]) -> Any:
    """Keep a plan, or what is told of a relay whose first hand-overs took place already."""
    if told:
        return arrival.enter(holder, wanted, told, now=timezone.now())
    return actions.plan(holder, wanted, now=timezone.now())


def _happened(rows: list[Row]) -> tuple[sheet.Told, ...]:
    """Read on which days the first legs took place; a leg after one that did not is refused."""
    typed = [(row.n, row.typed["actual_on"].strip()) for row in _written(rows)]
    days = [plan.day(value, f"actual_on-{n}") if value else None for n, value in typed]
    past = list(itertools.takewhile(lambda day: day is not None, days))
    if any(days[len(past) :]):
        raise InvalidField("Ruas sebelum ini belum selesai; keadaan tidak boleh melompat.", field="actual_on")
    return tuple((State.TOLD, day, "") for day in past)


def _form(
    request: HttpRequest,
    typed: QueryDict,
    rows: int,
    *,
    status: int = 200,
    notes: Mapping[str, str] = MappingProxyType({}),
    **more: object,
) -> HttpResponse:
    own = holder_of(request).institutions(Role.SECRETARY)
    near = queries.codes_near(own)
    context: dict[str, object] = {
        "typed": typed,
        "objects": typed.get("items", ""),  # a template that asks for typed.items may get the method
        "rows": [_row(n, typed, notes) for n in range(1, rows + 1)],
        "notes": notes,
        "own": [(code, name) for code, name in near if code in own],
        "elections": elections.all_elections(),
        "codes": near,
        "areas": _areas(own),
    }
    return render(request, "desk/relay_new.html", context | more, status=status)


def _row(n: int, typed: QueryDict, notes: Mapping[str, str]) -> Row:
    told = {part: notes[f"{part}-{n}"] for part in PARTS if f"{part}-{n}" in notes}
    return Row(n, {part: typed.get(f"{part}-{n}", "") for part in PARTS}, told)


def _areas(own: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes and names of the areas of institutions and of those right below, to choose while typing."""
    at = sorted({code.partition("/")[0] for code in own})
    below = [(one.place.code, one.place.name) for code in at for one in places.below(code, limit=MOST_AREAS)]
    return [(code, one.name) for code, one in places.find_many(at).items()] + below


def _rows(typed: QueryDict) -> list[Row]:
    number = typed.get("rows", "")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < decode.DIGITS else ROWS
    return [_row(n, typed, {}) for n in range(1, min(count, MOST_ROWS) + 1)]


def _written(rows: list[Row]) -> list[Row]:
    """Return the rows in which anything was typed."""
    return [row for row in rows if any(value.strip() for value in row.typed.values())]


def _plan(typed: QueryDict, rows: list[Row]) -> Plan:
    """Read a plan; empty rows are left out."""
    return Plan(
        series=plan.words(typed.get("series", ""), "series", plan.LONGEST_TITLE, needed=True),
        baton=plan.words(typed.get("baton", ""), "baton", plan.LONGEST_NAME, needed=True),
        organiser=plan.institution(typed.get("institution", ""), "institution"),
        holder=plan.institution(typed.get("holder", ""), "holder"),
        area=plan.area(typed.get("start", ""), "start"),
        starts_on=plan.day(typed.get("starts_on", ""), "starts_on"),
        election=typed.get("election", "").strip(),
        items=plan.lines(typed.get("items", ""), "items", plan.MOST_ITEMS),
        legs=tuple(leg_of(n, row.typed, f"-{row.n}") for n, row in enumerate(_written(rows), start=1)),
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
    """Try a file and tell everything wrong with it at once; the second step keeps all of it, or gives the faults back.

    The faults come as the same rows with one more column, which is passed over when the mended file comes in.
    """
    then = request.POST.get("then", "")
    try:
        read = _read(request)
        if then in file.FORMATS:
            answer = HttpResponse(file.write(read.table, then), file.FORMATS[then])
            return attached(answer, f"kirab-{sheet.REASONS}.{then}", example=False)
        tried = _tried(read, holder_of(request))
        if then == "save" and not tried.faults:
            arrival.take_in(tried.found.arrivals, now=timezone.now())
            return editor.see_other(reverse("desk-relays"))
    except FAULTS as error:
        return _home(request, status=editor.status_of(error), error=message(error))
    return _home(request, status=422 if tried.faults else 200, tried=tried)


@dataclass(frozen=True)
class Tried:
    """What a file would bring, every fault as row, column and sentence, and its rows with them, for the next step."""

    found: intake.Compared
    faults: tuple[tuple[int, str, str], ...]
    kept: str
    formats: tuple[str, ...] = tuple(file.FORMATS)

    @property
    def listed(self) -> tuple[tuple[int, str, str], ...]:
        """The faults that the page tells itself."""
        return self.faults[:MOST_FAULTS]

    @property
    def more(self) -> int:
        """How many faults the page leaves to the file."""
        return len(self.faults) - len(self.listed)


def _tried(read: loose.Loose, holder: Holder) -> Tried:
    table = read.table
    found = intake.tried(table.columns, table.rows, read.problems, holder, now=timezone.now())
    told = Table(*sheet.with_reasons(table.columns, table.rows, sheet.reasons(found.problems, message)))
    faults = tuple((one.row, one.column, message(one.error)) for one in found.problems)
    return Tried(found, faults, csv_file.write(told if faults else table).decode("utf-8-sig"))


def _read(request: HttpRequest) -> loose.Loose:
    upload = request.FILES.get("file")
    if upload is not None:
        return loose.read(upload.read())
    text = request.POST.get("kept", "")
    if not text:
        raise InvalidField("Pilih berkas CSV atau XLSX.", field="file")
    return loose.read(text.encode("utf-8"))
