"""A position on the map: read from what people type, and the distance between two."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import InvalidField

DEGREE_KM: Final = 111.32  # one degree of latitude; of longitude as much times the cosine of the latitude
EXAMPLES: Final = {"lat": "-7,161", "lng": "113,482"}
_PAIR: Final = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*(?:[,;/]\s|[;/]|\s)\s*([-+]?\d+(?:[.,]\d+)?)\s*")
_DOTTED: Final = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*,\s*([-+]?\d+(?:\.\d+)?)\s*")
_NUMBER: Final = re.compile(r"[-+]?\d{1,3}(?:[.,]\d{1,12})?")


@dataclass(frozen=True)
class Position:
    """Latitude (south is negative) and longitude (east), in degrees of WGS 84."""

    lat: float
    lng: float

    def __post_init__(self) -> None:
        """Refuse what is on no globe: raises InvalidField for NaN, infinity and numbers out of range."""
        for field, value, most in (("lat", self.lat, 90), ("lng", self.lng, 180)):
            if not math.isfinite(value) or not -most <= value <= most:
                raise InvalidField(
                    "{field} harus bilangan derajat antara -{most} dan {most}, misalnya {example}.",
                    field=field,
                    most=most,
                    example=EXAMPLES[field],
                )


@dataclass(frozen=True)
class Near:
    """A place that lies near a position: its code and the distance in kilometres.

    Always a suggestion, never an answer: the nearest centre need not be the centre of the area one stands in.
    """

    code: str
    km: float


def read(lat: str, lng: str) -> Position:
    """Read what was typed or pasted: decimal comma or dot, or both numbers in the first field ("-7.16, 113.48").

    Raises InvalidField that names the field.
    """
    pair = (_DOTTED.fullmatch(lat) or _PAIR.fullmatch(lat)) if not lng.strip() else None
    first, second = pair.groups() if pair else (lat, lng)
    return Position(_degrees(first, "lat"), _degrees(second, "lng"))


def _degrees(typed: str, field: str) -> float:
    plain = typed.strip().replace("\N{MINUS SIGN}", "-").removesuffix("°")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise InvalidField(
            "Tuliskan {field} sebagai bilangan derajat, misalnya {example}.", field=field, example=EXAMPLES[field]
        )
    return float(plain.replace(",", "."))


def distance_km(one: Position, other: Position) -> float:
    """Give the distance over the globe (haversine, radius 6,371 km), good to half a percent."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    dlat, dlng = lat2 - lat1, math.radians(other.lng - one.lng)
    half = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlng / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))


def nearest(here: Position, places: Iterable[tuple[str, float, float]], limit: int) -> tuple[Near, ...]:
    """Give the ``limit`` nearest of ``places`` (code, lat, lng), nearest first, equal distances by code."""
    found = (Near(code, distance_km(here, Position(lat, lng))) for code, lat, lng in places)
    return tuple(sorted(found, key=lambda near: (near.km, near.code))[:limit])
