"""The public calendar as iCalendar: of an election, of an area, of a kind; made seldom, sent as often as asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import get_language, gettext

from ikrar.channels.calendar.event import Event, Status
from ikrar.channels.calendar.write import write
from ikrar.core.declaration.canonical import EXAMPLE_MARK
from ikrar.core.errors import Missing
from ikrar.core.stage.agenda import Entry, order
from ikrar.records.election import queries as elections
from ikrar.records.place import queries as place
from ikrar.web.parts.templatetags.address import absolute
from ikrar.web.parts.templatetags.calendar_words import SOURCE_NAMES, source_name
from ikrar.web.parts.templatetags.parts import election_name
from ikrar.web.public.calendar import known, shown_elections
from ikrar.web.public.calendar_sources import BEGINNING, Wanted, called_off, entries
from ikrar.web.public.fresh import Fresh
from ikrar.web.public.packed import coding_of, shrunk

#: Seconds a feed is sent as it was made, and how many feeds are kept at once.
FEEDS: Final = Fresh(300.0, 64)
#: How far back a feed goes for what is not few.
PAST: Final = timedelta(days=400)
TYPE: Final = "text/calendar; charset=utf-8"


def election(request: HttpRequest, code: str) -> HttpResponse:
    """Send the calendar of an election; raises Missing for an unknown one."""
    found = known(code)

    def make() -> bytes:
        name = gettext("Kalender {name}").format(name=election_name(found))
        page = reverse("calendar-election", args=[code])
        return _written(name, page, request.path, entries(Wanted((found,)), around=_recent()), example=found.fictional)

    return _answer(request, "", f"kalender-{code}.ics", make, example=found.fictional)


def area(request: HttpRequest, code: str) -> HttpResponse:
    """Send the calendar of an area with all below it, of one kind (``jenis``) if asked; raises Missing."""
    found = place.record(code)
    asked = request.GET.get("jenis", "")
    if asked and asked not in SOURCE_NAMES:
        raise Missing("Kalender ini tidak ada.")
    narrowed = f"?jenis={asked}" if asked else ""

    def make() -> bytes:
        wanted = Wanted(tuple(elections.covering(found.code)), found.code, loose=True)
        page = f"{reverse('calendar')}?wilayah={found.code}"
        name = gettext("Kalender {name}").format(name=found.name)
        own = entries(wanted, asked, around=_recent())
        return _written(name, page, request.path + narrowed, own, example=found.fictional)

    return _answer(request, narrowed, f"kalender-{found.code}.ics", make, example=found.fictional)


def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the calendar of one kind of event, everywhere; raises Missing for an unknown kind."""
    if kind not in SOURCE_NAMES:
        raise Missing("Kalender ini tidak ada.")

    def make() -> bytes:
        found = entries(Wanted(tuple(shown_elections()), loose=True), kind, around=_recent())
        page = f"{reverse('calendar')}?jenis={kind}"
        return _written(source_name(kind), page, request.path, found, example=settings.DEMO)

    return _answer(request, "", f"kalender-{kind}.ics", make, example=settings.DEMO)


def _recent() -> tuple[date, None]:
    """Return since when events that are many are told: readers keep what they have, and nobody waits for the past."""
    return timezone.localdate() - PAST, None


def _written(name: str, page: str, own: str, found: list[Entry], *, example: bool) -> bytes:
    """Write entries in their order; an example says so in the name of the calendar and of each event."""
    title = f"{name} · Ikrar"
    return write(
        f"{EXAMPLE_MARK} {title}" if example else title,
        [event_of(one) for one in sorted(found, key=order)],
        url=absolute(page),
        source=absolute(own),
    )


def event_of(entry: Entry) -> Event:
    """Return an entry as calendars take it."""
    title = gettext("Hari terakhir: {name}").format(name=entry.title) if entry.open_start else entry.title
    if entry.election_name:
        title = f"{title} ({entry.election_name})"
    if entry.cancelled:
        title = called_off(title)
    status = Status.TENTATIVE if entry.tentative else Status.CONFIRMED
    begin, end = entry.hours or (entry.first, entry.last)
    return Event(
        uid=entry.uid,
        sequence=entry.sequence,
        stamp=entry.changed or BEGINNING,
        summary=f"{EXAMPLE_MARK} {title}" if entry.example else title,
        start=begin,
        end=end,
        all_day=entry.hours is None,
        zone=entry.zone,
        status=Status.CANCELLED if entry.cancelled else status,
        description="\n".join(filter(None, (entry.about, absolute(entry.path) if entry.path else ""))),
        location=entry.place,
        url=absolute(entry.path) if entry.path else "",
        categories=(source_name(entry.kind),),
        geo=entry.geo,
    )


def _answer(
    request: HttpRequest, narrowed: str, name: str, make: Callable[[], bytes], *, example: bool
) -> HttpResponse:
    """Send what is kept of a feed, compressed once; 304 to who has it. A feed is of nobody, so everybody gets the same.

    ``narrowed`` is the part of the query that counts: what else an address asks for makes no feed of its own.
    """
    coding = coding_of(request.headers.get("Accept-Encoding", ""))
    key = (get_language(), request.path, narrowed)
    plain = FEEDS.get(key, make)
    mark = f'"{hashlib.sha256(plain).hexdigest()[:32]}{coding and "-" + coding}"'
    since = FEEDS.since(key)
    response: HttpResponse
    if _has(request, mark, since):
        response = HttpResponseNotModified()
    else:
        content = FEEDS.get((*key, mark), lambda: shrunk(plain, coding)) if coding else plain
        response = HttpResponse(content, TYPE)
        response["Content-Disposition"] = f'inline; filename="{"contoh-" if example else ""}{name}"'
        if coding:
            response["Content-Encoding"] = coding
    response["ETag"] = mark
    response["Last-Modified"] = http_date(since)
    response["X-Robots-Tag"] = "noindex"
    if example:
        response["X-Ikrar-Example"] = "1"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _has(request: HttpRequest, mark: str, since: int) -> bool:
    """Say whether a reader has the feed: by its mark, or by its time where it knows no mark (RFC 9110 §13.2.2)."""
    marks = request.headers.get("If-None-Match")
    if marks is not None:
        return mark in parse_etags(marks)
    seen = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return seen is not None and seen >= since
