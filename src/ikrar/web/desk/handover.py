"""One hand-over at the desk of its sides: open, acknowledge, refuse, take back, skip, change, date, seal photos.

Every form carries a key of its own, so that pressing twice, or sending again after the network came back, counts once;
an answer names the opening it answers, so that one that comes late is told what happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ikrar.channels.picture.redraw import MEDIA_TYPE, redraw
from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.relay import handover, plan
from ikrar.core.relay.custody import Leg as State
from ikrar.core.scan.scan import kept_until
from ikrar.records.account.access import Holder
from ikrar.records.ref import new_ref
from ikrar.records.relay import access, actions, photos, queries
from ikrar.records.relay.actions import Told
from ikrar.records.relay.queries import Handover
from ikrar.web.access import holder_of
from ikrar.web.desk import decode, editor
from ikrar.web.desk.relay import FAULTS, PARTS, leg_of
from ikrar.web.refusal import message

Act = Callable[[Holder, str, int, QueryDict, Told], object]


def page(request: HttpRequest, ref: str, n: int) -> HttpResponse:
    """Show a hand-over with what the person's institution may do on it now."""
    return _page(request, ref, n)


def _page(request: HttpRequest, ref: str, n: int, *, status: int = 200, **more: object) -> HttpResponse:
    holder = holder_of(request)
    relay = access.relay_for(holder, ref)
    found = queries.handover(ref, n, timezone.now())
    own = holder.institutions(Role.SECRETARY)
    leg = found.stop.row
    turn = leg.n == relay.next and relay.state in {"planned", "underway"}
    sides = {leg.receiver_id, leg.giver_id or relay.holder_id}
    typed = decode.typed(request.POST)
    context: dict[str, Any] = {
        "relay": relay,
        "found": found,
        "stop": found.stop,
        "leg": leg,
        "key": new_ref(),
        "may_open": turn and leg.state == State.PLANNED and relay.holder_id in own,
        "may_skip": turn and leg.state == State.PLANNED and bool({relay.holder_id, relay.institution_id} & set(own)),
        "may_answer": leg.state == State.OPEN and leg.receiver_id in own,
        "may_withdraw": leg.state == State.OPEN and relay.holder_id in own,
        "may_change": leg.state == State.PLANNED and leg.n >= relay.next and relay.institution_id in own,
        "may_date": leg.state in {State.DONE, State.TOLD} and bool({leg.receiver_id, relay.institution_id} & set(own)),
        "may_seal": leg.state in photos.SHOWN and bool(sides & set(own)),
        "offices": queries.offices_of(own),
        "items": _objects(relay.items, found, typed),
        "conditions": [one.value for one in handover.Condition],
        "photos": [one for one in photos.of(ref, n) if one.institution in own],
        "typed": typed,
        "plan": _planned(leg, typed if more.get("acted") in {"change", "date"} else QueryDict()),
    }
    return render(request, "desk/handover.html", context | more, status=status)


def _objects(items: list[str], found: Handover, typed: QueryDict) -> list[tuple[int, str, str, str]]:
    """Return number, name, condition and note of each object: as typed, else as the side before said of it.

    No damage turns good by itself, neither in a form that was refused nor in the answer to it.
    """
    before = next((act.conditions for act in reversed(found.acts) if act.conditions), ())
    said = {one["item"]: one for one in before}
    told = []
    for n, item in enumerate(items, start=1):
        last = said.get(item, {})
        note = typed.get(f"note.{n}", last.get("note", ""))
        told.append((n, item, typed.get(f"condition.{n}", last.get("condition", "")), note))
    return told


def _planned(leg: Any, typed: QueryDict) -> dict[str, str]:
    """Return what the forms of a leg show: as typed when that was refused, else as it stands."""
    stands = {
        "receiver": leg.receiver_id,
        "area": leg.area_id,
        "venue": leg.venue,
        "planned_on": leg.planned_on.isoformat() if leg.planned_on else "",
        "planned_at": leg.planned_at.strftime("%H:%M") if leg.planned_at else "",
        "programme": plan.programme_text(leg.programme),
        "actual_on": leg.actual_on.isoformat() if leg.actual_on else "",
    }
    return {part: typed.get(part, value) for part, value in stands.items()}


