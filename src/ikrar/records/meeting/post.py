"""Send invitations and cancellations out, in the transaction of the act they tell of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.invitation import is_past, to_record, withdrawn
from ikrar.core.meeting.move import State
from ikrar.records.job import actions as job
from ikrar.records.meeting import invitation
from ikrar.records.meeting.models import Envelope, Invitee, Meeting


def send(meeting: Meeting, invitees: Iterable[Invitee], now: datetime, *, cancelled: bool = False) -> None:
    """Write a letter to each invited office with a mailbox; nothing goes out of a draft, or without a sender's mailbox.

    Whose day is past goes to those alone who were told of it before. ``cancelled`` tells them that they alone are not
    invited any more.
    """
    if meeting.state == State.DRAFT.value or not meeting.minutes.mailbox:
        return
    reason = invitation.reason_of(meeting)
    rows = Envelope.objects.filter(invitee__in=list(invitees)).exclude(mailbox="")
    if is_past(meeting.ends, meeting.zone, now):
        rows = rows.filter(told__isnull=False)
    for row in rows.select_related(
        "invitee__meeting__minutes", "invitee__meeting__institution", "invitee__institution"
    ):
        told = replace(invitation.told(row, reason), again=row.told is not None)
        payload = to_record(withdrawn(told) if cancelled else told)
        job.send(row.mailbox, Kind.INVITATION, row.invitee_id, payload, now, institution=meeting.institution_id)
    rows.update(told=meeting.sequence)


def mailboxes(meeting: Meeting) -> list[str]:
    """Return the mailboxes that are invited to a meeting."""
    return list(Envelope.objects.filter(invitee__meeting=meeting).exclude(mailbox="").values_list("mailbox", flat=True))


def was_told(meeting: Meeting) -> bool:
    """Say whether anybody who is invited was told so by a letter."""
    return Envelope.objects.filter(invitee__meeting=meeting, told__isnull=False).exists()
