"""Send invitations and cancellations out, in the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.invitation import to_record, withdrawn
from ikrar.core.meeting.move import State
from ikrar.records.job import actions as job
from ikrar.records.meeting import queries
from ikrar.records.meeting.models import Envelope, Invitee, Meeting


def send(meeting: Meeting, invitees: Iterable[Invitee], now: datetime, *, cancelled: bool = False) -> None:
    """Write a letter to each invited office with a mailbox; nothing goes out of a draft, or without a sender's mailbox.

    ``cancelled`` tells them that they alone are not invited any more.
    """
    if meeting.state == State.DRAFT.value or not meeting.minutes.mailbox:
        return
    reason = queries.reason_of(meeting)
    rows = Envelope.objects.filter(invitee__in=list(invitees)).exclude(mailbox="")
    for row in rows.select_related(
        "invitee__meeting__minutes", "invitee__meeting__institution", "invitee__institution"
    ):
        told = queries.told(row, reason)
        payload = to_record(withdrawn(told, now) if cancelled else told)
        job.send(row.mailbox, Kind.INVITATION, row.invitee_id, payload, now, institution=meeting.institution_id)
