"""The bundled borders: which file answers for which areas. Not for border disputes; see ``data/PROVENANCE.md``."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import cache
from typing import Final

from ikrar.core.data import files
from ikrar.core.place import topology
from ikrar.core.place.boundary import Boundaries
from ikrar.core.place.topology import Topology

FICTIONAL: Final = "98"  # codes of examples begin like this; no decree uses them

NATION_TOLERANCE, PROVINCE_TOLERANCE, REGENCY_TOLERANCE = 1.2, 1.2, 1.0  # units of the paper: see core/place/drawing.py


@cache
def provinces() -> Topology:
    """Give the 38 provinces, simplified for the map of the country."""
    return _packed("boundaries_provinces.topojson.gz")


@cache
def regencies() -> Topology:
    """Give the 514 regencies and cities."""
    return _packed("boundaries_regencies.topojson.gz")


@cache
def fictional(level: int) -> Topology:
    """Give the invented areas of one level: 1 province, 2 regency, 3 districts."""
    document = json.loads(files.file("boundaries_fictional.topojson").read_text(encoding="utf-8"))
    name = ("provinces", "regencies", "districts")[level - 1]
    document["objects"] = {name: document["objects"][name]}
    return topology.read(json.dumps(document).encode())[0]


@cache
def boundaries(*, examples: bool = False) -> Boundaries:
    """Give the index of regencies and cities by position, with the invented one when ``examples``; kept once built."""
    return Boundaries([regencies(), fictional(2)] if examples else [regencies()])


def below(shapes: Topology, code: str) -> Iterator[str]:
    """Yield the codes of a topology that lie directly below ``code``, in order."""
    return (one for one in sorted(shapes.shapes) if one.rpartition(".")[0] == code)


def _packed(name: str) -> Topology:
    return topology.read(gzip.decompress(files.file(name).read_bytes()))[0]
