"""The map of a relay's way: the areas of its stops as the server draws them, and the way through their middles.

The way gone runs through the places where the baton changed hands, never through a skipped one; the way to come starts
where the baton is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ikrar.core.place import drawing
from ikrar.core.place.position import Position
from ikrar.core.relay import way as ways
from ikrar.core.relay.way import Spot
from ikrar.records.place import queries as place
from ikrar.web.public import map as maps

PROVINCE, REGENCY = 2, 5  # characters of such a code
MOST_PROVINCES = 4  # drawn with their regencies; a longer way is drawn on the nation
MOST_NUMBERS = 60  # spots that still have room for the numbers of their stops
OTHERS = 6  # other batons of a procession shown on the map one can drag


@dataclass(frozen=True)
class Point:
    """A spot on the map with the numbers of its stops; ``mark`` says what the baton did there."""

    x: int
    y: int
    numbers: str
    mark: str


@dataclass(frozen=True)
class RouteMap:
    """The drawn land, the ways gone and to come as paths, the points on it; ``land`` are addresses of its borders."""

    map: maps.Map
    gone: str
    coming: str
    points: tuple[Point, ...]
    land: tuple[str, ...]

    @property
    def library(self) -> tuple[str, str] | None:
        """Where the browser finds what the map one can drag needs."""
        return maps.movable()


def of_way(spots: Sequence[Spot]) -> RouteMap | None:
    """Draw a whole way on the smallest map that holds all its stops; None when no map holds two of them."""
    base, land = _base([spot.area for spot in spots])
    if base is None:
        return None
    placed = [(at, spot) for spot in spots if (at := _at(base.drawing, spot))]
    if len({at for at, _ in placed}) < 2:
        return None
    known = [spot for _, spot in placed]
    where = {spot.n: at for at, spot in placed}
    gone, coming = ways.parts(known)
    return RouteMap(
        base,
        _line(where[spot.n] for spot in gone),
        _line(where[spot.n] for spot in coming),
        tuple(_points(placed, coming[0].n)),
        tuple(reverse("area-borders", args=[code]) if code else reverse("borders") for code in land),
    )


def _base(codes: list[str]) -> tuple[maps.Map | None, tuple[str, ...]]:
    """Return the map of the regency, province, provinces or nation that holds these areas, and what it shows: codes."""
    for length in (REGENCY, PROVINCE):
        inside = {code[:length] for code in codes}
        if len(inside) == 1 and all(len(code) >= length for code in codes):
            code = inside.pop()
            return maps.of_area(place.record(code)), (code,)
    provinces = sorted({code[:PROVINCE] for code in codes})
    if len(provinces) <= MOST_PROVINCES and (drawn := maps.of_provinces(provinces)):
        return drawn, tuple(provinces)
    return maps.of_nation(row for row in place.provinces() if not row.fictional), ("",)


def _at(drawn: drawing.Drawing, spot: Spot) -> tuple[int, int] | None:
    if spot.lat is None or spot.lng is None:
        return None
    x, y = drawing.inside(drawn, Position(spot.lat, spot.lng))
    return (x, y) if 0 <= x <= drawn.width and 0 <= y <= drawn.height else None


def _line(spots: Iterable[tuple[int, int]]) -> str:
    found = list(spots)
    return "M" + "L".join(f"{x} {y}" for x, y in found) if len(set(found)) > 1 else ""


def _points(placed: list[tuple[tuple[int, int], Spot]], here: int) -> Iterable[Point]:
    """Return one point for each place on the paper, in the order of the way."""
    spots: dict[tuple[int, int], list[Spot]] = {}
    for at, spot in placed:
        spots.setdefault(at, []).append(spot)
    told = len(spots) <= MOST_NUMBERS
    for (x, y), found in spots.items():
        numbers = ", ".join(str(spot.n) for spot in found if spot.n) if told else ""
        yield Point(x, y, numbers, ways.mark(found, here))


def moving(relay: Any, siblings: Iterable[Any]) -> str:
    """Return where the map one can drag finds the ways: this baton's first, then others of the same procession."""
    refs = [relay.ref, *(one.ref for one in siblings)][: OTHERS + 1]
    return " ".join(reverse("relay-geojson", args=[ref]) for ref in refs)
