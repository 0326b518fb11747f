"""Relays as everybody reads them: the list, one baton's way, one hand-over, rows for files and calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.core.relay import minutes, sheet
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.handover import days_late
from ikrar.core.relay.plan import Leg as PlanLeg
from ikrar.core.relay.plan import Plan, Slot
from ikrar.core.relay.way import Spot
from ikrar.core.stage.standing import legal_day
from ikrar.records.account.access import Holder
from ikrar.records.institution.models import Institution, Office
from ikrar.records.place import queries as place
from ikrar.records.place.queries import inside
from ikrar.records.relay import access
from ikrar.records.relay import photos as sealed
from ikrar.records.relay.models import CANCELLED, DONE, PLANNED, UNDERWAY, Act, Leg, Relay

STATES = (PLANNED, UNDERWAY, DONE, CANCELLED)
SHOWN = 30  # relays of a page of the list
NEAR = 300  # institutions offered while typing
LEGS = 50  # legs of a page of one relay
OF_LEG = (Kind.OPENED, Kind.ACKNOWLEDGED, Kind.REFUSED, Kind.WITHDRAWN, Kind.SKIPPED, Kind.TOLD, Kind.DATED)


@dataclass(frozen=True)
class Stop:
    """A leg as shown: the row with its names, how many days late it is, the zone of its place."""

    row: Leg
    late: int
    zone: str

    @property
    def over(self) -> bool:
        """Whether the baton has passed it."""
        return self.row.state in {State.DONE, State.TOLD, State.SKIPPED}

    @property
    def example(self) -> bool:
        """Whether it is an invented one."""
        return self.row.relay.example


@dataclass(frozen=True)
class Way:
    """One relay: its row, a page of its stops, the next stop, the page after, other batons of the same procession.

    ``heard`` is the newest act, None before the first; ``silent`` for how many days nothing was kept since;
    ``more_siblings``: the procession has other batons still.
    """

    row: Relay
    stops: tuple[Stop, ...]
    next: Stop | None
    more: int | None
    siblings: tuple[Relay, ...]
    heard: Act | None
    silent: int
    more_siblings: bool


@dataclass(frozen=True)
class Handover:
    """One hand-over: its stop, the acts on it in their order, the newest opening, the minutes' bytes and digest."""

    stop: Stop
    acts: tuple[Act, ...]
    opened: Act | None
    data: bytes
    digest: str


def relays(
    words: str = "", state: str = "", area: str = "", *, after: str = "", limit: int = SHOWN
) -> tuple[list[Relay], str]:
    """Return relays, newest first, and where the next page begins ("" at the end). At most two queries.

    Raises Missing for a place in the list (``after``) that never was.
    """
    rows = access.public().select_related("holder", "institution", "area").order_by("-starts_on", "ref")
    for word in words.split()[:6]:
        rows = rows.filter(Q(series__icontains=word) | Q(baton__icontains=word) | Q(holder__name__icontains=word))
    if state in STATES:
        rows = rows.filter(state=state)
    if area:
        there = Leg.objects.filter(inside("area_id", area)).values("relay")
        rows = rows.filter(ref__in=there)
    return _page(rows, access.published(after) if after else None, limit)


def one(ref: str) -> Relay:
    """Return a relay by its reference with the names it bears; raises Missing. One query."""
    return access.published(ref)


def way(ref: str, now: datetime, *, first: int = 1) -> Way:
    """Return one relay with the stops from number ``first`` on; raises Missing. At most five queries."""
    row = access.published(ref)
    stops = list(stops_of([row], now, first=first)[: LEGS + 1])
    following = next((one for one in stops if one.row.n == row.next), None)
    if following is None and row.next <= row.legs_count:
        following = next(iter(stops_of([row], now, first=row.next, last=row.next)), None)
    if row.state not in {PLANNED, UNDERWAY}:
        following = None
    heard = Act.objects.filter(relay=row).select_related("by").order_by("-n").first()
    kin = access.public().filter(series=row.series, institution=row.institution_id).exclude(ref=ref)
    others = list(kin.select_related("holder").order_by("baton", "ref")[: SHOWN + 1])
    return Way(
        row,
        tuple(stops[:LEGS]),
        following,
        stops[LEGS].row.n if len(stops) > LEGS else None,
        tuple(others[:SHOWN]),
        heard,
        _days_between(heard.kept_at if heard else row.made_at, now, row.area_id),
        len(others) > SHOWN,
    )


