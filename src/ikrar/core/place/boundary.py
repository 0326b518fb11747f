"""Which area a point lies in, and when that cannot be said.

The bundled borders are simplified and not proven (``data/PROVENANCE.md``): near one, the answer is a question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from ikrar.core.place.position import DEGREE_KM, Position
from ikrar.core.place.topology import Topology

NEAR_KM: Final = 1.0  # within this distance of a border no single area is named


class Answer(StrEnum):
    """What can be said about a point."""

    SURE = "sure"  # inside one area, away from any border with another
    BORDER = "border"  # several areas within NEAR_KM: a person must say which
    COAST = "coast"  # in the water, but one area lies within NEAR_KM
    NONE = "none"  # in no area: open sea or abroad


@dataclass(frozen=True)
class Candidate:
    """An area within reach of a point; ``km`` is 0 inside it, else the distance to its border."""

    code: str
    km: float


@dataclass(frozen=True)
class Located:
    """The areas a point may lie in, nearest first, and what that amounts to."""

    answer: Answer
    candidates: tuple[Candidate, ...]

    @property
    def code(self) -> str | None:
        """The area's code when it is sure, else None."""
        return self.candidates[0].code if self.answer is Answer.SURE else None


class Boundaries:
    """The shapes of the areas of one level, repaired and indexed; built once, then only read."""

    def __init__(self, topologies: Iterable[Topology]) -> None:
        """Build the index; takes about a quarter of a second for 514 regencies (``benchmarks/place_map.py``)."""
        shapes = {code: repaired(one, code) for one in topologies for code in one.shapes}
        self.codes = tuple(shapes)
        self._shapes = list(shapes.values())
        shapely.prepare(self._shapes)
        self._tree = STRtree(self._shapes)

    def at(self, here: Position) -> Located:
        """Say in which area a point lies; near a border every area within NEAR_KM is a candidate."""
        point = shapely.Point(here.lng, here.lat)
        # A degree of longitude is at most 2.5 % shorter than one of latitude between 13° S and 8° N.
        near = self._tree.query(point, predicate="dwithin", distance=NEAR_KM / DEGREE_KM)
        found = [Candidate(self.codes[n], float(shapely.distance(self._shapes[n], point)) * DEGREE_KM) for n in near]
        candidates = tuple(sorted(found, key=lambda one: (one.km, one.code)))
        return Located(_answer(candidates), candidates)


def _answer(candidates: tuple[Candidate, ...]) -> Answer:
    if not candidates:
        return Answer.NONE
    if len(candidates) > 1:
        return Answer.BORDER
    return Answer.SURE if candidates[0].km == 0 else Answer.COAST


def repaired(topology: Topology, code: str) -> BaseGeometry:
    """Give an area's shape in degrees as a valid geometry: self-crossing borders are mended (``make_valid``)."""
    polygons = [_polygon(topology, polygon) for polygon in topology.shapes[code]]
    whole = shapely.MultiPolygon(polygons)
    return whole if whole.is_valid else shapely.make_valid(whole)


def _polygon(topology: Topology, polygon: tuple[tuple[int, ...], ...]) -> shapely.Polygon:
    outer, *holes = (topology.points(ring) for ring in polygon)
    return shapely.Polygon(outer, holes)
