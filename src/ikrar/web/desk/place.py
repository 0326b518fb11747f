"""What the place picker's script asks for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.records.place import queries
from ikrar.web.parts.place import sought


def search(request: HttpRequest) -> HttpResponse:
    """Return the areas that answer ``cari`` as a list box; the script puts its picker's name before the ids in it."""
    words = sought(request.GET.get("cari", ""))
    found = queries.look_up(words) if words else queries.Found("")
    return render(request, "place/list.html", {"found": found, "choices": found.choices})
