"""The calendar at the desk: events that stages hang on, and the duties and risks of a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.core.errors import BadInput, Conflict, InvalidField, Refused
from ikrar.core.institution.kind import kinds
from ikrar.core.stage.anchoring import day_of
from ikrar.core.stage.duty import LONGEST, LONGEST_SOURCE, Line, What
from ikrar.core.stage.table import Anchor, Stage, anchors_of
from ikrar.records.place import queries as places
from ikrar.records.stage import access, actions, known
from ikrar.records.stage.known import Known, Said
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.refusal import message

FAULTS = (BadInput, Conflict, Refused)
KEY, REF = 40, 26


@dataclass(frozen=True)
class Event:
    """An event that stages hang on: what holds here, what was entered for exactly this place, and what stands open."""

    anchor: Anchor
    holds: Known | None
    entries: tuple[Known, ...]
    waiting: tuple[Stage, ...]

    @property
    def seen(self) -> str:
        """The reference of the newest entry for exactly this place."""
        return self.entries[0].ref if self.entries else ""


@dataclass(frozen=True)
class Part:
    """A stage with its duties and risks."""

    stage: Stage
    duties: tuple[Said, ...]
    risks: tuple[Said, ...]


def home(request: HttpRequest) -> HttpResponse:
    """List the elections of the areas in which the person may enter something."""
    areas = access.areas(holder_of(request))
    named = places.find_many(areas)
    rows = [(named[area], known.elections_at(area)) for area in areas if area in named]
    return render(request, "desk/stages.html", {"rows": rows})


def page(request: HttpRequest, code: str, area: str) -> HttpResponse:
    """Show the events, stages, duties and risks of an election in an area, each with its form."""
    return _page(request, code, area)


def anchor(request: HttpRequest, code: str, area: str) -> HttpResponseBase:
    """Enter the day of an event, or take it back (``then=back``)."""
    typed = decode.typed(request.POST)
    try:
        actions.anchor(
            holder_of(request),
            code,
            area,
            code=typed.get("event", "")[:KEY],
            day=None if typed.get("then") == "back" else day_of(typed.get("day", "")),
            source=typed.get("source", "").strip(),
            seen=typed.get("seen", "")[:REF],
            now=timezone.now(),
        )
    except FAULTS as error:
        wrong = {"at": typed.get("event", ""), "error": message(error), "entered": typed.dict()}
        return _page(request, code, area, status=editor.status_of(error), **wrong)
    return editor.see_other(reverse("desk-stage", args=[code, area]) + "#peristiwa")


def note(request: HttpRequest, code: str, area: str) -> HttpResponseBase:
    """Write a duty or risk, change it, or remove it for this area (``then=remove``)."""
    typed = decode.typed(request.POST)
    try:
        line = _line(typed, area)
        removed = typed.get("then") == "remove"
        seen = typed.get("seen", "")[:REF]
        actions.note(holder_of(request), code, line, seen=seen, removed=removed, now=timezone.now())
    except FAULTS as error:
        wrong = {"at": typed.get("key", "") or "new", "error": message(error), "entered": typed.dict()}
        return _page(request, code, area, status=editor.status_of(error), **wrong)
    return editor.see_other(reverse("desk-stage", args=[code, area]) + "#tugas")


def _line(typed: QueryDict, area: str) -> Line:
    try:
        what = What(typed.get("what", ""))
    except ValueError:
        raise InvalidField("Pilih tugas atau kerawanan.", field="what") from None
    text = {"id": typed.get("text", "").strip()}
    who = typed.get("who", "") if what is What.DUTY else ""
    return Line(
        typed.get("key", "")[:KEY], typed.get("stage", ""), what, who, text, typed.get("source", "").strip(), area
    )


def _page(request: HttpRequest, code: str, area: str, *, status: int = 200, **more: object) -> HttpResponse:
    seat = access.seat(holder_of(request), code, area)
    holds = {one.code: one for one in known.events(code, area)}
    stages = known.stages_of(seat.election, area)
    context = {
        "election": seat.election,
        "place": places.find(area),
        "area": area,
        "events": _events(code, area, holds, stages),
        "stages": stages,
        "parts": _parts(stages, known.duties(code, area)),
        "kinds": sorted(kinds()),
        "longest": LONGEST,
        "longest_source": LONGEST_SOURCE,
    }
    return render(request, "desk/stage.html", context | more, status=status)


def _events(code: str, area: str, holds: dict[str, Known], stages: Iterable[Stage]) -> list[Event]:
    here, everywhere = known.entered(code, area), known.entered(code, None)
    found = []
    for one in anchors_of(code):
        entries = tuple(e for e in (here if one.local else everywhere) if e.code == one.code)
        waiting = tuple(stage for stage in stages if one.code in stage.waits)
        found.append(Event(one, holds.get(one.code), entries, waiting))
    return found


def _parts(stages: Iterable[Stage], said: Iterable[Said]) -> list[Part]:
    lines: dict[tuple[str, What], list[Said]] = {}
    for one in said:
        lines.setdefault((one.line.stage, one.line.what), []).append(one)
    return [
        Part(stage, tuple(lines.get((stage.code, What.DUTY), ())), tuple(lines.get((stage.code, What.RISK), ())))
        for stage in stages
    ]
