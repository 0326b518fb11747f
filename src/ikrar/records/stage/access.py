"""What is entered is public; entering it is for planners and secretaries, in the areas of their grants.

An event of the whole election is entered by an institution of the nation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.election import queries as elections
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution
from ikrar.records.place.models import Area

ROLES: Final = (Role.PLANNER, Role.SECRETARY)


@dataclass(frozen=True)
class Seat:
    """Where somebody may enter something: an election, an area it covers, the institution that speaks, its kind."""

    election: Election
    area: str
    institution: str
    kind: str


def areas(holder: Holder) -> tuple[str, ...]:
    """Return the areas of the holder's grants that may enter something, sorted."""
    return tuple(sorted({area for grant in holder.grants if grant.role in ROLES for area in grant.areas}))


def seat(holder: Holder, election: str, area: str) -> Seat:
    """Return where the holder may enter something; raises Missing out of reach or where the election is not held."""
    institution = next((code for role in ROLES if (code := holder.institution_for(role, area))), None)
    found = next((one for one in elections.covering(area) if one.code == election), None)
    if institution is None or found is None or not Area.objects.filter(code=area).exists():
        raise Missing("Halaman ini tidak ada.")
    return Seat(found, area, institution, Institution.objects.values_list("kind", flat=True).get(code=institution))


def for_the_nation(seat: Seat) -> None:
    """Raise Refused unless the institution of a seat is one of the nation."""
    if not Institution.objects.filter(code=seat.institution, level="nation").exists():
        raise Refused("Peristiwa ini berlaku bagi seluruh pemilihan; yang mencatatnya lembaga tingkat nasional.")
