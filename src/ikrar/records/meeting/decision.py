"""End a decision: close it with a result, or drop it with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ikrar.core.errors import Refused
from ikrar.core.meeting.decision import result_of
from ikrar.core.meeting.move import Standing, ended
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import access
from ikrar.records.meeting.models import Decision
from ikrar.records.turn import take_turn


def end(holder: Holder, ref: str, *, becomes: Standing, words: str, now: datetime) -> Decision:
    """Close a decision with its result, as its owner or its host; or drop it with a reason, as its host alone.

    Raises Missing, Refused for who is neither, IllegalMove when it ended before, BadInput without words.
    """
    said = result_of(words, becomes)
    with transaction.atomic():
        take_turn(ref)
        row = access.decision(holder, ref)
        by = access.may_close(holder, row)
        if becomes is Standing.DROPPED:
            by = row.meeting.institution_id if access.hosts(holder, row.meeting) else ""
        if not by:
            raise Refused("Keputusan diselesaikan lembaga yang menjalankannya atau tuan rumah rapatnya.")
        row.standing = ended(Standing(row.standing), becomes).value
        row.result, row.ended_at, row.ended_by_id = said, now, by
        with identity.system():  # the row is its meeting's host's; its owner is another institution most often
            row.save(update_fields=["standing", "result", "ended_at", "ended_by"])
        record = {
            "act": "decision.closed",
            "decision": row.ref,
            "meeting": row.meeting_id,
            "standing": row.standing,
            "result": said,
        }
        ledger.append(type="decision.closed", by=by, ref=row.ledger_ref, record=record, now=now)
    return row
