"""Who may see what, once more and in plain Python: written from decisions 3, 12, 14 and 26, not from the code.

A :class:`World` says what is kept; the functions say which of it a person reaches. Tests compare them with the gates
(``visible_to``) and with what PostgreSQL's row policies show (R4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Grant:
    """A grant of a person: days are counted from today, so that -1 is yesterday."""

    person: int
    role: str
    institution: str
    areas: frozenset[str]
    starts: int
    ends: int
    ended: bool


@dataclass(frozen=True)
class Version:
    """One version of a declaration: the institution it belongs to, where it lies (None: not said yet), if frozen."""

    institution: str
    area: str | None
    frozen: bool


@dataclass(frozen=True)
class Reading:
    """A reading draft of a person; ``left`` is the days until it expires, negative when it did."""

    author: int
    left: int


@dataclass(frozen=True)
class Request:
    """A request for a grant; ``moves`` is the grant (by position) that a transfer ends; ``beneficiary`` None is new."""

    proposer: int
    proposed_as: str
    beneficiary: int | None
    institution: str
    areas: frozenset[str]
    moves: int | None
    left: int
    state: str
    decided_as: str | None


@dataclass(frozen=True)
class Meeting:
    """A meeting: its host, where it lies, whom it invites, whether it was called, whether its minutes are approved.

    Those with the same ``series`` follow each other; None is a single one. Each has a decision marked as public.
    """

    host: str
    area: str
    invited: frozenset[str]
    state: str
    series: int | None


@dataclass(frozen=True)
class Invitation:
    """An invitation that an institution issued for a person's account."""

    person: int
    institution: str


