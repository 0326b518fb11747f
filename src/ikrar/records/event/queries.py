"""Find events that are known from the press, and what was registered of them since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ikrar.core.event import table
from ikrar.core.event.table import Event
from ikrar.records.declaration import access as declaration
from ikrar.records.declaration.models import Version
from ikrar.records.place import queries as place
from ikrar.records.place.queries import Place


@dataclass(frozen=True)
class Known:
    """An event with its places, and the registered declarations of the same day and area: most often none, or one."""

    event: Event
    places: tuple[Place, ...]
    registered: tuple[Version, ...]


def in_area(area: str) -> tuple[Known, ...]:
    """Return the known events in an area or below it, newest first; two queries, none where there is no event."""
    return _joined(table.in_area(area, table.load()))


def of_election(election: str) -> tuple[Known, ...]:
    """Return the known events of an election, newest first; two queries, none where there is no event."""
    return _joined(table.of_election(election, table.load()))


def _joined(events: tuple[Event, ...]) -> tuple[Known, ...]:
    if not events:
        return ()
    newer = Version.objects.filter(
        declaration=OuterRef("declaration"), number__gt=OuterRef("number"), frozen_at__isnull=False
    )
    standing = declaration.public().filter(~Exists(newer), event_date__in={one.day for one in events})
    rows = [(v, v.area_id) for v in standing.order_by("frozen_at") if v.area_id]
    places = place.find_many(code for one in events for code in one.areas)
    return tuple(
        Known(
            one,
            tuple(places[code] for code in one.areas if code in places),
            tuple(v for v, area in rows if table.same(one, area=area, day=v.event_date)),
        )
        for one in events
    )
