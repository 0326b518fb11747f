"""Read what a letter answers: the REPLY of a calendar (RFC 5546, RFC 6047), from whichever program wrote it.

A letter comes from strangers. Its size, headers, parts and depth are looked at as bytes before anything parses it;
what cannot be read is told by a word, never by a traceback. Nothing in it is believed: a reply is unverified.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Calendar

from ikrar.channels.calendar.text import lines
from ikrar.core.errors import InvalidField
from ikrar.core.job.arrival import Fate
from ikrar.core.meeting.invitation import Method, address_of
from ikrar.core.meeting.reply import Partstat, Reply

LARGEST: Final = 1_000_000  # bytes of a letter; an answer has some thousands
HEADERS: Final = 200_000  # bytes before the first empty line
PARTS: Final = 50
DEEPEST: Final = 8
CALENDAR: Final = 100_000  # bytes of the calendar within
LINES: Final = 2_000
COMMENT: Final = 500
_BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
_CALENDARS: Final = frozenset({"text/calendar", "application/ics"})
_ID: Final = re.compile(r"<[^<>\s]{1,900}>")


@dataclass(frozen=True)
class Letter:
    """What was read of a letter: its Message-ID (empty without one), and its reply or why there is none."""

    id: str
    reply: Reply | None
    fate: Fate


class _Aside(Exception):
    """A letter is set aside, for a reason."""

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        super().__init__(fate)


def read(data: bytes) -> Letter:
    """Read a letter of at most ``LARGEST`` bytes; never raises, whatever the bytes are."""
    if len(data) > LARGEST or _head(data) > HEADERS:
        return Letter("", None, Fate.TOO_LARGE)
    if len(_BOUNDARY.findall(data)) > PARTS:  # before the parser follows them
        return Letter("", None, Fate.TOO_DEEP)
    try:
        message = email.message_from_bytes(data, policy=compat32)
    except (MessageError, ValueError, LookupError, RecursionError):
        return Letter("", None, Fate.UNREADABLE)
    name = _id(message)
    try:
        return Letter(name, _reply(message), Fate.ANSWER)
    except _Aside as aside:
        return Letter(name, None, aside.fate)


def _head(data: bytes) -> int:
    ends = [at for at in (data.find(b"\n\n"), data.find(b"\n\r\n")) if at >= 0]
    return min(ends, default=len(data))


def _id(message: Message) -> str:
    found = _ID.search(str(message.get("Message-ID", "")))
    return found[0] if found else ""


def _reply(message: Message) -> Reply:
    """Return the reply of the first calendar in a letter; raises _Aside when there is none that can be read."""
    for part in _parts(message):
        if part.get_content_type() in _CALENDARS or _named(part):
            return _answer(_calendar(_content(part)))
    raise _Aside(Fate.NO_ANSWER)


def _named(part: Message) -> bool:
    """Whether a part is a calendar by its file name alone: some programs call it application/octet-stream."""
    try:
        return part.get_content_type() == "application/octet-stream" and str(part.get_filename()).endswith(".ics")
    except (ValueError, LookupError, TypeError):  # a name in a form of its own (RFC 2231) that makes none
        return False


def _parts(message: Message) -> list[Message]:
    """Return the leaves of a letter in their order; a letter within a letter is not opened."""
    found: list[Message] = []
    left = [(message, 0)]
    while left:
        part, depth = left.pop(0)
        if depth > DEEPEST or len(found) > PARTS:
            raise _Aside(Fate.TOO_DEEP)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner = [one for one in part.get_payload() if isinstance(one, Message)]
            left[:0] = [(one, depth + 1) for one in inner]
        elif part.get_content_maintype() != "message":
            found.append(part)
    return found


def _content(part: Message) -> str:
    """Decode a part: the charset it names, or UTF-8, or whatever makes each byte a letter."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        raise _Aside(Fate.UNREADABLE) from None
    if not isinstance(data, bytes):
        raise _Aside(Fate.UNREADABLE)
    if len(data) > CALENDAR or data.count(b"\n") > LINES:
        raise _Aside(Fate.TOO_LARGE)
    named = str(part.get_param("charset", "utf-8"))
    for charset in (named, "utf-8"):
        try:
            return data.decode(charset)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _calendar(text: str) -> Any:
    try:
        return Calendar.from_ical(text.lstrip("\ufeff"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise _Aside(Fate.UNREADABLE) from None


def _answer(calendar: Any) -> Reply:
    """Read the one event of a reply with its one attendee (RFC 5546 §3.2.3)."""
    if str(calendar.get("METHOD", "")).strip().upper() != Method.REPLY:
        raise _Aside(Fate.OTHER_METHOD)
    events = calendar.walk("VEVENT")
    if len(events) != 1:  # one letter answers one event; two occurrences come as two letters
        raise _Aside(Fate.UNREADABLE)
    (event,) = events
    attendee = event.get("ATTENDEE")
    try:
        return Reply(
            uid=_text(event, "UID"),
            recurrence_id=_recurrence(event),
            attendee=_mailbox(str(attendee)),
            sequence=int(event.get("SEQUENCE", 0)),
            stamp=_aware(event["DTSTAMP"].dt, event["DTSTAMP"].params),
            partstat=Partstat(str(attendee.params["PARTSTAT"]).strip().upper()),
            comment=_comment(event),
        )
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, InvalidField):
        raise _Aside(Fate.UNREADABLE) from None


def _text(event: Any, name: str) -> str:
    """Return a value that must stand there once."""
    found = str(event[name]).strip()
    if not 0 < len(found) <= 255:
        raise ValueError(name)
    return found


def _mailbox(value: str) -> str:
    scheme, _, address = value.strip().rpartition(":")
    if scheme and scheme.lower() != "mailto":
        raise ValueError(scheme)
    return address_of(address, field="attendee")


def _recurrence(event: Any) -> datetime | None:
    found = event.get("RECURRENCE-ID")
    return None if found is None else _aware(found.dt, found.params)


def _aware(value: object, parameters: dict[str, str]) -> datetime:
    """Return an aware moment: UTC, or in a zone that is known; one without either is taken for UTC."""
    if not isinstance(value, datetime):
        raise TypeError(value)
    if value.tzinfo is None and "TZID" in parameters:
        value = value.replace(tzinfo=ZoneInfo(parameters["TZID"]))
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)


def _comment(event: Any) -> str:
    found = event.get("COMMENT", "")
    return lines(str(found[0] if isinstance(found, list) and found else found))[:COMMENT].strip()
