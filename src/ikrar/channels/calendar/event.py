"""One event as calendars know it, whatever noun it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """Whether an event stands. A cancelled one stays in its calendar, or readers would keep it for ever."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """An event. ``uid`` stays for ever; ``sequence`` and ``stamp`` (aware) are raised by each change that is kept.

    All day: ``start`` and ``end`` are dates and ``end`` is the last day, included. Otherwise both are aware moments and
    ``zone`` is the IANA name people there live by. ``geo``: degrees of latitude and longitude. The last four are for
    invitations: addresses without ``mailto:``, an RRULE, and which one of a series this is.
    """

    uid: str
    sequence: int
    stamp: datetime
    summary: str
    start: date | datetime
    end: date | datetime
    all_day: bool = False
    zone: str = "Asia/Jakarta"
    status: str = Status.CONFIRMED
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    geo: tuple[float, float] | None = None
    organizer: str = ""
    attendees: tuple[str, ...] = ()
    recurrence: str = ""
    recurrence_id: date | datetime | None = None
