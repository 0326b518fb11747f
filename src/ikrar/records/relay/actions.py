"""Plan a relay, hand its baton over, refuse it, skip a leg, change what is to come: acts in one order, with leaves.

Every act waits for its turn on the relay, is decided by :mod:`ikrar.core.relay.custody` from all acts before it, and
writes the act, what follows from it and the leaf in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from django.db import transaction
from django.db.models import F

from ikrar.core.account.role import Role
from ikrar.core.declaration.canonical import example_title, needs_example_mark
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.core.relay import custody
from ikrar.core.relay import plan as planning
from ikrar.core.relay.custody import Kind
from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.handover import Found, check_actual
from ikrar.core.relay.plan import Plan
from ikrar.core.stage.standing import legal_day
from ikrar.records.account.access import Holder
from ikrar.records.election.models import Election
from ikrar.records.institution.models import Institution, Office
from ikrar.records.ledger import actions as ledger
from ikrar.records.place.models import Area
from ikrar.records.ref import new_ref
from ikrar.records.relay import access, photos
from ikrar.records.relay.models import CANCELLED, DONE, PLANNED, UNDERWAY, Act, Leg, Relay
from ikrar.records.turn import take_turn

#: Kind of act -> type of its leaf.
EVENTS = {
    Kind.OPENED: "handover.opened",
    Kind.ACKNOWLEDGED: "handover.acknowledged",
    Kind.REFUSED: "handover.refused",
    Kind.WITHDRAWN: "handover.withdrawn",
    Kind.SKIPPED: "relay.skipped",
    Kind.CHANGED: "relay.changed",
    Kind.DATED: "relay.dated",
    Kind.CANCELLED: "relay.cancelled",
}
LEG_STATES = {
    Kind.OPENED: State.OPEN,
    Kind.ACKNOWLEDGED: State.DONE,
    Kind.REFUSED: State.PLANNED,
    Kind.WITHDRAWN: State.PLANNED,
    Kind.SKIPPED: State.SKIPPED,
}
LONGEST_KEY = 40
#: How long before its planned start anything can have happened to a baton.
EARLIEST = timedelta(days=31)


@dataclass(frozen=True)
class Told:
    """What a person tells with an act: the office that signs off, the hour of their device, who saw it, objects, why.

    ``key`` is the client's own word for the request: sent again it changes nothing.
    """

    office: str = ""
    at: datetime | None = None
    key: str = ""
    reason: str = ""
    witnesses: tuple[str, ...] = ()
    conditions: tuple[Found, ...] = ()
    changes: dict[str, str] = field(default_factory=dict)


NOTHING = Told()


def plan(holder: Holder, wanted: Plan, *, now: datetime) -> Relay:
    """Plan a relay and publish it; a fictional one bears the mark of an example.

    Raises Missing for an organiser that is not the person's, InvalidField for an unknown code or an impossible plan.
    """
    if wanted.organiser not in holder.institutions(Role.SECRETARY):
        raise Missing("Lembaga ini tidak ada.")
    planning.check(wanted)
    check_known([wanted])
    with transaction.atomic():
        row = keep(wanted, now=now)
        _leaf(row, "relay.planned", row.institution_id, now, plan=as_json(wanted))
    return row


def check_known(plans: Iterable[Plan]) -> None:
    """Refuse the first code that nothing is registered under."""
    plans = list(plans)
    institutions = {c for p in plans for c in (p.organiser, p.holder, *(leg.receiver for leg in p.legs))}
    areas = {c for p in plans for c in (p.area, *(leg.area for leg in p.legs))}
    elections = {p.election for p in plans if p.election}
    known = set(Institution.objects.filter(code__in=institutions).values_list("code", flat=True))
    places = set(Area.objects.filter(code__in=areas).values_list("code", flat=True))
    votes = set(Election.objects.filter(code__in=elections).values_list("code", flat=True))
    for code in sorted(institutions - known):
        raise InvalidField("Kode lembaga {code} tidak dikenal.", field="receiver", code=code)
    for code in sorted(areas - places):
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=code)
    for code in sorted(elections - votes):
        raise InvalidField("Pemilihan {code} tidak dikenal.", field="election", code=code)


def fictional(*codes: str) -> bool:
    """Say whether one of these codes of areas and institutions belongs to the shipped fictional region."""
    return any(needs_example_mark(code.partition("/")[0]) for code in codes)


def is_example(wanted: Plan) -> bool:
    """Say whether a plan names anything fictional: then all of it bears the mark of an example (decision 11)."""
    legs = (code for leg in wanted.legs for code in (leg.area, leg.receiver))
    return fictional(wanted.area, wanted.organiser, wanted.holder, *legs)


def title_of(wanted: Plan) -> str:
    """Return the title a plan is kept under."""
    return example_title(wanted.series) if is_example(wanted) else wanted.series


def keep(wanted: Plan, *, now: datetime, source: str = "") -> Relay:
    """Write the rows of a checked plan, in the caller's transaction; with anything fictional in it it is an example."""
    example = is_example(wanted)
    row = Relay.objects.create(
        series=title_of(wanted),
        baton=wanted.baton,
        election_id=wanted.election or None,
        institution_id=wanted.organiser,
        start_id=wanted.holder,
        area_id=wanted.area,
        starts_on=wanted.starts_on,
        items=list(wanted.items),
        made_at=now,
        source=source,
        example=example,
        holder_id=wanted.holder,
        legs_count=len(wanted.legs),
    )
    Leg.objects.bulk_create(
        Leg(
            relay=row,
            n=leg.n,
            receiver_id=leg.receiver,
            area_id=leg.area,
            venue=leg.venue,
            planned_on=leg.planned_on,
            planned_at=leg.planned_at,
            programme=[slot.as_json() for slot in leg.programme],
            changed_at=now,
        )
        for leg in wanted.legs
    )
    return row


