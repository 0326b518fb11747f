"""Borders as GeoJSON (RFC 7946), for programs and for the map one can drag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ikrar.core.place.topology import Topology


def collection(shapes: Topology, areas: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Give the areas (code, name) as a FeatureCollection with its ``bbox``; a point is [lng, lat] in degrees.

    Raises KeyError for a code the topology does not have, ValueError for no areas at all.
    """
    features = [_feature(shapes, code, name) for code, name in areas]
    points = [p for one in features for polygon in one["geometry"]["coordinates"] for p in polygon[0]]
    lngs, lats = zip(*points, strict=True)
    return {"type": "FeatureCollection", "bbox": [min(lngs), min(lats), max(lngs), max(lats)], "features": features}


def _feature(shapes: Topology, code: str, name: str) -> dict[str, Any]:
    polygons = [[_line(shapes.points(ring)) for ring in polygon] for polygon in shapes.shapes[code]]
    return {
        "type": "Feature",
        "properties": {"kode": code, "nama": name},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def _line(points: Iterable[tuple[float, float]]) -> list[list[float]]:
    """Round to four decimals, 11 metres: finer than these borders are right."""
    return [[round(lng, 4), round(lat, 4)] for lng, lat in points]
