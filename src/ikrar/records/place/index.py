"""The index of all areas in the memory of this process (decision 0010)."""

from __future__ import annotations

import logging
from functools import cache
from threading import Lock, Thread

from django.db import DatabaseError, connection

from ikrar.core.place import alias
from ikrar.core.place.area import fold
from ikrar.core.place.index import Entry, Index, Known
from ikrar.records import identity
from ikrar.records.place.models import Area, Decree, FormerName

log = logging.getLogger(__name__)
_building = Lock()
_kept: dict[tuple[str, ...], Index] = {}


def index() -> Index:
    """Return the index of all areas, built once in each process and again when a list was taken since.

    Whether it is out of date is told by the references of the lists taken: one short query, no look at the areas.
    """
    stamp = tuple(Decree.objects.order_by("ref").values_list("ref", flat=True))
    with _building:
        if stamp not in _kept:
            built = build()
            _kept.clear()
            _kept[stamp] = built
        return _kept[stamp]


def build() -> Index:
    """Build the index from the tables; :func:`index` keeps what it built."""
    rows = Area.objects.values_list("code", "kind", "key", "valid_until").iterator(chunk_size=5000)
    entries = [Entry(code, kind, key, until is not None) for code, kind, key, until in rows]
    others = [Known(a.code, fold(a.name)) for a in aliases()]
    former = FormerName.objects.values_list("area_id", "name")
    return Index(entries, [*others, *(Known(code, fold(name)) for code, name in former)])


@cache
def aliases() -> tuple[alias.Alias, ...]:
    """Return the bundled other names of areas."""
    return alias.load()


def warm() -> Thread:
    """Build the index beside the start of a server, so that the first visitor need not wait; returns its thread.

    It ends with the process. Where it fails that is logged, and the first search builds the index itself.
    """
    thread = Thread(target=_warm, name="place-index", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    try:
        with identity.system():
            index()
    except DatabaseError:
        log.exception("The index of places was not built at the start; the first search will build it.")
    finally:
        connection.close()  # it is this thread's own
