"""What an attendee's calendar answered (RFC 5546 §3.2.3), and which of several answers counts.

Anybody can write such a message in anybody's name: a reply is shown as unverified, and changes nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Partstat(StrEnum):
    """What an attendee says about coming (RFC 5545 §3.2.12)."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"
    NEEDS_ACTION = "NEEDS-ACTION"


class Taken(StrEnum):
    """What becomes of a reply: the newest one counts, all others change nothing."""

    NEW = "new"
    OLDER = "older"  # about an invitation that was changed since, or before a later answer
    REPEATED = "repeated"  # the very answer that is kept already
    AHEAD = "ahead"  # about an invitation that was never sent
    STRANGER = "stranger"  # from an address that was not invited


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: to which event, from which address, about which edition of it.

    ``recurrence_id`` is the start that an occurrence of a series has in it, None for a whole series or a single
    event; ``stamp`` is aware.
    """

    uid: str
    recurrence_id: datetime | None
    attendee: str
    sequence: int
    stamp: datetime
    partstat: Partstat
    comment: str = ""


def judge(reply: Reply, *, invited: bool, sequence: int, kept: Reply | None) -> Taken:
    """Say what becomes of a reply to an event whose present edition is ``sequence``, where ``kept`` counted so far.

    An attendee answers the edition it was sent and never raises the number itself (RFC 5546 §3.2.3); among answers
    to one edition the later stamp counts (§2.1.5). A second answer of the same moment that says something else is
    taken: calendars write whole seconds.
    """
    if not invited:
        return Taken.STRANGER
    if reply.sequence > sequence:
        return Taken.AHEAD
    if reply.sequence < sequence:
        return Taken.OLDER
    if kept is None or kept.sequence < reply.sequence:
        return Taken.NEW
    if (reply.stamp, reply.partstat, reply.comment) == (kept.stamp, kept.partstat, kept.comment):
        return Taken.REPEATED
    return Taken.OLDER if reply.stamp < kept.stamp else Taken.NEW
