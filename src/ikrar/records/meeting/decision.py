"""What becomes of a decision: how far it is, who runs it, until when, its end; each deed a row and a leaf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ikrar.core.declaration.character import normalise
from ikrar.core.errors import InvalidField, Refused, TooLarge
from ikrar.core.meeting.decision import words_of
from ikrar.core.meeting.form import LONGEST_TITLE, DecisionForm, day_of
from ikrar.core.meeting.minutes import parse as read_minutes
from ikrar.core.meeting.move import Deed, Standing, done
from ikrar.core.stage.due import due_day, parse
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import access, queries
from ikrar.records.meeting.models import Decision, Done, Meeting
from ikrar.records.meeting.register import Register, Wanted, behind
from ikrar.records.turn import take_turn

DEEDS_SHOWN = 200  # deeds of a page
TOGETHER = 1_000  # decisions of a file that are read at once
NOT_YOURS = "Keputusan diurus lembaga yang menjalankannya atau tuan rumah rapatnya."


@dataclass(frozen=True)
class Change:
    """What a deed changes besides where the decision stands: the new owner and its office, or the new due day.

    ``due`` is YYYY-MM-DD, empty for none.
    """

    owner: str = ""
    office: str = ""
    due: str = ""


def end(holder: Holder, ref: str, *, becomes: Standing, words: str, now: datetime) -> Decision:
    """Close a decision with its result, as its owner or its host; or drop it with a reason, as its host alone.

    Raises Missing, Refused for who is neither, IllegalMove when it ended before, BadInput without words.
    """
    return do(holder, ref, Deed.DROP if becomes is Standing.DROPPED else Deed.CLOSE, words=words, now=now)


def do(holder: Holder, ref: str, deed: Deed, *, words: str, change: Change | None = None, now: datetime) -> Decision:
    """Do something about a decision: the owner and the host tell how far it is and close it; the host gives it to
    another party of the meeting, moves its due day or drops it; another party disputes an end; who ended it, or the
    host, opens it again.

    Raises Missing, Refused for whom the deed is not theirs, IllegalMove where it does not stand so, BadInput.
    """
    said, asked = words_of(words, deed), change or Change()
    with transaction.atomic():
        take_turn(ref)
        row = access.decision(holder, ref)
        old = Standing(row.standing)
        new = done(old, deed)
        by = access.may_do(holder, row, deed)
        if not by:
            raise Refused(NOT_YOURS)
        changed = _changed(row, deed, asked)
        with identity.system():  # the row is its meeting's host's; who acts is another institution most often
            Done.objects.create(decision=row, deed=deed.value, institution_id=by, at=now, words=said, **changed)
            _take(row, deed, new, by=by, said=said, changed=changed, now=now)
            row.save(update_fields=[*FIELDS[deed]])
        ledger.append(type=_event(deed), by=by, ref=row.ledger_ref, record=_record(row, deed, said), now=now)
    return row


_END = ("standing", "result", "ended_at", "ended_by", "disputed_at")
#: What of a decision's row each deed writes.
FIELDS: dict[Deed, tuple[str, ...]] = {
    Deed.PROGRESS: ("standing",),
    Deed.REASSIGN: ("owner", "office"),
    Deed.RESCHEDULE: ("due", "sorts"),
    Deed.CLOSE: _END,
    Deed.DROP: _END,
    Deed.DISPUTE: ("disputed_at",),
    Deed.REOPEN: _END,
}


def _changed(row: Decision, deed: Deed, asked: Change) -> dict[str, Any]:
    """Read what a deed changes; raises InvalidField for an owner that is no party of the meeting, or an unread day."""
    if deed is Deed.REASSIGN:
        office = normalise(asked.office, field="office")
        if asked.owner not in access.parties(row.meeting):
            raise InvalidField("Pilih lembaga yang menjalankan, dari yang diundang ke rapatnya.", field="owner")
        if len(office) > LONGEST_TITLE:
            raise TooLarge("Paling panjang {limit} huruf.", limit=LONGEST_TITLE)
        return {"owner_id": asked.owner, "office": office}
    if deed is Deed.RESCHEDULE:
        return {"due": day_of(asked.due, "due") if asked.due.strip() else None}
    return {}


def _take(
    row: Decision, deed: Deed, new: Standing, *, by: str, said: str, changed: dict[str, Any], now: datetime
) -> None:
    """Let the row say what the deed made of it."""
    row.standing = new.value
    for name, value in changed.items():
        setattr(row, name, value)
    if deed is Deed.RESCHEDULE:
        row.sorts = row.due or date.max
    if deed in {Deed.CLOSE, Deed.DROP}:
        row.result, row.ended_at, row.ended_by_id = said, now, by
    if deed is Deed.REOPEN:
        row.result, row.ended_at, row.ended_by_id, row.disputed_at = "", None, None, None
    if deed is Deed.DISPUTE:
        row.disputed_at = now


def _event(deed: Deed) -> str:
    return "decision.closed" if deed in {Deed.CLOSE, Deed.DROP} else "decision.noted"


def _record(row: Decision, deed: Deed, said: str) -> dict[str, object]:
    record: dict[str, object] = {
        "act": _event(deed),
        "decision": row.ref,
        "meeting": row.meeting_id,
        "standing": row.standing,
        "result": said,
    }
    if _event(deed) == "decision.closed":
        return record
    return record | {"deed": deed.value, "owner": row.owner_id, "due": row.due.isoformat() if row.due else None}


# --- the file of a register -------------------------------------------------------------------------------------------


def exported(holder: Holder, wanted: Wanted) -> Iterator[Decision]:
    """Yield all decisions of a register, so many at a time; each time is an identity of its own."""
    last: Decision | None = None
    with identity.system():
        rows = Register(holder).rows(wanted).select_related("owner", "meeting", "ended_by")
    while True:
        with identity.system():
            rest = rows if last is None else behind(rows, last)
            found = list(rest[:TOGETHER])
        yield from found
        if len(found) < TOGETHER:
            return
        last = found[-1]


# --- what is told of a decision ---------------------------------------------------------------------------------------


def agreed(meeting: Meeting) -> dict[int, DecisionForm]:
    """Return the decisions of frozen minutes by number, as the canonical bytes tell them."""
    rows = read_minutes(bytes(meeting.minutes.canonical or b""))["decisions"]
    return {row["n"]: _as_typed({name: str(value or "") for name, value in row.items()}) for row in rows}


def _as_typed(row: dict[str, str]) -> DecisionForm:
    return DecisionForm(row["text"], row["owner"], row["office"], row["due"], row["rule"], station=row["station"])


def moved_due(row: Decision) -> date | None:
    """Return the day an open decision's calendar rule gives now, where that is another one than its due day."""
    if not row.rule or row.standing != Standing.OPEN.value:
        return None
    day = due_day(parse(row.rule), queries.stages_of(row.meeting))
    return day if day != row.due else None


@dataclass(frozen=True)
class Life:
    """What was done about a decision, the newest first: a page of it, from its deed number ``last`` back.

    ``before`` is the number the page of older ones begins with, 0 at the first deed of all; ``newer``: there are some.
    """

    deeds: list[Done]
    before: int
    newer: bool


def life(row: Decision, last: int = 0) -> Life:
    """Return a page of what was done about a decision, the newest without a number; the caller sees the decision.

    Deeds are numbered from the oldest, 1, and never removed: a page stays what it was while others are added.
    """
    rows = row.deeds.select_related("institution", "owner").order_by("pk")
    count = rows.count()
    end = last if 0 < last < count else count
    begin = max(0, end - DEEDS_SHOWN)
    return Life(list(rows[begin:end])[::-1], begin, end < count)
