"""Who somebody is at the desk: the grants in force at the moment of the request (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils import timezone

from ikrar.core.account.grant import Grant, allows, covers, in_force
from ikrar.core.account.role import Role
from ikrar.records.account import models


@dataclass(frozen=True)
class Holder:
    """A signed-in person with the grants that hold today; every gate asks it, none asks the session."""

    user_id: int
    name: str
    today: date
    grants: tuple[Grant, ...]

    def may(self, role: Role, *, institution: str | None = None, area: str | None = None) -> bool:
        """Whether a grant of ``role`` is in force for this institution and area (None: whichever)."""
        return allows(self.grants, role=role, institution=institution, area=area, today=self.today)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in force."""
        return frozenset(g.role for g in self.grants)

    def institutions(self, role: Role) -> tuple[str, ...]:
        """Return the codes of the institutions the person holds ``role`` for, sorted."""
        return tuple(sorted({g.institution for g in self.grants if g.role == role}))

    def institution_for(self, role: Role, area: str | None) -> str | None:
        """Return the first institution whose grant of ``role`` reaches ``area`` (None: any area)."""
        for grant in sorted(self.grants, key=lambda g: g.institution):
            if grant.role == role and (area is None or covers(grant.areas, area)):
                return grant.institution
        return None


def holder(user_id: int, now: datetime) -> Holder | None:
    """Return the person with the grants in force at ``now``; None when the account is closed or holds no grant.

    The day is that of the installation's zone. One query.
    """
    rows = models.Grant.objects.filter(user=user_id, user__is_active=True, ended_on__isnull=True).order_by("pk")
    told = list(rows.values_list("pk", "user__name", "role", "institution_id", "starts", "ends", "areas"))
    today = timezone.localdate(now)
    grants = [_grant(tuple(parts)) for _, parts in groupby(told, key=itemgetter(0))]
    live = tuple(g for g in grants if in_force(g, today))
    return Holder(user_id, told[0][1], today, live) if live else None


def _grant(parts: tuple[tuple[Any, ...], ...]) -> Grant:
    """Make a grant of its rows, one for each of its areas, or one without any."""
    _, _, role, institution, starts, ends, _ = parts[0]
    return Grant(Role(role), institution, frozenset(area for *_, area in parts if area), starts, ends)