def _days_between(since: datetime, now: datetime, area: str) -> int:
    """Count legal days of a place from one moment to another."""
    return (legal_day(now, area) - legal_day(since, area)).days


def stops_of(rows: Iterable[Relay], now: datetime, *, first: int = 1, last: int | None = None) -> list[Stop]:
    """Return the stops of relays in their order, with all names. One query."""
    by_ref = {row.ref: row for row in rows}
    legs = Leg.objects.select_related("receiver", "giver", "area").filter(relay__in=by_ref, n__gte=first)
    legs = legs.order_by("relay", "n") if last is None else legs.order_by("relay", "n").filter(n__lte=last)
    found = list(legs[: LEGS + 1 if last is None else None])
    for leg in found:
        leg.relay = by_ref[leg.relay_id]  # read once, not with each leg
    return [_stop(leg, now) for leg in found]


def _legs() -> QuerySet[Leg]:
    return Leg.objects.select_related("relay", "receiver", "giver", "area")


def _stop(leg: Leg, now: datetime) -> Stop:
    name = place.zone_of(leg.area_id)
    today = legal_day(now, leg.area_id)
    late = days_late(State(leg.state), leg.planned_on, leg.actual_on, today)
    if leg.relay.state == CANCELLED and leg.actual_on is None:
        late = 0
    return Stop(leg, late, name)


def spots(row: Relay) -> list[Spot]:
    """Return the whole way of a relay for maps: where it left (number 0), then every stop in its order. One query."""
    asked = ("n", "state", "area", "area__name", "area__lat", "area__lng", "receiver__name", "planned_on")
    found = Leg.objects.filter(relay=row).order_by("n").values_list(*asked, "actual_on", "venue")
    left = row.area
    start = Spot(0, State.DONE, left.code, left.name, left.lat, left.lng, planned_on=row.starts_on)
    return [start, *(Spot(n, State(state), *rest) for n, state, *rest in found)]


def handover(ref: str, n: int, now: datetime) -> Handover:
    """Return one hand-over of a relay with everything both sides said; raises Missing. Two queries."""
    leg = _legs().select_related("relay__holder", "relay__institution").filter(relay_id=ref, n=n).first()
    if leg is None:
        raise Missing("Serah terima ini tidak ada.")
    acts = tuple(Act.objects.filter(relay_id=ref, leg=n).select_related("by", "to").order_by("n"))
    opened = next((one for one in reversed(acts) if one.kind == Kind.OPENED), None)
    data = minutes.canonical(record(leg, acts))
    return Handover(_stop(leg, now), acts, opened, data, minutes.digest(data))


def photos(ref: str, n: int) -> tuple[sealed.Sealed, ...]:
    """Return what is public of a hand-over's sealed pictures. Two queries."""
    return sealed.of(ref, n)


def record(leg: Leg, acts: Iterable[Act]) -> dict[str, object]:
    """Return the minutes of a hand-over as JSON values: the plan, the actual day, every act on it in its order."""
    return {
        "series": leg.relay.series,
        "baton": leg.relay.baton,
        "relay": leg.relay_id,
        "n": leg.n,
        "state": leg.state,
        "giver": leg.giver_id or (leg.relay.holder_id if leg.state == State.OPEN else None),
        "receiver": leg.receiver_id,
        "area": leg.area_id,
        "venue": leg.venue,
        "planned": leg.planned_on.isoformat(),
        "actual": leg.actual_on.isoformat() if leg.actual_on else None,
        "acts": [_told(act) for act in acts],
    }


def _told(act: Act) -> dict[str, Any]:
    return {
        "number": act.n,
        "act": act.kind,
        "by": act.by_id,
        "office": act.office,
        "to": act.to_id,
        "at": act.at.isoformat(),
        "answers": act.answers,
        "reason": act.reason,
        "witnesses": act.witnesses,
        "objects": act.conditions,
        "changes": act.changes,
    }


# --- for files, maps and calendars ------------------------------------------------------------------------------------


def plan_of(row: Relay, legs: Iterable[Leg]) -> Plan:
    """Return the plan of a kept relay with these of its legs."""
    return Plan(
        series=row.series,
        baton=row.baton,
        organiser=row.institution_id,
        holder=row.start_id,
        area=row.area_id,
        starts_on=row.starts_on,
        election=row.election_id or "",
        items=tuple(row.items),
        legs=tuple(leg_plan(leg) for leg in legs),
    )


