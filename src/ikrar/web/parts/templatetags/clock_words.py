"""Filters that say hours and moments as people write them, each in the time of its place where one is given."""

from __future__ import annotations

import datetime

from django import template
from django.templatetags.tz import do_timezone

from ikrar.core.place import zone
from ikrar.door import moment as door

register = template.Library()


@register.filter
def clock(at: datetime.time | datetime.datetime | None, place: str = "") -> str:
    """Return the hour; a moment's in the zone of a place, by its IANA name, else the installation's."""
    if at is None:
        return ""
    return door.clock(door.there(at, place) if isinstance(at, datetime.datetime) else at)


@register.filter
def moment(at: datetime.datetime | None, place: str = "") -> str:
    """Return the day, the hour and whose time it is, in the zone of a place, by its IANA name."""
    return door.moment(at, place) if at else ""


@register.filter
def moment_to_the_second(at: datetime.datetime) -> str:
    """Return a moment with its seconds, to tell apart what was kept in one minute."""
    return door.moment(at, seconds=True)


@register.filter
def to_the_second(at: datetime.datetime) -> str:
    """Return the hour alone with its seconds."""
    return door.clock(door.there(at), seconds=True)


@register.filter
def there(at: datetime.datetime, place: str) -> datetime.datetime:
    """Return a moment in the zone of a place, which the filters of dates then leave alone."""
    found: datetime.datetime = do_timezone(at, place)
    return found


@register.filter
def zone_short(area: str) -> str:
    """Return what people call the time of an area: WIB, WITA or WIT."""
    return zone.short(area)
