"""Relays for everybody: the list, one baton's way with its map, one hand-over with its minutes; files of them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from ikrar.channels.calendar.write import write
from ikrar.channels.paper import handover as paper
from ikrar.channels.spreadsheet import file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.errors import Missing
from ikrar.core.relay import known, sheet
from ikrar.core.relay import way as ways
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.records.relay import queries
from ikrar.records.relay.queries import Handover
from ikrar.web.parts.asked import Reader
from ikrar.web.parts.place import plain
from ikrar.web.parts.templatetags.relay_words import LEG_STATES, leg_state
from ikrar.web.public import near
from ikrar.web.public.attached import attached, marked
from ikrar.web.public.calendar_feed import event_of
from ikrar.web.public.calendar_sources import stop_of
from ikrar.web.public.exchange import too_often
from ikrar.web.public.packed import packed
from ikrar.web.public.relay_map import moving, of_way

MOST = 200  # relays of one file of the list
#: Kind -> how many legs one file of the list holds, in whole relays; more come from `ikrar export relay`.
MOST_LEGS: Final[Mapping[str, int]] = {"csv": 10_000, "xlsx": 1_500}


@packed
def index(request: HttpRequest) -> HttpResponse:
    """List relays, newest first, narrowed by words (``q``), ``keadaan`` and a place (``tempat``, ``wilayah``)."""
    asked, since = _asked(request), plain(request.GET.get("setelah", ""))[:26]
    given, where = asked.reader.given, asked.near
    found, after = queries.relays(asked.words, asked.state, where.code, after=since)
    context = {
        "relays": found,
        "after": after,
        "asked": asked,
        "near": where,
        "query": urlencode(given | ({"wilayah": where.code} if where.code else {})),
        "rest": urlencode(given) + "&" if given else "",
        "states": queries.STATES,
        "files": tuple(file.FORMATS),
        "known": known.load() if not given and not where.chosen and not since else (),
    }
    response = render(request, "public/relays.html", context)
    return marked(response, example=any(one.example for one in found), quiet=bool(request.GET))


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for."""

    reader: Reader
    words: str
    state: str
    near: near.Asked


def _asked(request: HttpRequest) -> Asked:
    reader = Reader()
    words = reader.words("q", request.GET.get("q", ""))
    state = reader.choice("keadaan", request.GET.get("keadaan", ""), queries.STATES)
    return Asked(reader, words, state, near.asked(request.GET))