def as_json(wanted: Plan) -> dict[str, object]:
    """Return a plan as a leaf commits to it."""
    legs = [
        {
            "n": leg.n,
            "receiver": leg.receiver,
            "area": leg.area,
            "venue": leg.venue,
            "planned": f"{leg.planned_on}" + (f"T{leg.planned_at:%H:%M}" if leg.planned_at else ""),
        }
        for leg in wanted.legs
    ]
    told = {"series": wanted.series, "baton": wanted.baton, "organiser": wanted.organiser, "holder": wanted.holder}
    return told | {"area": wanted.area, "starts": f"{wanted.starts_on}", "items": list(wanted.items), "legs": legs}


# --- the acts ---------------------------------------------------------------------------------------------------------


def open_handover(holder: Holder, ref: str, n: int, told: Told, *, now: datetime) -> Act:
    """Let the holder of the baton open the hand-over of the next leg; custody does not move.

    As every act here: raises Missing out of reach, Refused for what the order of custody forbids, and gives the kept
    act when the same request comes again.
    """
    return _act(holder, ref, n, Kind.OPENED, told, now)


def acknowledge(holder: Holder, ref: str, n: int, told: Told, *, answers: int, now: datetime) -> Act:
    """Let the receiver acknowledge the opening with this number: custody moves.

    Raises Late with what happened meanwhile when that opening was answered or taken back.
    """
    return _act(holder, ref, n, Kind.ACKNOWLEDGED, told, now, answers)


def refuse(holder: Holder, ref: str, n: int, told: Told, *, answers: int, now: datetime) -> Act:
    """Let the receiver refuse with a reason; the baton stays with the giver. Raises as :func:`acknowledge` does."""
    return _act(holder, ref, n, Kind.REFUSED, _reasoned(told), now, answers)


def withdraw(holder: Holder, ref: str, n: int, told: Told, *, answers: int, now: datetime) -> Act:
    """Let the giver take an opening back; the baton stays where it is."""
    return _act(holder, ref, n, Kind.WITHDRAWN, _reasoned(told), now, answers)


def skip(holder: Holder, ref: str, n: int, told: Told, *, now: datetime) -> Act:
    """Pass the next leg over with a reason; the baton stays with its holder, who gives to the one after."""
    return _act(holder, ref, n, Kind.SKIPPED, _reasoned(told), now)


def enter_day(holder: Holder, ref: str, n: int, day: date, told: Told, *, now: datetime) -> Act:
    """State the actual day of a hand-over that took place, with a reason; raises InvalidField where it cannot be."""
    with transaction.atomic():
        take_turn(ref)
        leg = _leg(access.relay_for(holder, ref), n)
        _check_actual(leg, day, now)
        said = replace(_reasoned(told), changes={"actual_on": f"{day}"})
        return _act(holder, ref, n, Kind.DATED, said, now, becomes={"actual_on": day})


def _check_actual(leg: Leg, day: date, now: datetime) -> None:
    """Refuse an actual day that cannot be beside those of the hand-overs around it. Two queries."""
    days = Leg.objects.filter(relay_id=leg.relay_id, actual_on__isnull=False).exclude(pk=leg.pk).order_by("n")
    before = days.filter(n__lt=leg.n).values_list("actual_on", flat=True).last()
    after = days.filter(n__gt=leg.n).values_list("actual_on", flat=True).first()
    check_actual(day, leg.planned_on, legal_day(now, leg.area_id), previous=before, following=after)


