"""The calendar of an election as files: A4 to print, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from ikrar.channels.paper import calendar as paper_calendar
from ikrar.channels.paper.calendar import EXAMPLE, Line, Sheet
from ikrar.channels.spreadsheet import csv_file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.declaration.exchange import moment
from ikrar.core.stage.table import Stage, anchors_of
from ikrar.door.language import read_in
from ikrar.records.place.queries import Place
from ikrar.web.parts.templatetags.address import absolute
from ikrar.web.parts.templatetags.calendar_words import span_days
from ikrar.web.parts.templatetags.parts import election_name, long_date
from ikrar.web.parts.templatetags.stage_words import phase_name, stage_days
from ikrar.web.public import stage
from ikrar.web.public.attached import attached
from ikrar.web.public.calendar import area_of, events_in, known
from ikrar.web.public.packed import packed

COLUMNS: Final = (
    "kode",
    "nama",
    "hari_pertama",
    "hari_terakhir",
    "aturan",
    "dihitung",
    "dasar",
    "bacaan_lain",
    "bagian_dari",
    "keterangan",
    "alamat",
    "tanda",
)


@packed
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Send the calendar of an election as PDF, as of today in an area (``wilayah``); raises Missing."""
    found, language = known(code), read_in()
    area = area_of(request)
    told = _told(found, area)
    said = gettext("Keadaan pada {day} ({zone}).").format(day=long_date(told.today), zone=told.zone)
    sheet = Sheet(
        title=str(election_name(found)),
        facts=(
            (gettext("Hari pemungutan suara"), long_date(found.voting_day)),
            (gettext("Wilayah"), area.label if area else ""),
        ),
        lines=[_line(row, language) for row in told.rows],
        sources="\n".join((*_told_events(told, code, language), *_told_sources(told))),
        state=f"{said} {gettext('Hanya yang dicatat di pemasangan Ikrar ini.')}",
        day=told.today,
        address=absolute(reverse("calendar-election", args=[code])),
        example=found.fictional,
        foot=gettext("Ikrar · kalender tahapan · keadaan {day}").format(day=date_format(told.today, "j F Y")),
    )
    response = HttpResponse(paper_calendar.pdf(sheet, language), "application/pdf")
    return attached(response, f"kalender-{code}.pdf", example=found.fictional)


@packed
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Send the stages of an election as CSV, with the days of an area (``wilayah``); raises Missing."""
    found = known(code)
    rows = tuple(tuple(row.values()) for row in _rows(_told(found, area_of(request)), found))
    data = csv_file.write(Table(COLUMNS, rows))
    return attached(HttpResponse(data, "text/csv; charset=utf-8"), f"kalender-{code}.csv", example=found.fictional)


@packed
def data(request: HttpRequest, code: str) -> HttpResponse:
    """Send the stages of an election as JSON, where it is from and what it covers; raises Missing.

    With the days of an area (``wilayah``), and the events that offices entered.
    """
    found, area = known(code), area_of(request)
    told = _told(found, area)
    content = {
        "note": f"{EXAMPLE}. {gettext('Pemilihan ini rekaan.')}" if found.fictional else "",
        "election": code,
        "name": str(election_name(found)),
        "voting_day": _iso(found.voting_day),
        "address": absolute(request.path),
        "time": moment(timezone.now().replace(minute=0, second=0, microsecond=0)),
        "coverage": gettext("Hanya yang dicatat di pemasangan Ikrar ini."),
        "area": area.code if area else found.area_id,
        "events": [
            {"code": one.code, "day": _iso(one.day), "area": one.area, "by": one.institution_name, "source": one.source}
            for _anchor, one in events_in(told, anchors_of(code))
        ],
        "stages": list(_rows(told, found)),
    }
    response = HttpResponse(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "application/json")
    return attached(response, f"kalender-{code}.json", example=found.fictional)


def _told_sources(told: stage.Told) -> list[str]:
    return [gettext("Menurut {list}.").format(list=", ".join(told.sources))] if told.sources else []


def _told_events(told: stage.Told, code: str, language: str) -> list[str]:
    """Return a line for each event that offices entered: its day, who said so and from where."""
    return [
        f"{anchor.name[language]}: {long_date(one.day)} ({one.institution_name}, {one.source})"
        for anchor, one in events_in(told, anchors_of(code))
    ]


def _line(row: stage.Row, language: str) -> Line:
    one = row.stage
    said = [(span_days(span), span.note.get(language) or span.source) for span in one.readings]
    notes = [": ".join(filter(None, both)) for both in said]
    if notes:
        notes = [gettext("Sumber berbeda tentang harinya; yang ditampilkan yang lebih ketat."), *notes]
    name = f"{one.name[language]} ({phase_name(row.phase)})"
    days = stage_days(one) or one.rule.get(language, "")
    return Line(days, name, one.resident[language], tuple(notes), part=bool(one.parent))


def _told(election: Any, area: Place | None) -> stage.Told:
    return stage.told_of(election, timezone.now(), area.code if area else election.area_id)


def _rows(told: stage.Told, election: Any) -> Iterator[dict[str, str]]:
    language = read_in()
    for row in told.rows:
        yield dict(zip(COLUMNS, _cells(election, row.stage, language), strict=True))


def _cells(election: Any, one: Stage, language: str) -> tuple[str, ...]:
    readings = "; ".join(f"{_iso(r.first)}/{_iso(r.last)} {r.note.get(language) or r.source}" for r in one.readings)
    return (
        one.code,
        one.name[language],
        _iso(one.first),
        _iso(one.last),
        one.rule.get(language, ""),
        "1" if one.computed else "",
        one.source,
        readings,
        one.parent,
        one.resident[language],
        absolute(reverse("calendar-stage", args=[election.code, one.code])),
        EXAMPLE if election.fictional else "",
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
