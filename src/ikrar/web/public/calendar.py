"""The public calendar: what is now and next, a month as a table and as a list, an election, a stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.errors import Missing
from ikrar.core.place import zone
from ikrar.core.stage import holiday
from ikrar.core.stage.agenda import Agenda, Entry, Shown, agenda, nearest
from ikrar.core.stage.duty import What
from ikrar.core.stage.month import Month, month_of
from ikrar.core.stage.standing import CAPITAL, Phase, legal_day, phase
from ikrar.core.stage.table import Anchor, Stage, anchors_of, hangs_on
from ikrar.records.election import queries as elections
from ikrar.records.place import queries as places
from ikrar.records.place.queries import Place
from ikrar.records.stage.queries import duties
from ikrar.web.parts.asked import Reader
from ikrar.web.parts.place import plain
from ikrar.web.public import near, stage
from ikrar.web.public.attached import marked
from ikrar.web.public.calendar_sources import SOURCES, Wanted, entries
from ikrar.web.public.packed import packed

FREE: Final = {holiday.Kind.PUBLIC, holiday.Kind.JOINT}
CODE: Final = 40  # code points of an election's code, or of a kind


@dataclass(frozen=True)
class Day:
    """A day of the month's table: ``free`` the public holiday or day of joint leave it is, if any."""

    day: date
    inside: bool
    today: bool
    free: holiday.Day | None
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class Asked:
    """What an address asks for. ``elections`` may be chosen from; ``election`` is the one chosen, ``wrong`` one that
    is not among them. ``kind`` is empty for every kind; ``faults`` says by parameter what could not be read."""

    place: Place | None
    near: near.Asked
    elections: tuple[Any, ...]
    election: Any
    wrong: str
    kind: str
    faults: dict[str, str]
    month: Month | None

    @property
    def wanted(self) -> Wanted:
        """The same for the sources."""
        chosen = (self.election,) if self.election else self.elections
        return Wanted(chosen, self.place.code if self.place else "", loose=self.election is None)

    @property
    def given(self) -> dict[str, str]:
        """The parameters that stay from month to month."""
        place = self.place.code if self.place else ""
        found = {"wilayah": place, "pemilihan": self.election.code if self.election else "", "jenis": self.kind}
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        """Those parameters ready for a further one."""
        return urlencode(self.given) + "&" if self.given else ""


@packed
def index(request: HttpRequest) -> HttpResponse:
    """Show a month (``bulan``), narrowed by a place (``wilayah``, ``tempat``), ``pemilihan`` and ``jenis``."""
    now, asked = timezone.now(), _asked(request)
    area = asked.place.code if asked.place else None
    today = legal_day(now, area)
    told = near.standings(asked.wanted.elections, area, now)
    month = asked.month or _usual_month(asked, told, today)
    found = _once(entries(asked.wanted, asked.kind, around=(month.first, month.last)))
    earlier, later = nearest(found, month)
    shown = agenda(month, found)
    weeks = _weeks(shown, today)
    context = {
        "asked": asked,
        "kinds": SOURCES,
        "month": month,
        "weeks": weeks,
        "days": _days(weeks),
        "through": shown.through,
        "earlier": month_of(earlier) if earlier and not shown.days else None,
        "later": month_of(later) if later and not shown.days else None,
        "this_month": month_of(today),
        "running": near.running(told),
        "last": near.last(told, today),
        "holidays": Covered.of(month.year),
        "zone": zone.short(area or "") or zone.SHORT[CAPITAL],
        "today": today,
        "example": any(one.example for one in found),
    }
    response = render(request, "public/calendar.html", context)
    return marked(response, example=bool(context["example"]), quiet=bool(request.GET))