def _acting(act: Act) -> Callable[[HttpRequest, str, int], HttpResponseBase]:
    """Make the view of an act: decode, call, and go back to the hand-over, or show it with what is wrong."""

    def view(request: HttpRequest, ref: str, n: int) -> HttpResponseBase:
        holder, typed = holder_of(request), decode.typed(request.POST)
        access.relay_for(holder, ref)
        try:
            act(holder, ref, n, typed, _told(ref, n, typed))
        except FAULTS as error:
            where = getattr(error, "field", "")
            status, acted = editor.status_of(error), act.__name__.removeprefix("_")
            return _page(request, ref, n, status=status, error=message(error), field=where, acted=acted)
        return editor.see_other(reverse("desk-handover", args=[ref, n]) + "?tersimpan=1")

    return view


def _told(ref: str, n: int, typed: QueryDict) -> Told:
    """Read what a side tells with its act; raises InvalidField for an hour or a condition that is none."""
    found = queries.handover(ref, n, timezone.now()).stop
    items = found.row.relay.items if "condition.1" in typed else ()
    return Told(
        office=typed.get("office", ""),
        at=_moment(typed.get("at", ""), found.zone),
        key=typed.get("key", ""),
        reason=typed.get("reason", ""),
        witnesses=plan.lines(typed.get("witnesses", ""), "witnesses"),
        conditions=handover.conditions(items, {name: typed.get(name, "") for name in typed}),
    )


def _moment(value: str, zone: str) -> datetime | None:
    """Read a local day and hour of the place, as browsers send them; nothing for an empty field."""
    if not value.strip():
        return None
    try:
        found = datetime.fromisoformat(value.strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        found = None
    if found is None or found.year not in plan.YEARS:
        raise InvalidField("Tulis hari dan jam seperti 2026-01-31 09:30.", field="at")
    return found


def _answers(typed: QueryDict) -> int:
    number = typed.get("answers", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < decode.DIGITS else 0


def _open(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    return actions.open_handover(holder, ref, n, told, now=timezone.now())


def _acknowledge(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    return actions.acknowledge(holder, ref, n, told, answers=_answers(typed), now=timezone.now())


def _refuse(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    return actions.refuse(holder, ref, n, told, answers=_answers(typed), now=timezone.now())


def _withdraw(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    return actions.withdraw(holder, ref, n, told, answers=_answers(typed), now=timezone.now())


def _skip(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    return actions.skip(holder, ref, n, told, now=timezone.now())


def _change(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    leg = leg_of(n, {part: typed.get(part, "") for part in PARTS})
    return actions.change_leg(holder, ref, leg, told, now=timezone.now())


def _date(holder: Holder, ref: str, n: int, typed: QueryDict, told: Told) -> object:
    day = plan.day(typed.get("actual_on", ""), "actual_on")
    return actions.enter_day(holder, ref, n, day, told, now=timezone.now())


open_handover = _acting(_open)
acknowledge = _acting(_acknowledge)
refuse = _acting(_refuse)
withdraw = _acting(_withdraw)
skip = _acting(_skip)
change = _acting(_change)
enter_day = _acting(_date)


def seal(request: HttpRequest, ref: str, n: int) -> HttpResponseBase:
    """Seal a photograph of the hand-over for the own side."""
    holder = holder_of(request)
    access.relay_for(holder, ref)
    try:
        until = kept_until(decode.typed(request.POST).get("kept", ""), holder.today)
        sent = request.FILES.get("picture")
        if sent is None:
            raise InvalidField("Pilih sebuah foto atau pindaian.", field="picture")
        photos.keep(holder, ref, n, picture=redraw(sent.read()).data, until=until, now=timezone.now())
    except (BadInput, Refused) as error:
        return _page(request, ref, n, status=editor.status_of(error), error=message(error))
    return editor.see_other(reverse("desk-handover", args=[ref, n]) + "?tersimpan=1")


def picture(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a photograph to the side that sealed it, as a file of our own encoding."""
    response = HttpResponse(photos.picture(holder_of(request), ref), MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="foto-{ref.lower()}.webp"'
    return response


def erase(request: HttpRequest, ref: str) -> HttpResponse:
    """Erase a photograph before its day."""
    photo = photos.erase(holder_of(request), ref, now=timezone.now())
    return editor.see_other(reverse("desk-handover", args=[photo.relay_id, photo.leg]))
