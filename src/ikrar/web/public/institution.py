"""Institutions: the directory, a page for each, and the parties of an election in official order."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.institution.kind import kinds
from ikrar.records.declaration import queries as declaration
from ikrar.records.election import queries as elections
from ikrar.records.event import queries as event
from ikrar.records.institution import queries
from ikrar.records.place import queries as place
from ikrar.web.public import stage
from ikrar.web.public.packed import packed

SHOWN = 5
ELECTIONS = 20  # newest first


@packed
def directory(request: HttpRequest) -> HttpResponse:
    """List institutions, narrowed by words (``q``), kind (``jenis``) and an area with all below it (``wilayah``)."""
    words, area = request.GET.get("q", "").strip()[:100], request.GET.get("wilayah", "").strip()[:13]
    kind, page = request.GET.get("jenis", "").strip()[:20], request.GET.get("hal", "1")
    found = queries.directory(words=words, area=area, kind=kind, fictional=settings.DEMO, page=page)
    context = {
        "page": found,
        "words": words,
        "area_code": area,
        "area": place.find(area) if area else None,
        "kind": kind,
        "kinds": kinds(),
        "elections": [e for e in elections.all_elections() if settings.DEMO or not e.fictional][:ELECTIONS],
    }
    return render(request, "public/institutions.html", context)


@packed
def page(request: HttpRequest, area: str, unit: str) -> HttpResponse:
    """Show one institution: what it is in plain words, where it stands, what it answers for, its offices."""
    found = queries.profile(f"{area}/{unit}")
    versions = declaration.registered_by(found.row.code, limit=SHOWN)
    response = render(request, "public/institution.html", {"profile": found, "one": found.row, "versions": versions})
    return _marked(response, fictional=found.fictional)


@packed
def election(request: HttpRequest, code: str) -> HttpResponse:
    """Show an election: its stages with what runs today, and its parties in the order of their ballot numbers."""
    found = elections.find(code)
    context = {
        "election": found,
        "told": stage.told(found.code, found.voting_day, timezone.now(), found.area_id),
        "parties": elections.participants(found.code),
        "events": event.of_election(found.code),
    }
    return _marked(render(request, "public/election.html", context), fictional=found.fictional)


def _marked(response: HttpResponse, *, fictional: bool) -> HttpResponse:
    if fictional:
        response["X-Ikrar-Example"] = "1"
        response["X-Robots-Tag"] = "noindex"
    return response
