"""Write a calendar: the same events give the same bytes, so that what did not change need not be sent again.

The lines are written here and not by ``icalendar``, whose components cost 0.4 ms each: a feed of 2,000 would take a
second. It reads every line back in the tests, beside two other parsers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import vRecur

from ikrar.channels.calendar.event import Event, Status
from ikrar.channels.calendar.text import escaped, fold, line, lines, uri

PRODUCT: Final = "-//Ikrar//Ikrar//ID"
#: How long a reader may wait before it looks again: stages are set months ahead, a hand-over may move by a day.
REFRESH: Final = timedelta(hours=6)
#: Western, central and eastern time of Indonesia, which know no summer time. Source: the IANA database, since 1988.
ZONES: Final = {
    "Asia/Jakarta": ("WIB", 7),
    "Asia/Pontianak": ("WIB", 7),
    "Asia/Makassar": ("WITA", 8),
    "Asia/Jayapura": ("WIT", 9),
}


def write(
    name: str,
    events: Iterable[Event],
    *,
    method: str | None = None,
    url: str = "",
    source: str = "",
    refresh: timedelta | None = REFRESH,
) -> bytes:
    """Return a calendar in UTF-8 with CRLF, lines of at most 75 octets (RFC 5545), in the order of ``events``.

    ``name`` is what readers call it, ``url`` the page for people, ``source`` the address of this very file (RFC 7986),
    ``method`` PUBLISH, REQUEST, CANCEL … for a message. ``refresh`` None says nothing of looking again. Raises
    ValueError for a status or an RRULE that is none.
    """
    found = list(events)
    content = [*_head(name, method, url, source, refresh)]
    for zone in sorted({one.zone for one in found if not one.all_day} & ZONES.keys()):
        content += _zone(zone)
    for one in found:
        content += _event(one)
    content.append("END:VCALENDAR")
    return "".join(f"{fold(one)}\r\n" for one in content).encode()


def _head(name: str, method: str | None, url: str, source: str, refresh: timedelta | None) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    if method:
        yield f"METHOD:{line(method)}"
    if name:
        yield f"NAME:{escaped(line(name))}"
        yield f"X-WR-CALNAME:{escaped(line(name))}"
    if url:
        yield f"URL:{uri(url)}"
    if source:
        yield f"SOURCE;VALUE=URI:{uri(source)}"
    if refresh is not None:
        hours, rest = divmod(refresh, timedelta(hours=1))
        duration = f"PT{refresh // timedelta(minutes=1)}M" if rest else f"PT{hours}H"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{duration}"
        yield f"X-PUBLISHED-TTL:{duration}"


def _zone(name: str) -> Iterator[str]:
    short, hours = ZONES[name]
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", "DTSTART:19880101T000000")
    yield from (f"TZOFFSETFROM:+{hours:02}00", f"TZOFFSETTO:+{hours:02}00", f"TZNAME:{short}")
    yield from ("END:STANDARD", "END:VTIMEZONE")


def _event(event: Event) -> Iterator[str]:
    stamp = event.stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield from ("BEGIN:VEVENT", f"UID:{escaped(line(event.uid))}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}")
    yield f"SEQUENCE:{event.sequence}"
    yield from _when(event)
    yield f"STATUS:{Status(event.status)}"
    yield f"SUMMARY:{escaped(line(event.summary))}"
    if event.description:
        yield f"DESCRIPTION:{escaped(lines(event.description))}"
    if event.location:
        yield f"LOCATION:{escaped(line(event.location))}"
    if event.url:
        yield f"URL:{uri(event.url)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(escaped(line(one)) for one in event.categories)}"
    if event.geo:
        yield f"GEO:{event.geo[0]:.6f};{event.geo[1]:.6f}"
    yield from _people(event)
    yield "END:VEVENT"


def _when(event: Event) -> Iterator[str]:
    """Write the days or the moments; the day after the last one ends an all-day event, which keeps nobody busy."""
    last = event.end + timedelta(days=1) if event.all_day else event.end
    yield f"DTSTART{_time(event.start, event.zone)}"
    if last != event.start:  # an end is later than its start, or there is none (RFC 5545 §3.8.2.2)
        yield f"DTEND{_time(last, event.zone)}"
    if event.all_day:
        yield "TRANSP:TRANSPARENT"
    if event.recurrence:
        yield f"RRULE:{vRecur.from_ical(event.recurrence).to_ical().decode()}"
    if event.recurrence_id is not None:
        yield f"RECURRENCE-ID{_time(event.recurrence_id, event.zone)}"


def _time(value: date | datetime, zone: str) -> str:
    """Write what stands behind a name: a day, the local time of a zone that the calendar carries, or UTC."""
    if not isinstance(value, datetime):
        return f";VALUE=DATE:{_digits(value)}"
    utc = value.astimezone(UTC)
    if zone not in ZONES:
        return f":{_digits(utc)}T{utc:%H%M%S}Z"
    local = utc + timedelta(hours=ZONES[zone][1])
    return f";TZID={zone}:{_digits(local)}T{local:%H%M%S}"


def _digits(day: date) -> str:
    return f"{day.year:04}{day:%m%d}"


def _people(event: Event) -> Iterator[str]:
    if event.organizer:
        yield f"ORGANIZER:mailto:{uri(event.organizer)}"
    for one in event.attendees:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{uri(one)}"
