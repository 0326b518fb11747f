"""Erase example meetings, inside the transaction that erases the example declarations."""

from __future__ import annotations

from ikrar.records.job import actions as job
from ikrar.records.ledger import actions as ledger
from ikrar.records.meeting import finding, invitation
from ikrar.records.meeting.models import (
    Approval,
    Attendance,
    Decision,
    Done,
    Edition,
    Envelope,
    Invitee,
    Meeting,
    Minutes,
    Series,
    Step,
)


def forget_examples() -> int:
    """Remove every example meeting with the openings of its leaves, and say how many; real ones cannot be reached."""
    meetings = Meeting.objects.filter(example=True)
    decisions = Decision.objects.filter(meeting__in=meetings)
    refs = [*meetings.values_list("ledger_ref", flat=True), *meetings.values_list("attendance_ref", flat=True)]
    for ref in (*refs, *decisions.values_list("ledger_ref", flat=True)):
        ledger.forget(ref)
    job.forget_of([invitation.uid_of(one) for one in meetings])
    Envelope.objects.filter(invitee__meeting__in=meetings).delete()
    Done.objects.filter(decision__in=decisions).delete()
    for model in (Approval, Attendance, Decision, Edition, Invitee, Minutes, Step):
        model.objects.filter(meeting__in=meetings).delete()
    gone = meetings.count()
    meetings.delete()
    Series.objects.filter(example=True).delete()
    finding.forget(Meeting, Decision)
    return gone
