"""The desk's first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.account.role import MEANING, Role
from ikrar.records.declaration import queries as declaration
from ikrar.records.reading import queries as reading
from ikrar.web.access import holder_of


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: own drafts, and the declarations within reach."""
    holder = holder_of(request)
    versions = [(v, declaration.state_of(v).value) for v in declaration.on_desk(holder)]
    context = {
        "drafts": reading.open_drafts(holder),
        "versions": versions,
        "secretary": holder.may(Role.SECRETARY),
        "roles": [MEANING[r] for r in sorted(holder.roles)],
        "grants": holder.grants,
    }
    return render(request, "desk/home.html", context)