def cancel(holder: Holder, ref: str, told: Told, *, now: datetime) -> Act:
    """Cancel what is left of a relay, with a reason; the baton stays with its holder."""
    return _act(holder, ref, 0, Kind.CANCELLED, _reasoned(told), now)


def change_leg(holder: Holder, ref: str, wanted: planning.Leg, told: Told, *, now: datetime) -> Act:
    """Change a leg that is to come: receiver, place, days, programme; with a reason, the old values in the act.

    Raises InvalidField for an unknown code, and for a fictional one in a real relay.
    """
    code = wanted.receiver
    if not Institution.objects.filter(code=code).exists():
        raise InvalidField("Kode lembaga {code} tidak dikenal.", field="receiver", code=code)
    if not Area.objects.filter(code=wanted.area).exists():
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="area", code=wanted.area)
    with transaction.atomic():
        take_turn(ref)
        relay = access.relay_for(holder, ref)
        if fictional(code, wanted.area) and not relay.example:
            raise InvalidField("Kirab sungguhan tidak dapat singgah di wilayah atau lembaga rekaan.", field="area")
        row = _leg(relay, wanted.n)
        new = {
            "receiver_id": code,
            "area_id": wanted.area,
            "venue": wanted.venue,
            "planned_on": wanted.planned_on,
            "planned_at": wanted.planned_at,
            "programme": [slot.as_json() for slot in wanted.programme],
        }
        changes = {k: _shown(getattr(row, k)) for k, value in new.items() if getattr(row, k) != value}
        return _act(holder, ref, wanted.n, Kind.CHANGED, replace(_reasoned(told), changes=changes), now, becomes=new)


def _shown(value: object) -> str:
    return planning.programme_text(value) if isinstance(value, list) else "" if value is None else f"{value}"


def _reasoned(told: Told) -> Told:
    return replace(told, reason=planning.reason(told.reason))


def _leg(relay: Relay, n: int) -> Leg:
    row = relay.legs.filter(n=n).first()
    if row is None:
        raise Missing("Ruas ini tidak ada.")
    return row


def _act(
    holder: Holder,
    ref: str,
    n: int,
    kind: Kind,
    told: Told,
    now: datetime,
    answers: int = 0,
    becomes: Mapping[str, object] = MappingProxyType({}),
) -> Act:
    """Take the relay's turn, decide, and keep the act with what follows from it; ``becomes`` is what its leg is then.

    A request that was kept before changes nothing: what it says this time is not looked at.
    """
    if len(told.key) > LONGEST_KEY:
        raise InvalidField("Kunci permintaan terlalu panjang.", field="key")
    with transaction.atomic():
        take_turn(ref)
        relay = access.relay_for(holder, ref)
        leg = _leg(relay, n) if n else None
        before = acts_of(relay)
        opened = next((one for one in before if one.n == answers), None)
        by = access.acting_as(holder, *_parts(relay, leg, kind, opened))
        asked = custody.Act(0, n, kind, by, told.at or now, answers, key=told.key)
        decided = custody.decide(plan_of(relay), before, asked, now=now)
        if decided.again:
            return Act.objects.get(relay=relay, n=decided.act.n)
        _check_office(by, told.office)
        if kind is Kind.ACKNOWLEDGED:
            _check_two_people(relay, answers, holder)
        row = _keep(relay, decided, told, holder, now)
        _follow(relay, leg, decided.act, now)
        relay.legs.filter(n=n).update(**becomes)
        _leaf(relay, EVENTS[kind], by, now, **_record(row, leg))
    return row


def _parts(relay: Relay, leg: Leg | None, kind: Kind, opened: custody.Act | None) -> tuple[str, ...]:
    """Return whose part an act is; a person who is secretary of several acts for the first of them."""
    receiver = leg.receiver_id if leg else ""
    if kind in {Kind.OPENED, Kind.WITHDRAWN, Kind.SKIPPED}:
        return (relay.holder_id, relay.institution_id)
    if kind in {Kind.ACKNOWLEDGED, Kind.REFUSED}:
        return (opened.to if opened else receiver, receiver)
    return (relay.institution_id, receiver)


def plan_of(relay: Relay) -> custody.Plan:
    """Return the plan of custody as it is now. One query."""
    receivers = relay.legs.order_by("n").values_list("receiver_id", flat=True)
    return custody.Plan(relay.institution_id, relay.start_id, tuple(receivers), since_when(relay))


def since_when(relay: Relay) -> datetime:
    """Return before when nothing is told of a relay: a month before it set out as planned."""
    return datetime.combine(relay.starts_on, time.min, UTC) - EARLIEST


