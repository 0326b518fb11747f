"""What an attendee's calendar answered (RFC 5546 §3.2.3), and which of several answers counts.

Anybody can write such a message in anybody's name: a reply is shown as unverified, and changes nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


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
    ELSEWHEN = "elsewhen"  # about a day on which the event does not occur


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: to which event, from which address, about which edition of it.

    ``recurrence_id`` names one occurrence by its start: aware, without a zone (the place's then), or its day alone;
    None for the whole event. ``stamp`` is aware. ``other``: the letter came from another address than the attendee's.
    """

    uid: str
    recurrence_id: date | datetime | None
    attendee: str
    sequence: int
    stamp: datetime
    partstat: Partstat
    comment: str = ""
    other: bool = False


def names(occurrence: date | datetime | None, start: datetime, zone: str) -> bool:
    """Say whether a RECURRENCE-ID means the event that starts at ``start`` (aware), in the place's ``zone`` (IANA).

    Each meeting of a series is an event of its own, so it is the only occurrence there is, and its name is its start
    (RFC 5545 §3.8.4.4): as a moment, as a time without a zone, or as a day where a calendar keeps it so.
    """
    if occurrence is None:
        return True
    there = start.astimezone(ZoneInfo(zone))
    if not isinstance(occurrence, datetime):
        return occurrence == there.date()
    return occurrence == (there if occurrence.tzinfo else there.replace(tzinfo=None))


def judge(reply: Reply, *, invited: bool, sequence: int, kept: Reply | None, occurs: bool = True) -> Taken:
    """Say what becomes of a reply to an event told as edition ``sequence``, where ``kept`` counted so far.

    ``occurs``: the occurrence it names is one. An attendee answers the edition it was sent and never raises the number
    itself (RFC 5546 §3.2.3); among answers to one edition the later stamp counts (§2.1.5). A second answer of the same
    moment that says something else is taken: calendars write whole seconds.
    """
    if not invited:
        return Taken.STRANGER
    if reply.sequence > sequence:
        return Taken.AHEAD
    if reply.sequence < sequence:
        return Taken.OLDER
    if not occurs:
        return Taken.ELSEWHEN
    if kept is None or kept.sequence < reply.sequence:
        return Taken.NEW
    if (reply.stamp, reply.partstat, reply.comment) == (kept.stamp, kept.partstat, kept.comment):
        return Taken.REPEATED
    return Taken.OLDER if reply.stamp < kept.stamp else Taken.NEW
