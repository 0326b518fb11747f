"""The time zone of each province, as IANA names. Source: ``data/zones.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ikrar.core.data import files

#: The three legal times (no summer time): what people call them. General knowledge, as the file.
SHORT: Final = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@cache
def load() -> Mapping[str, str]:
    """Map each province code to its IANA zone (WIB, WITA or WIT); read once, a page asks for every row it shows."""
    return MappingProxyType({row["province"]: row["zone"] for row in files.rows("zones.csv")})


def short(code: str) -> str:
    """Give what people call the time of an area: WIB, WITA or WIT; nothing for an unknown province."""
    return SHORT.get(load().get(code[:2], ""), "")
