"""What the place picker's script asks for."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.records.place import queries
from ikrar.web.parts.place import sought

NAME = re.compile(r"[a-z][a-z_-]{0,30}")


def search(request: HttpRequest) -> HttpResponse:
    """Return the areas that answer ``cari`` as a list box; ``nama`` is the picker's name, for the ids in it."""
    words = sought(request.GET.get("cari", ""))
    name = request.GET.get("nama", "area")
    found = queries.look_up(words) if words else queries.Found("")
    name = name if NAME.fullmatch(name) else "area"
    return render(request, "place/list.html", {"found": found, "choices": found.choices, "name": name})
