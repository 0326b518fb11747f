"""Fill and refresh the table of areas from the bundled list."""

from __future__ import annotations

from django.db import connection, transaction

from ikrar.core.place.area import Area as Listed
from ikrar.core.place.area import fold, load

FICTIONAL = "98"
COLUMNS = ("code", "level", "kind", "name", "key", "parent_id", "lat", "lng", "fictional", "replaced_by")
UPSERT = (
    f"INSERT INTO place_area ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608 - constants
    f"ON CONFLICT (code) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in COLUMNS[1:-1])}"
)


def load_areas() -> int:
    """Write every bundled area (91,599 and the fictional ones), replacing what is there by code; returns the count.

    Re-runnable: a second run changes nothing. One transaction and one prepared statement, no model instance a row.
    """
    rows = [_row(area) for area in load()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)
    return len(rows)


def _row(area: Listed) -> tuple[str | int | float | None, ...]:
    place = (area.code, area.level, area.kind, area.name, fold(area.name), area.parent or None, area.lat, area.lng)
    return (*place, area.code.startswith(FICTIONAL), "")
