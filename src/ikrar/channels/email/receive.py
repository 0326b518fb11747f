"""Read what a letter answers: the REPLY of a calendar (RFC 5546, RFC 6047), from whichever program wrote it.

A letter comes from strangers. Its size, headers, parts and depth are looked at as bytes before anything parses it;
what cannot be read is told by a word, never by a traceback. Nothing in it is believed: a reply is unverified.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from icalendar import Calendar

from ikrar.channels.calendar.text import lines
from ikrar.core.errors import InvalidField
from ikrar.core.job.arrival import Fate
from ikrar.core.meeting.invitation import Method, address_of, same_address
from ikrar.core.meeting.reply import Partstat, Reply

LARGEST: Final = 1_000_000  # bytes of a letter; an answer has some thousands
HEADERS: Final = 200_000  # bytes before the first empty line
PARTS: Final = 50
DEEPEST: Final = 8
CALENDAR: Final = 100_000  # bytes of the calendar within
LINES: Final = 2_000
COMMENT: Final = 500
_BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
_CALENDARS: Final = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_NAMED: Final = frozenset({"text/plain", "application/octet-stream"})  # what some programs call a calendar's file
_ENDS: Final = (".ics", ".vcs")
_BREAK: Final = re.compile(r"\r+\n|\r")
_ASIDE: Final = ("VTIMEZONE", "VALARM")  # parts of a calendar that an answer can do without
_QUOTED: Final = re.compile(r'"[^"]*"|\([^()]*\)')  # a name, or a comment: no address, whatever stands in it
_ADDRESSES: Final = re.compile(r"<([^<>]*)>|([^\s,;<>]+@[^\s,;<>]+)")
SENDERS: Final = 10
HEADER: Final = 1_000  # characters that are read of a header with addresses
#: Whatever libraries raise for bytes they were not written for: one letter must not keep the others from being read.
FAULTS: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    MessageError,
)
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
    name = ""
    try:
        message = email.message_from_bytes(data, policy=compat32)
        name = _id(message)
        return Letter(name, _reply(message), Fate.ANSWER)
    except _Aside as aside:
        return Letter(name, None, aside.fate)
    except FAULTS:
        return Letter(name, None, Fate.UNREADABLE)


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
            return _answer(_calendar(_content(part)), _senders(message))
    raise _Aside(_without_calendar(message))


def _without_calendar(message: Message) -> Fate:
    """Say what a letter without a calendar is: one that came back, one a machine wrote, or one of a person."""
    if message.get_content_type() == "multipart/report" or str(message.get("Return-Path", "")).strip() == "<>":
        return Fate.RETURNED
    if str(message.get("Auto-Submitted", "no")).strip().lower() != "no":
        return Fate.AUTOMATIC
    return Fate.NO_ANSWER


def _senders(message: Message) -> list[str]:
    """Return the addresses a letter says it is from; anybody can write any there."""
    named = [str(value)[:HEADER] for name in ("From", "Sender") for value in message.get_all(name, [])[:1]]
    found = (one for value in named for one in _ADDRESSES.finditer(_QUOTED.sub(" ", value)))
    return [(one[1] or one[2] or "").strip() for one in islice(found, SENDERS)]


def _named(part: Message) -> bool:
    """Whether a part is a calendar by its file name alone."""
    if part.get_content_type() not in _NAMED:
        return False
    try:
        return str(part.get_filename()).lower().endswith(_ENDS)
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
    """Parse a calendar, however its lines end; one with a broken zone or alarm is read without those."""
    found = _BREAK.sub("\n", text.strip("\ufeff\x00 \t\r\n"))
    try:
        return Calendar.from_ical(found)
    except FAULTS:
        return Calendar.from_ical(_without(found.split("\n")))


def _without(rows: list[str]) -> str:
    """Leave out zones and alarms, from their BEGIN to their END."""
    kept, inside = [], ""
    for row in rows:
        kind, _, name = row.strip().upper().partition(":")
        if not inside and kind == "BEGIN" and name in _ASIDE:
            inside = name
        elif not inside:
            kept.append(row)
        elif kind == "END" and name == inside:
            inside = ""
    return "\n".join(kept)


def _answer(calendar: Any, senders: list[str]) -> Reply:
    """Read the one event of a reply with its one attendee (RFC 5546 §3.2.3)."""
    if str(calendar.get("METHOD", "")).strip().upper() != Method.REPLY:
        raise _Aside(Fate.OTHER_METHOD)
    events = calendar.walk("VEVENT")
    if len(events) > 1:  # each of our events is answered by itself: which of them would count for the meeting?
        raise _Aside(Fate.SEVERAL)
    try:
        (event,) = events
        attendee = _who(event, senders)
        address = _mailbox(str(attendee))
        return Reply(
            uid=_text(event, "UID"),
            recurrence_id=_recurrence(event),
            attendee=address,
            sequence=int(event.get("SEQUENCE", 0)),
            stamp=_aware(event["DTSTAMP"].dt, event["DTSTAMP"].params),
            partstat=Partstat(str(attendee.params["PARTSTAT"]).strip().upper()),
            comment=_comment(event),
            other=not any(same_address(one, address) for one in senders),
        )
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, InvalidField):
        raise _Aside(Fate.UNREADABLE) from None


def _who(event: Any, senders: list[str]) -> Any:
    """Return the attendee who answers: the only one, or of several (a delegate beside it) the one who wrote."""
    found = event["ATTENDEE"]
    several = found if isinstance(found, list) else [found]
    told = {
        (str(one).lower(), str(one.params.get("PARTSTAT", ""))): one for one in several
    }  # the same one twice is one
    if len(told) == 1:
        return several[0]
    (mine,) = (one for one in told.values() if any(same_address(str(one), sender) for sender in senders))
    return mine


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
    return address_of(unquote(address).strip().removeprefix("<").removesuffix(">"), field="attendee")


def _recurrence(event: Any) -> date | datetime | None:
    """Return the occurrence that is answered: a moment, a time of the place, or a day (RFC 5545 §3.8.4.4)."""
    found = event.get("RECURRENCE-ID")
    if found is None:
        return None
    if "RANGE" in found.params:  # this one and all that follow: each meeting is answered by itself
        raise _Aside(Fate.SEVERAL)
    floating = isinstance(found.dt, datetime) and found.dt.tzinfo is None and "TZID" not in found.params
    if floating or not isinstance(found.dt, datetime):
        if not isinstance(found.dt, date):
            raise TypeError(found.dt)
        return found.dt
    return _aware(found.dt, found.params)


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
