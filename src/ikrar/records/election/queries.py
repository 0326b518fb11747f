"""Find elections, and who stands in them."""

from __future__ import annotations

import datetime

from django.db.models import Q

from ikrar.core.election import table
from ikrar.core.errors import InvalidField, Missing
from ikrar.core.institution.sheet import Problem
from ikrar.core.institution.territory import ancestors
from ikrar.records.election.models import Election, Participant
from ikrar.records.place.models import Area


def all_elections() -> list[Election]:
    """Return every election, newest first."""
    return list(Election.objects.order_by("-year", "code"))


def voting_day(code: str) -> datetime.date | None:
    """Return the voting day of an election, None when unknown."""
    return Election.objects.filter(code=code).values_list("voting_day", flat=True).first()


def find(code: str) -> Election:
    """Return one election; raises Missing when it is unknown."""
    found = Election.objects.select_related("area").filter(code=code).first()
    if found is None:
        raise Missing("Pemilihan ini tidak ada.")
    return found


def last_day(areas: frozenset[str]) -> datetime.date | None:
    """Return the latest last day of the elections that cover all these areas; None when none does.

    An election without an area is the nation's and covers every real area; the fictional province has its own.
    """
    if not areas:
        return None
    ends = [row.ends for row in Election.objects.filter(ends__isnull=False) if _covers(row, areas)]
    return max((day for day in ends if day), default=None)


def covering(area: str) -> list[Election]:
    """Return the elections that cover an area, newest first. One query."""
    return [row for row in all_elections() if _covers(row, frozenset({area}))]


def _covers(row: Election, areas: frozenset[str]) -> bool:
    if row.area_id is None:
        return not any(code.startswith("98") for code in areas)
    return all(row.area_id in ancestors(code) for code in areas)


def participants(code: str, area: str | None = None) -> list[Participant]:
    """Return the parties of an election in official order (ballot number), those of other areas left out if named."""
    rows = Participant.objects.filter(election_id=code).select_related("area").order_by("number", "area_id")
    if area is not None:
        rows = rows.filter(Q(area__isnull=True) | Q(area_id__in=ancestors(area)))
    return list(rows)


def parties(code: str | None = None) -> list[table.Participant]:
    """Return the parties of one election (of every election) as core writes them down, in official order."""
    rows = Participant.objects.order_by("election_id", "number", "area_id")
    if code is not None:
        rows = rows.filter(election_id=code)
    return [table.Participant(p.election_id, p.number, p.short_name, p.name, p.area_id, p.source) for p in rows]


def compare(found: dict[int, table.Participant]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the elections whose parties a file would change, and what in it cannot be, by its rows.

    The parties of a bundled election are what came with Ikrar: a file that says otherwise is refused.
    """
    codes = {p.election for p in found.values()}
    elections = set(Election.objects.filter(code__in=codes).values_list("code", flat=True))
    areas = {p.area for p in found.values() if p.area}
    known = set(Area.objects.filter(code__in=areas).values_list("code", flat=True))
    wanted: dict[str, set[table.Participant]] = {}
    for party in found.values():
        wanted.setdefault(party.election, set()).add(party)
    changed = {code for code in sorted(elections) if wanted[code] != set(parties(code))}
    bundled = {p.election for p in table.participants()} & changed
    problems = [Problem(row, *fault) for row, p in found.items() if (fault := _fault(p, elections, known, bundled))]
    return tuple(sorted(changed)), tuple(problems)


def _fault(
    party: table.Participant, elections: set[str], areas: set[str], bundled: set[str]
) -> tuple[str, InvalidField] | None:
    if party.election not in elections:
        text = "Pemilihan {value} belum dicatat di sini."
        return "pemilihan", InvalidField(text, field="pemilihan", value=party.election)
    if party.election in bundled:
        text = "Peserta pemilihan {value} datang bersama Ikrar dan tidak diubah lewat berkas."
        return "pemilihan", InvalidField(text, field="pemilihan", value=party.election)
    if party.area and party.area not in areas:
        text = "Kode wilayah {code} tidak dikenal."
        return "wilayah", InvalidField(text, field="wilayah", code=party.area)
    return None


def listed(*, after: str = "", limit: int) -> list[Election]:
    """Return at most ``limit`` elections by code, after a code."""
    return list(Election.objects.filter(code__gt=after).order_by("code")[:limit])
