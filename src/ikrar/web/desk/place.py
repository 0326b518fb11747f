"""The place picker."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.records.place import queries
from ikrar.web.desk import decode


def search(request: HttpRequest) -> HttpResponse:
    """Return the radio list of areas that match ``cari``, as a fragment for the editor's script."""
    words = decode.sought(request.GET.get("cari", ""))
    return render(request, "desk/place_options.html", {"places": queries.search(words), "words": words})
