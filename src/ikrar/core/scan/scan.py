"""Sealed pictures of a declaration: what they show, how large they may be, how long they are kept (decision 9)."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Final

from ikrar.core.errors import InvalidField

#: Bytes of one picture as sent; a telephone's photograph has three to eight million.
LARGEST: Final = 10_000_000
#: Pixels of one picture as sent (R23), and the longest side of the one that is kept: enough to read handwriting.
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 2_400
#: Pictures of one declaration at one time.
MOST: Final = 12
SOONEST: Final = datetime.timedelta(days=30)
LATEST: Final = datetime.timedelta(days=5 * 365)
USUAL: Final = datetime.timedelta(days=365)


class What(StrEnum):
    """What a picture shows."""

    BOARD = "board"
    SHEET = "sheet"
    ATTENDANCE = "attendance"


def what_of(value: str) -> What:
    """Read what a picture shows; raises InvalidField for anything outside the list."""
    try:
        return What(value)
    except ValueError:
        raise InvalidField("Pilih apa yang tampak pada gambar.", field="what") from None


def kept_until(value: str, today: datetime.date) -> datetime.date:
    """Read the day on which a picture is erased, as YYYY-MM-DD; empty means a year from ``today``.

    Raises InvalidField for what is no day, and for a day sooner than 30 days or later than five years from now.
    """
    if not value.strip():
        return today + USUAL
    try:
        day = datetime.date.fromisoformat(value.strip())
    except ValueError:
        raise InvalidField(
            "Tanggal “{value}” tidak terbaca. Tulis seperti 2024-08-16.", field="kept", value=value
        ) from None
    if not today + SOONEST <= day <= today + LATEST:
        raise InvalidField("Gambar disimpan paling singkat 30 hari dan paling lama lima tahun.", field="kept")
    return day
