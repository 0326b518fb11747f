"""The desk's first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.account.grant import Grant
from ikrar.core.account.role import Role
from ikrar.core.declaration.move import State
from ikrar.records.account.access import Holder
from ikrar.records.declaration import queries as declaration
from ikrar.records.grant import queries as grant
from ikrar.records.institution import queries as institution
from ikrar.records.job import queries as job
from ikrar.records.meeting import queries as meeting
from ikrar.records.place import queries as place
from ikrar.records.reading import queries as reading
from ikrar.records.relay import queries as relay
from ikrar.records.review import queries as review
from ikrar.web.access import holder_of
from ikrar.web.desk import queue

SHOWN = 6  # of each kind on the first page; the queue and the lists have them all


def _shown(grants: tuple[Grant, ...]) -> list[dict[str, Any]]:
    """Return the grants with the names of institutions and areas, looked up once for all."""
    areas = place.find_many({code for g in grants for code in g.areas})
    names = institution.names({g.institution for g in grants})
    return [
        {
            "role": g.role.value,
            "institution": names.get(g.institution, g.institution),
            "areas": [areas[code].name if code in areas else code for code in sorted(g.areas)],
            "ends": g.ends,
        }
        for g in grants
    ]


def _standing(found: list[tuple[Any, State]]) -> list[dict[str, Any]]:
    """Return each version with its state and, for a draft, what the second office said and whether it was changed."""
    reviews = review.newest_of(v for v, state in found if state is State.DRAFT)
    rows = []
    for version, state in found:
        said = reviews.get(version.pk)
        stale = said is not None and review.is_stale(said, version)
        rows.append({"version": version, "state": state.value, "review": said, "stale": stale})
    return rows


def _waiting(holder: Holder) -> dict[str, Any]:
    """Return what other institutions wait for: answers to hand-overs, approvals, decisions past their day."""
    return {
        "handovers": relay.waiting(holder, limit=SHOWN),
        "to_approve": meeting.to_approve(holder, limit=SHOWN),
        "late": meeting.late(holder, limit=SHOWN),
        "to_come": meeting.to_come(holder, timezone.now(), limit=SHOWN),
    }


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: what others wait for, own drafts, and the declarations within reach."""
    holder = holder_of(request)
    administrator = holder.may(Role.ADMINISTRATOR)
    numbers = reading.counts(holder) if holder.may(Role.SECRETARY) else {}
    context = {
        "rows": queue.rows(reading.drafts(holder, limit=SHOWN)),
        "total": numbers.get("all", 0),
        "failed_letters": job.failed(holder) if holder.may(Role.SECRETARY) else 0,
        "unsure": numbers.get("unsure", 0),
        "expiring": numbers.get("expiring", 0),
        "versions": _standing(declaration.on_desk(holder)),
        "secretary": holder.may(Role.SECRETARY),
        "reader": bool(holder.roles & {Role.OFFICER, Role.SECRETARY}),
        "to_read": review.waiting(holder),
        "administrator": administrator,
        "waiting": len(grant.waiting(holder, timezone.now())) if administrator else 0,
        "to_attest": len(grant.to_attest(holder)) if administrator else 0,
        "grants": _shown(holder.grants),
        **_waiting(holder),
    }
    return render(request, "desk/home.html", context)
