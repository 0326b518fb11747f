"""The borders of districts, where an installation imported them (decision 0011)."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ikrar.core.place import topology
from ikrar.core.place.boundary import Boundaries
from ikrar.core.place.topology import Topology

PACK = Path("map") / "districts.topojson.gz"  # under IKRAR_DATA, written by `ikrar import boundaries`


def districts() -> Topology | None:
    """Return the districts of the map pack, or None when none was imported (``ikrar import boundaries``)."""
    kept = _pack()
    return _unpacked(*kept) if kept else None


def district_index() -> Boundaries | None:
    """Return the districts of the map pack ready to say where a position lies, or None when none was imported."""
    kept = _pack()
    return _indexed(*kept) if kept else None


def _pack() -> tuple[Path, int] | None:
    """Return the file of the map pack with its time, so that a new one is seen without a restart."""
    path = Path(settings.ENVIRONMENT.data) / PACK
    return (path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=1)
def _unpacked(path: Path, changed: int) -> Topology:
    return topology.read(gzip.decompress(path.read_bytes()))[0]


@lru_cache(maxsize=1)
def _indexed(path: Path, changed: int) -> Boundaries:
    return Boundaries([_unpacked(path, changed)])