@packed
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one relay: who holds the baton, who is next, how late it is, its way on a map and as a list."""
    first = request.GET.get("mulai", "1")
    start = int(first) if first.isascii() and first.isdigit() and len(first) < 5 else 1
    way = queries.way(ref, timezone.now(), first=max(start, 1))
    context = {
        "way": way,
        "relay": way.row,
        "route": of_way(queries.spots(way.row)),
        "moving": moving(way.row, way.siblings),
        "states": json.dumps({code: leg_state(code) for code in LEG_STATES}, ensure_ascii=False),
        "files": tuple(file.FORMATS),
    }
    return marked(render(request, "public/relay.html", context), example=way.row.example)


@packed
def handover(request: HttpRequest, ref: str, n: int) -> HttpResponse:
    """Show one hand-over: what both sides said in its order, how the objects were found, its digest."""
    found = queries.handover(ref, n, timezone.now())
    context = {"found": found, "stop": found.stop, "leg": found.stop.row, "relay": found.stop.row.relay}
    context["photos"] = queries.photos(ref, n)
    return marked(render(request, "public/handover.html", context), example=found.stop.example)


def record(request: HttpRequest, ref: str, n: int) -> HttpResponse:
    """Send the minutes of a hand-over as the bytes that its digest is of."""
    found = queries.handover(ref, n, timezone.now())
    response = HttpResponse(found.data, "application/json")
    return attached(response, f"serah-terima-{ref.lower()}-{n}.json", example=found.stop.example)


def minutes(request: HttpRequest, ref: str, n: int) -> HttpResponse:
    """Send the minutes of a hand-over as PDF in the language of the address."""
    found = queries.handover(ref, n, timezone.now())
    if not found.acts:
        raise Missing("Serah terima ini tidak ada.")
    data = paper.pdf(_sheet(found), found.acts, found.data, get_language() or "id")
    name = f"berita-acara-{ref.lower()}-{n}.pdf"
    return attached(HttpResponse(data, "application/pdf"), name, example=found.stop.example)


def _sheet(found: Handover) -> paper.Sheet:
    leg = found.stop.row
    giver = leg.giver or (leg.relay.holder if leg.state == State.OPEN else None)
    return paper.Sheet(
        title=leg.relay.series,
        baton=leg.relay.baton,
        number=leg.n,
        giver=giver.name if giver else "",
        receiver=leg.receiver.name,
        place=", ".join(filter(None, (leg.venue, leg.area.name))),
        planned=date_format(leg.planned_on, "l, j F Y"),
        actual=date_format(leg.actual_on, "l, j F Y") if leg.actual_on else "",
        zone=found.stop.zone,
        address=settings.ORIGIN + reverse("handover", args=[leg.relay_id, leg.n]),
        digest=found.digest,
        example=leg.relay.example,
        signed=any(act.kind == Kind.ACKNOWLEDGED for act in found.acts),
    )


# --- files ------------------------------------------------------------------------------------------------------------


def many(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the relays that the list's address finds, leg by leg, as CSV or XLSX, as the import reads them.

    A file that holds not all of them is named so. Each is work for the whole machine: only so many a minute. Raises
    Missing for a filter that cannot be read: a file cannot say what it left out.
    """
    if kind not in MOST_LEGS:
        raise Missing("Halaman ini tidak ada.")
    busy = too_often(request)
    if busy is not None:
        return busy
    asked = _asked(request)
    if asked.reader.wrong or (asked.near.chosen and not asked.near.code):
        raise Missing("Halaman ini tidak ada.")
    found, after = queries.relays(asked.words, asked.state, asked.near.code, limit=MOST)
    sums = itertools.accumulate(row.legs_count for row in found)
    held = max(1, sum(total <= MOST_LEGS[kind] for total in sums))
    whole = held >= len(found) and not after
    return _table(found[:held], kind, "kirab" if whole else "kirab-sebagian")


def one(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Send one relay leg by leg as CSV or XLSX."""
    return _table([queries.one(ref)], kind, f"kirab-{ref.lower()}")


def _table(rows: list[Any], kind: str, name: str) -> HttpResponse:
    if kind not in file.FORMATS:
        raise Missing("Halaman ini tidak ada.")
    data = file.write(Table(sheet.COLUMNS, tuple(queries.sheet_rows(rows))), kind)
    example = bool(rows) and all(one.example for one in rows)
    return attached(HttpResponse(data, file.FORMATS[kind]), f"{name}.{kind}", example=example)


@packed
def geojson(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a relay's way as GeoJSON: its stops, legs and holder; places are middles of areas, not venues."""
    row = queries.one(ref)
    note = "Titik adalah tengah wilayah, bukan lokasi acara. Points are middles of areas, not venues."
    content = {
        "type": "FeatureCollection",
        "note": f"CONTOH / EXAMPLE. {note}" if row.example else note,
        "kirab": row.series,
        "tongkat": row.baton,
        "halaman": reverse("relay", args=[ref]),
        "features": ways.features(queries.spots(row), row.holder.name),
    }
    response = HttpResponse(json.dumps(content, ensure_ascii=False), "application/geo+json")
    return attached(response, f"kirab-{ref.lower()}.geojson", example=row.example)


@packed
def stops(request: HttpRequest, ref: str) -> HttpResponse:
    """Send the stops of a relay as a calendar, each as all feeds tell it."""
    row = queries.one(ref)
    found = queries.stops_of([row], timezone.now(), last=row.legs_count)
    events = [event_of(stop_of(stop.row, row.election)) for stop in found]
    name = f"CONTOH / EXAMPLE · {row.baton}" if row.example else f"{row.series} · {row.baton}"
    page_at, here = settings.ORIGIN + reverse("relay", args=[ref]), settings.ORIGIN + request.path
    data = write(name, events, url=page_at, source=here)
    response = HttpResponse(data, "text/calendar; charset=utf-8")
    return attached(response, f"kirab-{ref.lower()}.ics", example=row.example)
