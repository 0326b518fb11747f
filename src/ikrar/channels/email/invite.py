"""An invitation as a message that calendars understand: iMIP (RFC 6047) around iTIP (RFC 5546).

The calendar stands twice in it: beside the text, where Outlook, Gmail and Thunderbird show buttons for it, and as a
file, for whoever opens it by hand. The letter itself is in Indonesian.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from ikrar.channels.calendar.event import Event
from ikrar.channels.calendar.text import line, lines
from ikrar.channels.calendar.write import write
from ikrar.core.meeting.invitation import Invitation, Method
from ikrar.core.place.zone import SHORT
from ikrar.core.text.written import clock, long_day

FILE = "undangan.ics"
LONGEST_NAME = 120
_SPECIAL = re.compile(r"[^\w '/&-]")
#: No line over 76 octets and no octet over 127: every server takes that.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class Head:
    """What a letter carries beside its content: sender (a plain address), its reference and host, its date (aware).

    ``collects``: answers of calendars come to the sender, whose mail this installation reads; people's go to the
    organiser all the same.
    """

    sender: str
    ref: str
    host: str
    date: datetime
    collects: bool = False

    def answers(self, invitation: Invitation) -> str:
        """Return the address that calendars answer to."""
        return self.sender if self.collects else invitation.organiser or self.sender


def calendar(invitation: Invitation, organiser: str) -> bytes:
    """Return the calendar of an invitation: METHOD, one event, organiser and the one attendee; UTF-8 with CRLF.

    ``organiser`` is the address that calendars answer to.
    """
    event = Event(
        uid=invitation.uid,
        sequence=invitation.sequence,
        stamp=invitation.stamp,
        summary=invitation.title,
        start=invitation.start,
        end=invitation.end,
        zone=invitation.zone,
        status=invitation.status.value,
        description=invitation.description,
        location=invitation.place,
        url=invitation.url,
        organizer=organiser,
        attendees=(invitation.attendee,),
        recurrence=invitation.recurrence,
        recurrence_id=invitation.recurrence_id,
    )
    return write("", [event], method=invitation.method.value, refresh=None)


def letter(invitation: Invitation, head: Head) -> EmailMessage:
    """Write the message of an invitation, a change of it or its cancelling; the same row gives the same bytes."""
    found = calendar(invitation, head.answers(invitation))
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(invitation.organiser_name, head.sender)
    message["To"] = _address(invitation.attendee_name, invitation.attendee)
    if invitation.organiser and invitation.organiser != head.sender:
        message["Reply-To"] = _address(invitation.organiser_name, invitation.organiser)
    message["Subject"] = f"{_opening(invitation)}: {line(invitation.title)}"
    message["Date"] = head.date
    message["Message-ID"] = f"<{head.ref}@{head.host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices need not answer
    message.set_content(text(invitation), cte="quoted-printable")
    message.add_alternative(found.decode(), subtype="calendar", cte="base64", params={"method": invitation.method})
    message.add_attachment(found, maintype="application", subtype="ics", filename=FILE)
    for n, one in enumerate(one for one in message.walk() if one.is_multipart()):
        one.set_boundary(f"=_ikrar_{head.ref}_{n}")
    return message


def request(invitation: Invitation, head: Head) -> EmailMessage:
    """Write the invitation, or what changed in it. Raises ValueError for one that is cancelled."""
    if invitation.method is not Method.REQUEST:
        raise ValueError("a cancelled event is not asked for")
    return letter(invitation, head)


def cancel(invitation: Invitation, head: Head) -> EmailMessage:
    """Write that an event, or one of a series, will not take place, whatever status the invitation says."""
    return letter(replace(invitation, status=type(invitation.status).CANCELLED), head)


def text(invitation: Invitation) -> str:
    """Return the letter for people: what, when in the place's own time, where, and how to answer."""
    parts = [
        f"{_opening(invitation)}:\n{line(invitation.title)}",
        f"Waktu : {when(invitation)}" + (f"\nTempat: {line(invitation.place)}" if invitation.place else ""),
    ]
    if invitation.description:
        parts.append(lines(invitation.description))
    if invitation.url:
        parts.append(f"Selengkapnya: {line(invitation.url)}")
    if invitation.method is Method.REQUEST:
        parts.append("Jawab melalui tombol terima atau tolak pada kalender Anda, atau balas surat ini.")
    return "\n\n".join([*parts, f"Pengundang: {line(invitation.organiser_name) or 'sekretariat'}"]) + "\n"


def when(invitation: Invitation) -> str:
    """Return the time of an event in its zone, as Indonesian letters write it."""
    zone = ZoneInfo(invitation.zone)
    start, end = invitation.start.astimezone(zone), invitation.end.astimezone(zone)
    until = clock(end.time()) if end.date() == start.date() else _told(end)
    return f"{_told(start)} sampai {until} {SHORT.get(invitation.zone) or start.tzname()}"


def _told(moment: datetime) -> str:
    return f"{long_day(moment)} pukul {clock(moment.time())}"


def _opening(invitation: Invitation) -> str:
    if invitation.method is Method.CANCEL:
        return "Pembatalan rapat"
    return "Perubahan undangan rapat" if invitation.again else "Undangan rapat"


def _address(name: str, address: str) -> Address:
    """Write an address with its office's name, as far as the name cannot be taken for another address.

    The library loses the quotation marks of a long name where it folds the line; so nothing that needs them stays.
    """
    return Address(display_name=" ".join(_SPECIAL.sub(" ", line(name)).split())[:LONGEST_NAME], addr_spec=address)
