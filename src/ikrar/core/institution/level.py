"""The levels at which institutions stand, from the nation to the polling station."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """Where an institution stands, widest first."""

    NATION = "nation"
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"
    STATION = "station"


ORDER: Final = tuple(Level)
_OF_AREA: Final = (Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE)


def level_of(area: str) -> Level:
    """Return the level of an area's code: 2, 4, 6 or 10 digits in dots."""
    return _OF_AREA[min(area.count("."), 3)]
