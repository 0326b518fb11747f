"""TopoJSON: areas whose shared borders are stored once, so that what is drawn from them has no gaps.

An *arc* is a line of (lng, lat) in degrees; a *ring* is a list of arc numbers, ``~n`` meaning arc ``n`` backwards; the
first ring of a polygon is its outer border, the others are holes (github.com/topojson/topojson-specification).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from ikrar.core.errors import BadInput

Point = tuple[float, float]
Arc = tuple[Point, ...]
Ring = tuple[int, ...]
Polygon = tuple[Ring, ...]

MOST_BYTES: Final = 40_000_000
MOST_POINTS: Final = 2_000_000
WEST, SOUTH, EAST, NORTH = 92.0, -13.0, 143.0, 8.0  # Indonesia with its seas, in degrees

_CODE: Final = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2})?)?")


@dataclass(frozen=True)
class Topology:
    """``arcs`` that ``shapes`` are put together from: area code -> polygons."""

    arcs: tuple[Arc, ...]
    shapes: Mapping[str, tuple[Polygon, ...]]

    def points(self, ring: Ring) -> list[Point]:
        """Give the closed line of a ring in (lng, lat)."""
        return stitch(self.arcs, ring)


def stitch(arcs: Mapping[int, Arc] | tuple[Arc, ...], ring: Ring) -> list[Point]:
    """Join the arcs of a ring; where two meet, their common point stands once."""
    line: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line.extend(arc[1:] if line else arc)
    return line


def read(raw: bytes) -> tuple[Topology, tuple[BadInput, ...]]:
    """Read a TopoJSON file; areas that cannot be used are left out, each with an error that names its row and code.

    Every geometry of every object counts, with the area's code in the property ``kode``. Raises BadInput when the file
    as a whole cannot be used.
    """
    document = _document(raw)
    arcs = _arcs(document)
    shapes: dict[str, tuple[Polygon, ...]] = {}
    wrong: list[BadInput] = []
    for row, geometry in enumerate(_geometries(document), 1):
        try:
            code, polygons = _shape(row, geometry, arcs)
        except BadInput as error:
            wrong.append(error)
            continue
        if code in shapes:
            wrong.append(BadInput("Wilayah ke-{row}: kode {code} sudah ada di berkas ini.", row=row, code=code))
        else:
            shapes[code] = polygons
    return Topology(arcs, shapes), tuple(wrong)


def _document(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise BadInput("Berkas peta lebih besar dari {most} MB.", most=MOST_BYTES // 1_000_000)
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput("Berkas ini bukan JSON yang dapat dibaca. Simpan peta sebagai TopoJSON.") from None
    if not isinstance(found, dict) or found.get("type") != "Topology":
        raise BadInput('Berkas ini bukan TopoJSON: "type" harus "Topology". GeoJSON perlu diubah lebih dahulu.')
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _arcs(document: dict[str, Any]) -> tuple[Arc, ...]:
    """Decode the arcs: with a transform they are steps of whole numbers, without one they are degrees."""
    try:
        lines = document["arcs"]
        transform = document.get("transform")
        if sum(len(line) for line in lines) > MOST_POINTS:
            raise BadInput("Peta ini lebih dari {most} titik. Sederhanakan dahulu.", most=MOST_POINTS)
        if transform is None:
            arcs = tuple(_arc(line, [1, 1], [0, 0], steps=False) for line in lines)
        else:
            arcs = tuple(_arc(line, transform["scale"], transform["translate"], steps=True) for line in lines)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        raise BadInput('Bagian "arcs" atau "transform" tidak sesuai dengan TopoJSON.') from None
    outside = next((p for arc in arcs for p in arc if not (WEST <= p[0] <= EAST and SOUTH <= p[1] <= NORTH)), None)
    if outside:
        raise BadInput(
            "Titik {point} tidak terletak di Indonesia. Urutannya harus bujur lalu lintang, dalam derajat.",
            point=f"{outside[0]:.6g}, {outside[1]:.6g}",
        )
    return arcs


def _arc(line: list[Any], scale: list[float], shift: list[float], *, steps: bool) -> Arc:
    if len(line) < 2:
        raise ValueError(line)
    x, y, points = 0.0, 0.0, []
    for position in line:
        x, y = (x + position[0], y + position[1]) if steps else (position[0], position[1])
        point = (round(x * scale[0] + shift[0], 6), round(y * scale[1] + shift[1], 6))
        if not all(map(math.isfinite, point)):
            raise ValueError(point)
        points.append(point)
    return tuple(points)


def _geometries(document: dict[str, Any]) -> list[Any]:
    named = document.get("objects")
    if not isinstance(named, dict) or not named:
        raise BadInput('Bagian "objects" kosong: tidak ada wilayah dalam berkas ini.')
    found: list[Any] = []
    for one in named.values():
        inner = one.get("geometries") if isinstance(one, dict) else None
        found.extend(inner if isinstance(inner, list) else [one])
    return found


def _shape(row: int, geometry: Any, arcs: tuple[Arc, ...]) -> tuple[str, tuple[Polygon, ...]]:
    properties = geometry.get("properties") if isinstance(geometry, dict) else None
    code = properties.get("kode") if isinstance(properties, dict) else None
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise BadInput(
            "Wilayah ke-{row}: tidak ada kode wilayah. Tuliskan kode Kemendagri pada sifat “kode”, misalnya 35.28.01.",
            row=row,
        )
    kind, parts = geometry.get("type"), geometry.get("arcs")
    if kind is None:
        raise BadInput("Wilayah ke-{row}: {code} tidak punya bentuk.", row=row, code=code)
    if kind not in {"Polygon", "MultiPolygon"}:
        raise BadInput("Wilayah ke-{row}: {code} bukan bidang (Polygon atau MultiPolygon).", row=row, code=code)
    try:
        return code, _polygons([parts] if kind == "Polygon" else parts, arcs)
    except (TypeError, ValueError):
        raise BadInput(
            "Wilayah ke-{row}: garis batas {code} tidak tersambung menjadi bidang.", row=row, code=code
        ) from None


def _polygons(parts: Iterable[Iterable[Iterable[int]]], arcs: tuple[Arc, ...]) -> tuple[Polygon, ...]:
    polygons = tuple(tuple(tuple(ring) for ring in polygon) for polygon in parts)
    if not polygons:
        raise ValueError(parts)
    for polygon in polygons:
        if not polygon:
            raise ValueError(polygon)
        for ring in polygon:
            _closed(ring, arcs)
    return polygons


def _closed(ring: Ring, arcs: tuple[Arc, ...]) -> None:
    """Raise ValueError unless the arcs of a ring exist, meet each other and come back to the start."""
    if not ring or not all(isinstance(n, int) and -len(arcs) <= n < len(arcs) for n in ring):
        raise ValueError(ring)
    ends = [(arcs[n][0], arcs[n][-1]) if n >= 0 else (arcs[~n][-1], arcs[~n][0]) for n in ring]
    following = [*ends[1:], ends[0]]
    if any(one[1] != other[0] for one, other in zip(ends, following, strict=True)) or len(stitch(arcs, ring)) < 4:
        raise ValueError(ring)
