"""Days and hours as people here write them; :mod:`ikrar.core.text.date` reads them back, from the same words."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from ikrar.core.data import files

_TABLE: Final[dict[str, Any]] = files.table("date_words.toml")
#: From Monday, and from January: the first of the names each has in the table.
DAYS: Final = tuple(names[0].capitalize() for names in _TABLE["weekdays"])
MONTHS: Final = tuple(names[0].capitalize() for names in _TABLE["months"])


def plain_day(day: date) -> str:
    """Return a day without its weekday, in Indonesian: "16 Agustus 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """Return a day with its weekday, in Indonesian: "Jumat, 16 Agustus 2024"."""
    return f"{DAYS[day.weekday()]}, {plain_day(day)}"


def clock(at: time, language: str = "id", *, seconds: bool = False) -> str:
    """Return an hour: 09.00 in Indonesian (EYD V writes a point), 09:00 in English; with ``seconds`` also those."""
    told = f"{at:%H:%M:%S}" if seconds else f"{at:%H:%M}"
    return told if language == "en" else told.replace(":", ".")