@dataclass(frozen=True)
class World:
    """What is kept, and which of the persons 0, 1, … have an open account; a leaf is the institution it names."""

    active: tuple[bool, ...]
    grants: tuple[Grant, ...]
    versions: tuple[Version, ...] = ()
    readings: tuple[Reading, ...] = ()
    requests: tuple[Request, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    leaves: tuple[str, ...] = ()
    meetings: tuple[Meeting, ...] = ()


def in_force(world: World, person: int) -> list[Grant]:
    """Return a person's grants that hold today; nobody whose account is closed has any."""
    return [
        g
        for g in world.grants
        if g.person == person and world.active[person] and g.starts <= 0 <= g.ends and not g.ended
    ]


def secretary_for(world: World, person: int) -> set[str]:
    """Return the institutions whose secretary a person is: their sealed pictures of hand-overs are theirs."""
    return {g.institution for g in in_force(world, person) if g.role == "secretary"}


def lies_in(area: str, territory: frozenset[str]) -> bool:
    """Say whether an area is one of a territory or lies below one: compared part by part, never as text."""
    parts = area.split(".")
    return any(parts[: len(t.split("."))] == t.split(".") for t in territory)


def reached_versions(world: World, person: int) -> set[int]:
    """Return the versions, by position, that a person works on: their institution's, in the areas of the same grant."""
    return {
        n
        for n, version in enumerate(world.versions)
        for grant in in_force(world, person)
        if grant.role == "secretary" and grant.institution == version.institution
        if version.area is None or lies_in(version.area, grant.areas)
    }


def public_versions(world: World) -> set[int]:
    """Return the versions everybody may read: the frozen ones."""
    return {n for n, version in enumerate(world.versions) if version.frozen}


def reached_readings(world: World, person: int) -> set[int]:
    """Return a secretary's own drafts that have not expired."""
    secretary = any(g.role == "secretary" for g in in_force(world, person))
    return {n for n, r in enumerate(world.readings) if secretary and r.author == person and r.left > 0}


def hosted_meetings(world: World, person: int) -> set[int]:
    """Return the meetings, drafts among them, of institutions a person is secretary of, in the areas of that grant."""
    return {
        n
        for n, meeting in enumerate(world.meetings)
        for grant in in_force(world, person)
        if grant.role == "secretary" and grant.institution == meeting.host and lies_in(meeting.area, grant.areas)
    }


def attended_meetings(world: World, person: int) -> set[int]:
    """Return the meetings a person takes part in: the hosted ones, and called ones of those who host or are invited."""
    return hosted_meetings(world, person) | {
        n
        for n, meeting in enumerate(world.meetings)
        for grant in in_force(world, person)
        if meeting.state != "draft" and grant.role in {"officer", "secretary"}
        if grant.institution in {meeting.host, *meeting.invited} and lies_in(meeting.area, grant.areas)
    }


def followed_meetings(world: World, person: int) -> set[int]:
    """Return the meetings whose decisions a person sees: also those of a series with one that they take part in."""
    mine = attended_meetings(world, person)
    series = {world.meetings[n].series for n in mine} - {None}
    return mine | {n for n, meeting in enumerate(world.meetings) if meeting.series in series}


def public_meetings(world: World) -> set[int]:
    """Return the meetings whose minutes were approved."""
    return {n for n, meeting in enumerate(world.meetings) if meeting.state == "approved"}


# --- people -----------------------------------------------------------------------------------------------------------


def _institutions(world: World, person: int, role: str | None = None) -> set[str]:
    return {g.institution for g in in_force(world, person) if role in {None, g.role}}


def _administers(world: World, person: int, areas: Iterable[str]) -> set[str]:
    """The institutions for which one single grant of an administrator covers all the areas."""
    wanted = list(areas)
    return {
        g.institution
        for g in in_force(world, person)
        if g.role == "administrator" and all(lies_in(area, g.areas) for area in wanted)
    }


def reached_grants(world: World, person: int) -> set[int]:
    """Return the grants, also past and coming ones, of institutions a person administers, wholly in their areas."""
    return {n for n, g in enumerate(world.grants) if g.institution in _administers(world, person, g.areas)}


def reached_devices(world: World, person: int) -> set[int]:
    """Return the grants within reach that are of machines; what is known of a token is known through these."""
    return {n for n in reached_grants(world, person) if world.grants[n].role == "machine"}


def reached_invitations(world: World, person: int) -> set[int]:
    """Return what the institutions a person administers issued."""
    mine = _institutions(world, person, "administrator")
    return {n for n, one in enumerate(world.invitations) if one.institution in mine}


def own_requests(world: World, person: int) -> set[int]:
    """Return what institutions a person administers proposed or decided."""
    mine = _institutions(world, person, "administrator")
    return {n for n, r in enumerate(world.requests) if {r.proposed_as, r.decided_as} & mine}


def waiting_requests(world: World, person: int) -> set[int]:
    """Return the open requests this very person may decide (R8)."""
    return {n for n, request in enumerate(world.requests) if _judges(world, person, request)}


def _judges(world: World, person: int, request: Request) -> bool:
    if request.state != "open" or request.left <= 0 or person in {request.proposer, request.beneficiary}:
        return False
    theirs = _institutions(world, request.proposer) | {request.proposed_as}
    if _institutions(world, person) & theirs or not _still_entitled(world, request):
        return False
    mine = _administers(world, person, request.areas)
    leaves = _home(world, request) != request.institution
    if leaves and _headed(world, request.institution, but=request.beneficiary):
        return request.institution in mine
    return bool(mine)


def _home(world: World, request: Request) -> str:
    return request.institution if request.moves is None else world.grants[request.moves].institution


def _still_entitled(world: World, request: Request) -> bool:
    """Whoever proposed must still administer the areas given up; within one institution also those asked for."""
    areas = request.areas
    if request.moves is not None:
        old = world.grants[request.moves]
        areas = old.areas | (areas if old.institution == request.institution else frozenset())
    return request.proposed_as in _administers(world, request.proposer, areas)


def _headed(world: World, institution: str, *, but: int | None) -> bool:
    """Whether an institution has an administrator in force other than the person concerned."""
    return any(institution in _institutions(world, n, "administrator") for n in range(len(world.active)) if n != but)


def reached_leaves(world: World, person: int) -> set[int]:
    """Return the leaves of institutions a person administers, and of all institutions in areas the person audits."""
    mine = _institutions(world, person, "administrator")
    audited = frozenset(a for g in in_force(world, person) if g.role == "auditor" for a in g.areas)
    return {n for n, by in enumerate(world.leaves) if by in mine or lies_in(by.partition("/")[0], audited)}


def day(today: date, offset: int) -> date:
    """Return the day ``offset`` days from today."""
    return date.fromordinal(today.toordinal() + offset)
