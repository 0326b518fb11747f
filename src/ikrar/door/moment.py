"""Moments as pages, papers and answers tell them, in the language in force: the day, the hour, WIB, WITA or WIT."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from ikrar.core.place.zone import SHORT
from ikrar.core.text import written


def day(at: date) -> str:
    """Return a day without its weekday, of a moment the day it has in its zone: 16 Agustus 2024."""
    return _day(at.date() if isinstance(at, datetime) else at, get_language())


@lru_cache(maxsize=8192)  # ten years of days in both languages; a list writes the same days again
def _day(at: date, language: str | None) -> str:
    """Write a day in a language, which is the one in force."""
    return date_format(at, "j F Y")


def clock(at: time | datetime, *, seconds: bool = False) -> str:
    """Return the hour of what is local already: 09.00 in Indonesian, 09:00 in English."""
    hour = at.time() if isinstance(at, datetime) else at
    return written.clock(hour, get_language() or "id", seconds=seconds)


def there(at: datetime, zone: str = "") -> datetime:
    """Return an aware moment in a zone by its IANA name, the installation's without one."""
    return localtime(at, ZoneInfo(zone) if zone else None)


def short(at: datetime) -> str:
    """Return what people call the time of a local moment: WIB, WITA, WIT, or as its zone calls itself."""
    return SHORT.get(str(at.tzinfo)) or at.tzname() or ""


def moment(at: datetime, zone: str = "", *, seconds: bool = False) -> str:
    """Return the day, the hour and whose time it is: "16 Agustus 2024 09.00 WIB"."""
    local = there(at, zone)
    return f"{day(local)} {clock(local, seconds=seconds)} {short(local)}"


def hours(first: datetime, last: datetime, zone: str = "") -> str:
    """Return from when until when: "09.00–12.00 WIB"; the day of the end is told where it is another one.

    Of what has no length only when it is: "09.00 WIB".
    """
    begin, end = there(first, zone), there(last, zone)
    if begin == end:
        return f"{clock(begin)} {short(begin)}"
    last_day = "" if begin.date() == end.date() else f"{day(end)} "
    return f"{clock(begin)}–{last_day}{clock(end)} {short(end)}"
