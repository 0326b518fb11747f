"""The place picker."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.records.place import queries


def search(request: HttpRequest) -> HttpResponse:
    """Return the radio list of areas that match ``cari``, as a fragment for the editor's script."""
    words = request.GET.get("cari", "").strip()[:100]
    return render(request, "desk/place_options.html", {"places": queries.search(words), "words": words})
