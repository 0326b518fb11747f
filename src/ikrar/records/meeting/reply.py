"""Take what calendars answer to invitations: nobody's grants count here, it comes from the installation's mailbox."""

from __future__ import annotations

from django.db import transaction

from ikrar.core.meeting.invitation import same_address
from ikrar.core.meeting.move import State
from ikrar.core.meeting.reply import Partstat, Reply, Taken, judge, names
from ikrar.records import identity
from ikrar.records.meeting import invitation
from ikrar.records.meeting.models import Envelope, Meeting
from ikrar.records.turn import take_turn

LONGEST = 2000  # characters of a comment


def take(reply: Reply) -> Taken:
    """Keep a received answer to an invitation as unverified when it is the newest; an older one changes nothing.

    It is matched by UID, RECURRENCE-ID and ATTENDEE, and says of which edition it speaks (RFC 5546 §3.2.3). Says what
    became of it.
    """
    with transaction.atomic(), identity.system():
        meeting = Meeting.objects.filter(ref=invitation.ref_in(reply.uid)).exclude(state=State.DRAFT.value).first()
        if meeting is None:
            return Taken.STRANGER
        take_turn(meeting.ref)
        rows = Envelope.objects.filter(invitee__meeting=meeting).exclude(mailbox="")
        row = next((one for one in rows if same_address(one.mailbox, reply.attendee)), None)
        if row is None:
            return Taken.STRANGER
        told = -1 if row.told is None else row.told  # nothing was sent there yet
        occurs = names(reply.recurrence_id, meeting.starts, meeting.zone)
        taken = judge(reply, invited=True, sequence=told, kept=_kept(row, reply), occurs=occurs)
        if taken is Taken.NEW:
            row.partstat, row.sequence, row.stamp = reply.partstat.value, reply.sequence, reply.stamp
            row.comment, row.other = reply.comment[:LONGEST], reply.other
            row.save()
    return taken


def _kept(row: Envelope, reply: Reply) -> Reply | None:
    """Return the answer that counts so far."""
    if row.stamp is None or row.sequence is None:
        return None
    return Reply(reply.uid, None, row.mailbox, row.sequence, row.stamp, Partstat(row.partstat), row.comment)