def acts_of(relay: Relay) -> list[custody.Act]:
    """Return the acts of a relay in their order, as the fold takes them. One query."""
    names = ("n", "leg", "kind", "by_id", "at", "answers", "to_id", "key")
    rows = Act.objects.filter(relay=relay).order_by("n").values_list(*names)
    return [custody.Act(n, leg, Kind(kind), by, at, to, who or "", key) for n, leg, kind, by, at, to, who, key in rows]


def _check_two_people(relay: Relay, answers: int, holder: Holder) -> None:
    """Nobody acknowledges what they opened themselves, though they be secretary of both sides: two people are two."""
    if relay.acts.filter(n=answers, officer=holder.user_id).exists():
        raise Refused("Anda sendiri yang membuka serah terima ini. Yang mengakuinya orang lain di pihak penerima.")


def _check_office(institution: str, name: str) -> None:
    """Only an office of the institution's register signs off: so no person is named."""
    if name and not Office.objects.filter(institution=institution, name=name).exists():
        raise InvalidField("Pilih jabatan dari daftar lembaga Anda.", field="office")


def _keep(relay: Relay, decided: custody.Decided, told: Told, holder: Holder, now: datetime) -> Act:
    act = decided.act
    return Act.objects.create(
        relay=relay,
        n=act.n,
        leg=act.leg,
        kind=act.kind,
        by_id=act.by,
        officer_id=holder.user_id,
        office=told.office,
        to_id=act.to or None,
        answers=act.answers,
        key=act.key,
        at=act.at,
        bent=decided.bent,
        kept_at=now,
        reason=told.reason,
        witnesses=list(told.witnesses),
        conditions=[one.as_json() for one in told.conditions],
        changes=told.changes,
    )


def _follow(relay: Relay, leg: Leg | None, act: custody.Act, now: datetime) -> None:
    """Write what follows from an act: where its leg stands, who holds the baton, where the relay stands."""
    standing = custody.fold(plan_of(relay), acts_of(relay))
    if act.kind is Kind.CANCELLED:
        left = relay.legs.filter(n__gte=standing.next)
        left.update(state=State.CANCELLED, sequence=F("sequence") + 1, changed_at=now)
    if leg is not None:
        leg.sequence, leg.changed_at, leg.state = leg.sequence + 1, now, LEG_STATES.get(act.kind, State(leg.state))
        if act.kind is Kind.ACKNOWLEDGED:
            leg.giver_id, leg.actual_on = relay.holder_id, legal_day(act.at, leg.area_id)
        leg.save(update_fields=["sequence", "changed_at", "state", "giver", "actual_on"])
    relay.holder_id, relay.next = standing.holder, standing.next
    relay.done = relay.legs.filter(state__in=[State.DONE, State.TOLD]).count()
    relay.state = state_of(standing, relay.legs_count)
    relay.save(update_fields=["holder", "next", "done", "state"])


def state_of(standing: custody.Standing, legs: int) -> str:
    """Say where a relay stands as a whole."""
    if standing.cancelled:
        return CANCELLED
    if standing.next > legs:
        return DONE
    return UNDERWAY if standing.at else PLANNED


def _record(act: Act, leg: Leg | None) -> dict[str, object]:
    """Return what the leaf of an act commits to."""
    told: dict[str, object] = {
        "n": act.leg,
        "number": act.n,
        "answers": act.answers,
        "office": act.office,
        "to": act.to_id,
        "at": act.at.isoformat(),
        "reason": act.reason,
        "witnesses": act.witnesses,
        "objects": act.conditions,
        "changes": act.changes,
    }
    return told | ({"area": leg.area_id, "venue": leg.venue} if leg else {})


def _leaf(relay: Relay, event: str, by: str, now: datetime, **more: object) -> None:
    record = {"act": event, "relay": relay.ref, "by": by} | more
    ledger.append(type=event, by=by, ref=relay.ref, record=record, now=now)


def erase_examples(*, by: str, now: datetime) -> int:
    """Erase every example relay with its pictures and the openings of its leaves; leaves one leaf with the count."""
    with transaction.atomic():
        take_turn("relay.erase_examples")
        refs = list(Relay.objects.filter(example=True).values_list("ref", flat=True))
        if not refs:
            return 0
        photos.forget_of(refs)
        for ref in refs:
            ledger.forget(ref)
        for model in (Act, Leg):
            model.objects.filter(relay__in=refs).delete()
        Relay.objects.filter(ref__in=refs).delete()
        record = {"act": "example.erased", "count": len(refs)}
        ledger.append(type="example.erased", by=by, ref=new_ref(), record=record, now=now)
    return len(refs)
