"""The trail of an institution: the leaves its acts left, for administrators and auditors; no person stands in them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.channels.spreadsheet import csv_file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.ledger.event import EVENTS
from ikrar.door.language import read_in
from ikrar.records.institution import queries as institution
from ikrar.records.ledger import queries
from ikrar.web.access import holder_of
from ikrar.web.desk import decode

COLUMNS = ("waktu_utc", "jenis", "lembaga", "ref", "sidik", "sebelumnya", "komitmen")


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Decode the filter; what cannot be read filters nothing."""
    event = request.GET.get("jenis", "")
    return {
        "event": event if event in EVENTS else "",
        "ref": "".join(request.GET.get("ref", "").split()).upper()[:26].replace("\0", ""),
        "since": _day(request.GET.get("sejak", "")),
        "until": _day(request.GET.get("sampai", "")),
    }


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found < date.max - timedelta(days=1) else None


def page(request: HttpRequest) -> HttpResponse:
    """Show the leaves, the newest first, each with what it means."""
    asked, number = _asked(request), request.GET.get("hal", "")
    rows = queries.trail(holder_of(request), **asked)
    whole = number.isascii() and number.isdigit() and len(number) < decode.DIGITS
    found = queries.trail_page(rows, int(number) if whole else 1)
    language = read_in()
    query = request.GET.copy()
    query.pop("hal", None)
    context = {
        "page": found,
        "asked": asked,
        "query": query.urlencode(),
        "names": institution.names({leaf.by for leaf in found}),
        "events": sorted((event.meaning[language], name) for name, event in EVENTS.items()),
    }
    return render(request, "desk/trail.html", context)


def export(request: HttpRequest) -> HttpResponse:
    """The same leaves as CSV, the newest ten thousand."""
    leaves = queries.trail(holder_of(request), **_asked(request))[: queries.EXPORTED]
    rows = [(x.time, x.type, x.by, x.ref, x.hash, x.prev, x.com) for x in leaves]
    response = HttpResponse(csv_file.write(Table(COLUMNS, tuple(rows))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ikrar-jejak.csv"'
    return response
