"""Places: the map of the country, a page for each area, and the area of a position."""

from __future__ import annotations

import json
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import BadInput
from ikrar.core.place import position, zone
from ikrar.records.declaration import queries as declaration
from ikrar.records.event import queries as event
from ikrar.records.institution import queries as institution
from ikrar.records.place import queries
from ikrar.web.public.figures import figures, figures_of_examples
from ikrar.web.public.map import borders_of, borders_of_nation, of_area, of_nation
from ikrar.web.public.packed import packed

RESULTS = 40
SHOWN = 3
NEAREST = 5
INSTITUTIONS = 30


@packed
def nation(request: HttpRequest) -> HttpResponse:
    """Show the map and list of provinces, or what a search (``q``) found, with all areas of an ambiguous name."""
    words = request.GET.get("q", "").strip()[:100]
    if words:
        found = queries.look_up(words, limit=RESULTS + 1)
        context = {"words": words, "found": found, "choices": found.choices[:RESULTS], "shown": RESULTS}
        return _unindexed(render(request, "public/place_results.html", context))
    rows = queries.provinces()
    real = tuple(row for row in rows if not row.fictional)
    examples = [row for row in rows if row.fictional] if settings.DEMO else []
    now = timezone.now()
    context = {
        "rows": real,
        "examples": examples,
        "map": of_nation(real),
        "figures": figures("", (row.code for row in real), now),
    }
    if examples:
        context["example_figures"] = figures_of_examples(examples, now)
    return render(request, "public/places.html", context)


@packed
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one area: where it lies, its time, what lies below it, and what was pledged there."""
    found = queries.record(code)
    context = {
        "area": found,
        "zone": zone.short(found.code),
        "map": of_area(found),
        "versions": declaration.register_after(Wanted(area=found.code), limit=SHOWN),
        "figures": figures(found.code, (row.code for row in found.children), timezone.now()),
        "events": event.in_area(found.code),
        "institutions": institution.responsible(found.code, None, _today(found.code))[:INSTITUTIONS],
    }
    response = render(request, "public/place.html", context)
    if found.fictional:
        response["X-Ikrar-Example"] = "1"
        return _unindexed(response)
    return response


@packed
def borders(request: HttpRequest, code: str = "") -> HttpResponse:
    """Serve the borders that a map shows as GeoJSON, with the word that they settle no dispute."""
    area = queries.record(code) if code else None
    found = borders_of(area) if area else borders_of_nation(r for r in queries.provinces() if not r.fictional)
    example = area is not None and area.fictional
    note = "Batas disederhanakan, bukan untuk sengketa batas. Simplified borders, not for border disputes."
    content = {"note": f"CONTOH / EXAMPLE. {note}" if example else note} | found
    response = HttpResponse(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "application/geo+json")
    response["X-Robots-Tag"] = "noindex"
    if example:
        response["X-Ikrar-Example"] = "1"
    return response


@packed
def point(request: HttpRequest) -> HttpResponse:
    """Say in which regency or city a position lies, as far as the simplified borders can tell."""
    lat, lng = request.GET.get("lat", "").strip()[:60], request.GET.get("lng", "").strip()[:60]
    context: dict[str, object] = {"lat": lat, "lng": lng}
    if lat or lng:
        try:
            here = position.read(lat, lng)
            context |= {"here": here, "found": queries.at(here, examples=settings.DEMO, limit=NEAREST)}
        except BadInput as error:
            context["error"] = error
    return _unindexed(render(request, "public/place_point.html", context))


def _today(code: str) -> date:
    """The legal day in an area: it ends there, not here (decision 30)."""
    return timezone.localdate(timezone=ZoneInfo(zone.load().get(code[:2], settings.TIME_ZONE)))


def _unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
