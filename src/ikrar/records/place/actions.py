"""Fill and refresh the table of areas from the bundled list."""

from __future__ import annotations

from django.db import transaction

from ikrar.core.place.area import fold, load
from ikrar.records.place.models import Area

BATCH = 5_000


def load_areas() -> int:
    """Write every bundled area (91,599 and the fictional ones), replacing what is there by code; returns the count.

    Re-runnable: a second run changes nothing. Takes one transaction.
    """
    rows = [
        Area(
            code=a.code,
            level=a.level,
            kind=a.kind,
            name=a.name,
            key=fold(a.name),
            parent_id=a.parent or None,
            lat=a.lat,
            lng=a.lng,
            fictional=a.code.startswith("98"),
        )
        for a in load()
    ]
    fields = ["level", "kind", "name", "key", "parent", "lat", "lng", "fictional"]
    with transaction.atomic():
        Area.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=fields
        )
    return len(rows)
