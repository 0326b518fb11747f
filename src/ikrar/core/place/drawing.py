"""Maps as paths for SVG: projected, simplified along shared borders, with nothing in them but numbers.

Each arc is simplified and rounded once, whoever uses it; so two neighbours keep one and the same line and no gap opens.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import shapely

from ikrar.core.place.position import Position
from ikrar.core.place.topology import Point, Polygon, Ring, Topology, stitch

WIDTH, HEIGHT, MARGIN = 2000, 1500, 24  # units of the paper: half a pixel or less on any screen
LEAST_RING = 14.0  # square units: smaller islands are left out, except the largest of its area
SMALL = 44.0  # units: an area smaller than this both ways is hard to hit and gets a ring around it
Box = tuple[float, float, float, float]  # west, south, east, north in degrees, or left, top, right, bottom on paper


@dataclass(frozen=True)
class Projection:
    """Equirectangular, true to scale at the middle latitude: fair for a country on the equator."""

    west: float
    north: float
    across: float  # units per degree of longitude
    down: float  # units per degree of latitude
    left: float

    def place(self, lng: float, lat: float) -> Point:
        """Give the position on the paper, in units."""
        return self.left + (lng - self.west) * self.across, MARGIN + (self.north - lat) * self.down


@dataclass(frozen=True)
class Outline:
    """One area on the paper: ``path`` for SVG, a point well inside it (``x``, ``y``) and the room around that point.

    ``small`` says that the area is too small to be hit, so that a mark around it must stand for it.
    """

    code: str
    path: str
    x: int
    y: int
    room: int
    small: bool


@dataclass(frozen=True)
class Drawing:
    """A map: the size of the paper, the areas asked for, and in one path the land around them."""

    width: int
    height: int
    outlines: tuple[Outline, ...]
    around: str
    projection: Projection


@dataclass
class _Paper:
    """The arcs of a topology on one paper, simplified at first use."""

    topology: Topology
    projection: Projection
    tolerance: float
    arcs: dict[int, tuple[Point, ...]] = field(default_factory=dict)

    def line(self, ring: Ring) -> list[Point]:
        """Give the ring on the paper, in whole units."""
        for number in ring:
            plain = number if number >= 0 else ~number
            if plain not in self.arcs:
                self.arcs[plain] = self._arc(plain)
        return stitch(self.arcs, ring)

    def _arc(self, number: int) -> tuple[Point, ...]:
        placed = [self.projection.place(*point) for point in self.topology.arcs[number]]
        kept = shapely.simplify(shapely.LineString(placed), self.tolerance, preserve_topology=True)
        return tuple((float(round(x)), float(round(y))) for x, y in kept.coords)


def draw(topology: Topology, codes: Iterable[str], *, tolerance: float = 1.0, around: bool = False) -> Drawing:
    """Draw the areas ``codes``; with ``around`` also the land beside them. ``tolerance`` is in units of the paper.

    Raises KeyError for a code the topology does not have.
    """
    wanted = tuple(codes)
    box = _box(point for code in wanted for polygon in topology.shapes[code] for point in topology.points(polygon[0]))
    projection, width, height = _fit(box)
    paper = _Paper(topology, projection, tolerance)
    outlines = tuple(_outline(paper, code) for code in wanted)
    beside = _around(paper, frozenset(wanted), (0, 0, width, height)) if around else ""
    return Drawing(width, height, outlines, beside, projection)


def _box(points: Iterable[Point]) -> Box:
    lngs, lats = zip(*points, strict=True)
    return min(lngs), min(lats), max(lngs), max(lats)


def _fit(box: Box) -> tuple[Projection, int, int]:
    """Fit the box onto the paper, as large as it goes; a tall area gets a narrower paper."""
    west, south, east, north = box
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / tall)
    height = round(tall * scale) + 2 * MARGIN
    width = max(round(wide * scale) + 2 * MARGIN, height * 3 // 4)
    return Projection(west, north, scale * squeeze, scale, (width - wide * scale) / 2), width, height


def _outline(paper: _Paper, code: str) -> Outline:
    shown = _shown(paper, paper.topology.shapes[code], lambda size: size >= LEAST_RING)
    largest = max(shown, key=lambda lines: abs(_area(lines[0])))
    x, y, room = _middle(largest)
    left, top, right, bottom = _box(point for lines in shown for point in lines[0])
    small = right - left < SMALL and bottom - top < SMALL
    return Outline(code, "".join(_path(line) for lines in shown for line in lines), x, y, room, small)


def _shown(paper: _Paper, polygons: Iterable[Polygon], big: Callable[[float], bool]) -> list[list[list[Point]]]:
    """Give the polygons that are big enough as lines on the paper; the largest always, holes only when big."""
    drawn = [[paper.line(ring) for ring in polygon] for polygon in polygons]
    drawn.sort(key=lambda lines: -abs(_area(lines[0])))
    kept = [lines for lines in drawn if big(abs(_area(lines[0])))] or drawn[:1]
    return [[lines[0], *(hole for hole in lines[1:] if big(abs(_area(hole))))] for lines in kept]


def _middle(lines: list[list[Point]]) -> tuple[int, int, int]:
    """Give the middle of the largest circle inside a polygon, with its radius; the shape itself when it is a line."""
    polygon = shapely.buffer(shapely.Polygon(lines[0], lines[1:]), 0)  # rounding can make a border cross itself
    if polygon.area < 1:
        left, top, right, bottom = _box(lines[0])
        return round((left + right) / 2), round((top + bottom) / 2), 0
    radius = shapely.maximum_inscribed_circle(polygon, 2.0)
    (x, y), _rim = radius.coords
    return round(x), round(y), int(radius.length)


def _around(paper: _Paper, without: frozenset[str], sheet: Box) -> str:
    """Draw the rest of the topology where it shows on the paper."""
    left, top, right, bottom = sheet
    parts = []
    for code, polygons in paper.topology.shapes.items():
        if code in without:
            continue
        for polygon in polygons:
            corners = [paper.projection.place(*point) for n in polygon[0] for point in _ends(paper.topology, n)]
            x0, y0, x1, y1 = _box(corners)
            if x1 < left or x0 > right or y1 < top or y0 > bottom:
                continue
            line = paper.line(polygon[0])
            if abs(_area(line)) >= 4 * LEAST_RING:
                parts.append(_path(line))
    return "".join(parts)


def _ends(topology: Topology, number: int) -> tuple[Point, ...]:
    """Give every fourth point of an arc, enough to tell whether it is in sight."""
    arc = topology.arcs[number if number >= 0 else ~number]
    return (*arc[::4], arc[-1])


def _area(line: list[Point]) -> float:
    """Give the signed area of a closed line, in square units."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(line)) / 2


def _path(line: list[Point]) -> str:
    """Write a closed line for SVG in relative steps, which are short and compress well."""
    (x, y), steps = line[0], []
    start = f"M{x:.0f} {y:.0f}"
    for nx, ny in line[1:-1]:
        dx, dy = round(nx - x), round(ny - y)
        if dx or dy:
            steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}")
        x, y = nx, ny
    return f"{start}l{' '.join(steps)}z" if steps else f"{start}z"


def inside(drawing: Drawing, here: Position) -> tuple[int, int]:
    """Give where a position stands on a drawing, in units."""
    x, y = drawing.projection.place(here.lng, here.lat)
    return round(x), round(y)