@packed
def election(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole calendar of an election: what runs, every stage, the months that hold them."""
    found, now, area = known(code), timezone.now(), area_of(request)
    told = stage.told_of(found, now, area.code if area else found.area_id)
    months = sorted({month_of(day) for row in told.rows for day in (row.stage.first, row.stage.last) if day})
    context = {
        "election": found,
        "told": told,
        "area": area,
        "days_to_vote": told.standing.days_to_vote,
        "months": months,
        "events": events_in(told, anchors_of(code)),
    }
    return marked(render(request, "public/calendar_election.html", context), example=found.fictional)


@packed
def one(request: HttpRequest, code: str, stage_code: str) -> HttpResponse:
    """Show one stage: its days, what it means, by which rule, and what runs beside it."""
    found, now, area = known(code), timezone.now(), area_of(request)
    told = stage.told_of(found, now, area.code if area else found.area_id)
    place = next((n for n, row in enumerate(told.rows) if row.stage.code == stage_code), None)
    if place is None:
        raise Missing("Tahapan ini tidak ada.")
    chosen = told.rows[place].stage
    said = [one for one in duties(code, area.code if area else found.area_id) if one.line.stage == stage_code]
    context = {
        "election": found,
        "told": told,
        "stage": chosen,
        "area": area,
        "duties": [one for one in said if one.line.what is What.DUTY],
        "risks": [one for one in said if one.line.what is What.RISK],
        "phase": phase(chosen, told.today),
        "days_left": _left(chosen, told.today),
        "whole": next((row.stage for row in told.rows if row.stage.code == chosen.parent), None),
        "parts": [row for row in told.rows if row.stage.parent == chosen.code],
        "beside": [row for row in told.rows if row.stage is not chosen and _beside(chosen, row.stage)],
        "waits": [one for one in anchors_of(code) if one.code in chosen.waits],
        "events": events_in(told, hangs_on(code, stage_code)),
        "month": month_of(chosen.first or chosen.last) if chosen.last else None,
    }
    return marked(render(request, "public/calendar_stage.html", context), example=found.fictional)


def events_in(told: stage.Told, anchors: Iterable[Anchor]) -> list[tuple[Anchor, Any]]:
    """Return those of these events that have a day, in the order they are told, each with who entered it."""
    names = {one.code: one for one in anchors}
    return [(names[one.code], one) for one in told.events if one.day and one.code in names]


def area_of(request: HttpRequest) -> Place | None:
    """Return the area an address asks for (``wilayah``), None without one; raises Missing for an unknown code."""
    code = plain(request.GET.get("wilayah", ""))[: near.CODE]
    found = places.find(code) if code else None
    if code and found is None:
        raise Missing("Wilayah ini tidak ada.")
    return found


def _once(found: list[Entry]) -> list[Entry]:
    """Leave out what is gone for calendars while its stage has other days: a page shows the days that hold."""
    live = {(one.path.partition("?")[0], one.title) for one in found if not one.cancelled}
    return [one for one in found if not one.cancelled or (one.path, one.title) not in live]


def known(code: str) -> Any:
    """Return the record of an election that stands in the calendar; raises Missing."""
    found = elections.find(code)
    if found.fictional and not settings.DEMO and found.voting_day is None:
        raise Missing("Pemilihan ini tidak ada.")
    return found


def shown_elections() -> list[Any]:
    """Return the records of every election in the calendar, newest first; the fictional one in a demo alone."""
    return [one for one in elections.all_elections() if settings.DEMO or not one.fictional]


@dataclass(frozen=True)
class Covered:
    """How well the holidays of a year are known, and which years are: decreed from ``first`` to ``decreed``."""

    year: int
    cover: holiday.Cover
    first: int
    decreed: int
    last: int

    @classmethod
    def of(cls, year: int) -> Covered:
        """Ask for a year."""
        return cls(year, holiday.cover(year), *holiday.covered())


def _asked(request: HttpRequest) -> Asked:
    found = near.asked(request.GET)
    reader, code = Reader(), plain(request.GET.get("pemilihan", ""))[:CODE]
    kind = reader.choice("jenis", request.GET.get("jenis", ""), {source.kind for source in SOURCES})
    month = reader.month("bulan", request.GET.get("bulan", ""))
    place = found.place if found.chosen or not request.GET else None
    shown = elections.covering(place.code) if place else shown_elections()
    shown = [one for one in shown if one.voting_day or stage.of_election(one)]
    chosen = next((one for one in shown if one.code == code), None)
    wrong = code if code and chosen is None else ""
    return Asked(place, found, tuple(shown), chosen, wrong, kind, reader.wrong, month)


def _usual_month(asked: Asked, told: list[near.Told], today: date) -> Month:
    """Today's month; for one election that does not run, the month of its vote."""
    if asked.election and asked.election.voting_day and not any(one.running for one in told):
        return month_of(asked.election.voting_day)
    return month_of(today)


def _weeks(shown: Agenda, today: date) -> list[list[Day]]:
    return [[_day(day, shown, today) for day in week] for week in shown.month.weeks()]


def _days(weeks: list[list[Day]]) -> list[Day]:
    """Return the days of the month that have something to tell: an entry, a holiday."""
    found = [one for week in weeks for one in week if one.inside]
    return [one for one in found if one.shown or one.free]


def _day(day: date, shown: Agenda, today: date) -> Day:
    told = holiday.NATION.day(day)
    free = told if told.kind in FREE else None
    return Day(day, month_of(day) == shown.month, day == today, free, shown.days.get(day, ()))


def _left(stage: Stage, today: date) -> int | None:
    """Return the days until a stage begins, or until it ends while it runs; None otherwise."""
    where = phase(stage, today)
    if where is Phase.AHEAD and stage.first:
        return (stage.first - today).days
    if where is Phase.RUNNING and stage.last:
        return (stage.last - today).days
    return None


def _beside(one: Stage, other: Stage) -> bool:
    """Say whether two stages share a day, and neither is a part of the other."""
    if not (one.last and other.last) or one.code == other.parent or other.code == one.parent:
        return False
    return (one.first or one.last) <= other.last and (other.first or other.last) <= one.last
