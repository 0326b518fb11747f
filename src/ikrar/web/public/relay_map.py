"""The map of a relay's way: the areas of its stops as the server draws them, and the way through their middles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ikrar.core.place import drawing
from ikrar.core.place.position import Position
from ikrar.records.place import queries as place
from ikrar.records.relay.queries import Stop
from ikrar.web.public import map as maps

PROVINCE, REGENCY = 2, 5  # characters of such a code


@dataclass(frozen=True)
class Point:
    """A stop on the map; several on one spot share it, ``numbers`` are theirs."""

    x: int
    y: int
    numbers: str
    name: str
    over: bool
    here: bool


@dataclass(frozen=True)
class RouteMap:
    """The drawn land, the way gone and the way to come as paths, and the points on it."""

    map: maps.Map
    gone: str
    coming: str
    points: tuple[Point, ...]


def of_way(relay: Any, stops: Sequence[Stop]) -> RouteMap | None:
    """Draw a relay on the smallest map that holds all its stops; None when no map holds two of them."""
    areas = [relay.area, *(stop.row.area for stop in stops)]
    base = _base([area.code for area in areas])
    if base is None:
        return None
    spots = [_spot(base.drawing, area) for area in areas]
    placed = [(spot, stop) for spot, stop in zip(spots, [None, *stops], strict=True) if spot]
    if len({spot for spot, _ in placed}) < 2:
        return None
    last = max((n for n, (_, stop) in enumerate(placed) if stop is None or stop.over), default=0)
    return RouteMap(
        base,
        _line(spot for spot, _ in placed[: last + 1]),
        _line(spot for spot, _ in placed[last:]),
        tuple(_points(placed, last)),
    )


def _base(codes: list[str]) -> maps.Map | None:
    """Return the map of the regency, province or nation that holds all these areas."""
    for length, level in ((REGENCY, REGENCY), (PROVINCE, PROVINCE)):
        inside = {code[:length] for code in codes}
        if len(inside) == 1 and all(len(code) >= level for code in codes):
            return maps.of_area(place.record(inside.pop()))
    return maps.of_nation(row for row in place.provinces() if not row.fictional)


def _spot(drawn: drawing.Drawing, area: Any) -> tuple[int, int] | None:
    if area.lat is None or area.lng is None:
        return None
    x, y = drawing.inside(drawn, Position(area.lat, area.lng))
    return (x, y) if 0 <= x <= drawn.width and 0 <= y <= drawn.height else None


def _line(spots: Iterable[tuple[int, int]]) -> str:
    found = list(spots)
    return "M" + "L".join(f"{x} {y}" for x, y in found) if len(found) > 1 else ""


def _points(placed: list[tuple[tuple[int, int], Stop | None]], last: int) -> Iterable[Point]:
    """Return one point for each spot, in the order of the way."""
    spots: dict[tuple[int, int], list[int]] = {}
    for n, (spot, _) in enumerate(placed):
        spots.setdefault(spot, []).append(n)
    for (x, y), here in spots.items():
        stops = [placed[n][1] for n in here]
        numbers = ", ".join(str(stop.row.n) for stop in stops if stop)
        name = next((stop.row.area.name for stop in stops if stop), "")
        yield Point(x, y, numbers, name, over=min(here) <= last, here=last in here)
