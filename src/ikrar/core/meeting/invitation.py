"""What an office is invited to, as a calendar understands it (RFC 5546): one event, one organiser, one attendee.

An invitation is made from the rows of a meeting; a channel writes it as a message. Addresses are functional ones, an
office's own, never a person's (decision 3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from ikrar.core.errors import InvalidField

#: RFC 5321 §4.5.3.1: a path has at most 256 octets, the angle brackets among them.
LONGEST: Final = 254
#: One dot-atom and one host name, ASCII: neither a quoted part nor a comment, which many servers mangle, and no line
#: break, which would begin a header of its own.
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?=.{1,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"
)
#: What a letter says, in its language, of a meeting that is off, and to an office that alone is not invited any more.
REASON: Final = "Alasan pembatalan: {reason}"
NO_MORE: Final = "Lembaga Anda tidak diundang lagi ke rapat ini."
_MOMENTS: Final = frozenset({"stamp", "start", "end", "recurrence_id"})


class Status(StrEnum):
    """How sure an event is (RFC 5545 §3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Method(StrEnum):
    """What a message about an event asks for (RFC 5546 §1.4); the three that Ikrar sends or takes."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    REPLY = "REPLY"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One event as one attendee is told of it.

    ``stamp``, ``start``, ``end`` and ``recurrence_id`` are aware; ``zone`` is the IANA name in which start and end are
    written. ``recurrence`` is the value of an RRULE of a series, ``recurrence_id`` the start that an occurrence had
    in it; one of them at most. ``organiser`` and ``attendee`` are addresses, the names those of their offices.
    ``again``: this attendee was told of the event before, so the letter tells of a change.
    """

    uid: str
    sequence: int
    stamp: datetime
    organiser: str
    attendee: str
    title: str
    start: datetime
    end: datetime
    zone: str
    place: str = ""
    url: str = ""
    recurrence: str = ""
    recurrence_id: datetime | None = None
    status: Status = Status.CONFIRMED
    description: str = ""
    organiser_name: str = ""
    attendee_name: str = ""
    again: bool = False

    @property
    def method(self) -> Method:
        """What is sent for it: a cancelled event is a CANCEL, any other one a REQUEST (RFC 5546 §3.2)."""
        return Method.CANCEL if self.status is Status.CANCELLED else Method.REQUEST


def is_past(ends: datetime, zone: str, now: datetime) -> bool:
    """Say whether the day of an event is over where it is held: ``ends`` and ``now`` are aware, ``zone`` an IANA name.

    Nobody is invited to it any more; who was told of it still hears that it moved or did not take place.
    """
    place = ZoneInfo(zone)
    return now.astimezone(place).date() > ends.astimezone(place).date()


def is_over(record: Mapping[str, object], written: datetime, now: datetime) -> bool:
    """Say whether the day that a letter calls to went by since it was written: then it is not sent any more.

    ``record`` is what :func:`to_record` wrote. That a meeting is off is told later too; and a letter that was written
    after the day tells those who knew of it that it was moved. What cannot be read is not judged.
    """
    try:
        found = from_record(record)
        past = [is_past(found.end, found.zone, at) for at in (written, now)]
    except (KeyError, TypeError, ValueError):
        return False
    return found.method is Method.REQUEST and past == [False, True]


def withdrawn(told: Invitation) -> Invitation:
    """Return what one attendee is told who alone is not invited any more, while the event stands for the others.

    Its number is the event's next one (RFC 5546 §3.2.5). The others are not told of that number; whoever is invited
    again gets a higher one, for a calendar ignores a lower one than that of its CANCEL (§2.1.5).
    """
    return replace(told, status=Status.CANCELLED, description=NO_MORE)


def address_of(value: str, *, field: str = "address") -> str:
    """Read one functional address; the host is written small, for it is compared so.

    Raises InvalidField, which never repeats the address, for anything but one plain ASCII address of at most 254
    characters.
    """
    found = value.strip()
    if len(found) > LONGEST or not _ADDRESS.fullmatch(found):
        raise InvalidField("Tulis satu alamat surel, seperti sekretariat@lembaga.example.", field=field)
    local, _, host = found.rpartition("@")
    return f"{local}@{host.lower()}"


def same_address(one: str, other: str) -> bool:
    """Say whether two addresses are one mailbox to a calendar: programs change capitals on the way."""
    return _bare(one) == _bare(other)


def _bare(address: str) -> str:
    return address.strip().lower().removeprefix("mailto:").strip()


def to_record(invitation: Invitation) -> dict[str, object]:
    """Write an invitation as the JSON of a delivery; moments in ISO 8601."""
    found = {one.name: getattr(invitation, one.name) for one in fields(invitation)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in found.items()}


def from_record(record: Mapping[str, object]) -> Invitation:
    """Read back what :func:`to_record` wrote; raises KeyError, TypeError or ValueError for anything else."""
    values: dict[str, object] = {"again": bool(record["sequence"]), **record}
    for name in _MOMENTS:
        value = values[name]
        empty = value is None and name == "recurrence_id"
        values[name] = None if empty else datetime.fromisoformat(str(value))
    values["status"] = Status(str(values["status"]))
    return Invitation(**values)  # type: ignore[arg-type]
