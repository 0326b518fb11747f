"""A change of a meeting's state, written with its step; only inside the acts on a meeting."""

from __future__ import annotations

from datetime import datetime

from ikrar.core.meeting.move import Move, State, after
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting.models import Meeting, Step


def move(meeting: Meeting, what: Move, *, by: str, now: datetime, reason: str = "") -> None:
    """Move a meeting and keep the step; whoever calls saves the row. Raises IllegalMove."""
    old = meeting.state
    meeting.state = after(State(old), what).value
    _keep(meeting, what, old, by, now, reason)


def opened(meeting: Meeting, now: datetime) -> None:
    """Keep the first step of a draft that was written just now."""
    after(None, Move.OPEN)
    _keep(meeting, Move.OPEN, "", meeting.institution_id, now, "")


def _keep(meeting: Meeting, what: Move, old: str, by: str, now: datetime, reason: str) -> None:
    Step.objects.create(
        meeting=meeting, move=what.value, old=old, new=meeting.state, at=now, institution_id=by, reason=reason
    )


def leave_leaf(meeting: Meeting, act: str, *, by: str, now: datetime, **record: object) -> None:
    """Write the leaf of an act on a meeting as a whole."""
    said = {"act": act, "meeting": meeting.ref, "sequence": meeting.sequence, **record}
    ledger.append(type=act, by=by, ref=meeting.ledger_ref, record=said, now=now)
