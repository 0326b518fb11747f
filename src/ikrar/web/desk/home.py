"""The desk's first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ikrar.core.account.grant import Grant
from ikrar.core.account.role import MEANING, Role
from ikrar.records.declaration import queries as declaration
from ikrar.records.institution import queries as institution
from ikrar.records.place import queries as place
from ikrar.records.reading import queries as reading
from ikrar.web.access import holder_of


def _shown(grant: Grant) -> dict[str, Any]:
    found = place.find_many(set(grant.areas))
    return {
        "role": grant.role.value,
        "institution": institution.names([grant.institution]).get(grant.institution, grant.institution),
        "areas": [found[code].name if code in found else code for code in sorted(grant.areas)],
        "ends": grant.ends,
    }


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: own drafts, and the declarations within reach."""
    holder = holder_of(request)
    versions = [(v, declaration.state_of(v).value) for v in declaration.on_desk(holder)]
    context = {
        "drafts": reading.drafts(holder),
        "versions": versions,
        "secretary": holder.may(Role.SECRETARY),
        "roles": [MEANING[r] for r in sorted(holder.roles)],
        "grants": [_shown(g) for g in holder.grants],
    }
    return render(request, "desk/home.html", context)
