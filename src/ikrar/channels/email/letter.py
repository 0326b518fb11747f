"""A waiting letter as the message that is sent, or that the desk gives out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage

from ikrar.channels.email import invite
from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.invitation import from_record


def write(
    kind: Kind, ref: str, payload: Mapping[str, object], *, made_at: datetime, sender: str, host: str
) -> EmailMessage:
    """Write the message of a delivery. Raises KeyError, TypeError or ValueError for a payload that makes none."""
    head = invite.Head(sender=sender, ref=ref, host=host, date=made_at)
    writers = {Kind.INVITATION: lambda: invite.letter(from_record(payload), head)}
    return writers[kind]()


def calendar(payload: Mapping[str, object], *, sender: str) -> bytes:
    """Return the calendar file of an invitation's delivery."""
    return invite.calendar(from_record(payload), sender)