def leg_plan(leg: Leg) -> PlanLeg:
    """Return one kept leg as planned."""
    slots = tuple(_slot(one) for one in leg.programme)
    return PlanLeg(leg.n, leg.receiver_id, leg.area_id, leg.venue, leg.planned_on, leg.planned_at, slots)


def _slot(one: dict[str, str]) -> Slot:
    at = time.fromisoformat(one["at"]) if one["at"] else None
    return Slot(date.fromisoformat(one["day"]), at, one["what"], one["where"])


def told_legs(rows: list[Relay]) -> Iterator[tuple[Relay, Leg, str]]:
    """Yield relays leg by leg, in the order of ``rows``, with the reason of each that was skipped. Two queries."""
    by_ref = {row.ref: row for row in rows}
    skipped = Act.objects.filter(relay__in=by_ref, kind=Kind.SKIPPED).values_list("relay", "leg", "reason")
    why = {(relay, leg): reason for relay, leg, reason in skipped}
    order = {ref: number for number, ref in enumerate(by_ref)}
    for leg in sorted(Leg.objects.filter(relay__in=by_ref), key=lambda leg: (order[leg.relay_id], leg.n)):
        yield by_ref[leg.relay_id], leg, why.get((leg.relay_id, leg.n), "")


def every() -> list[Relay]:
    """Return every relay, newest first. One query."""
    return list(access.public().order_by("-starts_on", "ref"))


def sheet_rows(rows: list[Relay]) -> Iterator[tuple[str, ...]]:
    """Yield relays as rows of a table, a leg each. Two queries."""
    for relay, leg, why in told_legs(rows):
        yield sheet.to_row(plan_of(relay, ()), leg_plan(leg), State(leg.state), leg.actual_on, why)


def dated(
    *, elections: Iterable[str], area: str, first: date | None, last: date | None, loose: bool = False
) -> list[Leg]:
    """Return the hand-overs of elections within a time and an area, for calendars. One query.

    ``loose``: those of no election as well.
    """
    of = Q(relay__election__in=list(elections)) | (Q(relay__election__isnull=True) if loose else Q())
    rows = _legs().filter(of)
    if area:
        rows = rows.filter(inside("area_id", area))
    rows = rows.annotate(on=Coalesce("actual_on", "planned_on"))
    rows = rows.filter(on__gte=first) if first else rows
    rows = rows.filter(on__lte=last) if last else rows
    return list(rows.order_by("planned_on", "relay", "n"))


# --- at the desk ------------------------------------------------------------------------------------------------------


def mine(holder: Holder, *, after: str = "", limit: int = SHOWN) -> tuple[list[Relay], str]:
    """Return the relays the person's institutions take part in, newest first, and where the next page begins.

    An ``after`` that is none of them begins at the top. At most two queries.
    """
    rows = access.taking_part(holder).select_related("holder", "institution", "area")
    last = rows.filter(ref=after).first() if after else None
    return _page(rows.order_by("-starts_on", "ref"), last, limit)


def _page(rows: QuerySet[Relay], last: Relay | None, limit: int) -> tuple[list[Relay], str]:
    """Return the relays behind the last one that was shown, and where the next page begins ("" at the end)."""
    if last is not None:
        rows = rows.filter(Q(starts_on__lt=last.starts_on) | Q(starts_on=last.starts_on, ref__gt=last.ref))
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].ref if len(found) > limit else ""


def waiting(holder: Holder, *, limit: int | None = None) -> list[Leg]:
    """Return the open hand-overs that wait for the person's institutions to answer. One query."""
    own = holder.institutions(Role.SECRETARY)
    rows = _legs().select_related("relay__holder").filter(state=State.OPEN, receiver__in=own)
    return list(rows.order_by("planned_on", "relay")[:limit])


def codes_near(institutions: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes and names of institutions of the same provinces, to choose givers and receivers. One query."""
    provinces = {code[:2] for code in institutions}
    near = Q(pk__in=[])
    for code in provinces:
        near |= Q(code__startswith=code)
    return list(Institution.objects.filter(near).order_by("code").values_list("code", "name")[:NEAR])


def offices_of(institutions: Iterable[str]) -> list[str]:
    """Return the names of the offices of institutions, to sign off as. One query."""
    rows = Office.objects.filter(institution__in=list(institutions), valid_until=None)
    return list(rows.order_by("institution", "pk").values_list("name", flat=True))
