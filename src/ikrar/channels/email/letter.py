"""A waiting letter as the message that is sent, or that the desk gives out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage

from ikrar.channels.email import invite
from ikrar.core.job.delivery import Kind
from ikrar.core.meeting.invitation import from_record


def write(kind: Kind, payload: Mapping[str, object], head: invite.Head) -> EmailMessage:
    """Write the message of a delivery. Raises KeyError, TypeError or ValueError for a payload that makes none."""
    writers = {Kind.INVITATION: lambda: invite.letter(from_record(payload), head)}
    return writers[kind]()


def calendar(payload: Mapping[str, object], head: invite.Head) -> bytes:
    """Return the calendar file of an invitation's delivery; raises what :func:`write` raises."""
    invitation = from_record(payload)
    return invite.calendar(invitation, head.answers(invitation))
