"""What an invited office is told of a meeting, and the name by which calendars know it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings

from ikrar.core.errors import Missing
from ikrar.core.meeting.invitation import REASON, Invitation, Status
from ikrar.core.meeting.move import Move, State
from ikrar.records.meeting.models import Envelope, Meeting

UID = "meeting-"
STATUS = {State.DRAFT: Status.TENTATIVE, State.CANCELLED: Status.CANCELLED}


def uid_of(meeting: Meeting) -> str:
    """Return the name by which calendars know a meeting, the same for ever."""
    return f"{UID}{meeting.ref}@{settings.ALLOWED_HOSTS[0]}"


def ref_in(uid: str) -> str:
    """Return the reference in a calendar's name of a meeting of this installation; empty for any other name."""
    name, _, host = uid.strip().partition("@")
    ours = name.lower().startswith(UID) and host.lower() == settings.ALLOWED_HOSTS[0].lower()
    return name[len(UID) :].upper() if ours else ""


def invitation(ref: str, invitee_ref: str) -> Invitation:
    """Return what an invited office is told of a meeting as it is now; the caller acts for the system.

    Raises Missing when there is none, or it has no mailbox to be told at.
    """
    row = (
        Envelope.objects.filter(invitee=invitee_ref, invitee__meeting=ref)
        .exclude(mailbox="")
        .select_related("invitee__meeting__minutes", "invitee__meeting__institution", "invitee__institution")
        .first()
    )
    if row is None:
        raise Missing("Undangan ini tidak ada.")
    return told(row, reason_of(row.invitee.meeting))


def reason_of(meeting: Meeting) -> str:
    """Return why a meeting was cancelled; empty for one that stands, without a query."""
    if meeting.state != State.CANCELLED.value:
        return ""
    return meeting.steps.filter(move=Move.CANCEL.value).values_list("reason", flat=True).first() or ""


def told(row: Envelope, reason: str) -> Invitation:
    """Return what one envelope tells: the meeting as it is now, or the reason why it is off."""
    invitee, meeting = row.invitee, row.invitee.meeting
    agenda = "\n".join(f"{n}. {title}" for n, title in enumerate(meeting.minutes.agenda, 1))
    about = "\n\n".join(filter(None, (agenda, meeting.minutes.materials)))
    return Invitation(
        uid=uid_of(meeting),
        sequence=meeting.sequence,
        stamp=meeting.changed_at,
        organiser=meeting.minutes.mailbox,
        attendee=row.mailbox,
        title=meeting.title,
        start=meeting.starts.astimezone(ZoneInfo(meeting.zone)),
        end=meeting.ends.astimezone(ZoneInfo(meeting.zone)),
        zone=meeting.zone,
        place=meeting.place,
        status=STATUS.get(State(meeting.state), Status.CONFIRMED),
        description=REASON.format(reason=reason) if reason else about,
        organiser_name=meeting.institution.name,
        attendee_name=f"{invitee.office}, {invitee.institution.name}",
    )
