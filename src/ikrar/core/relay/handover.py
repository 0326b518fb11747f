"""What stands beside a hand-over: the condition of each object, the witnesses, and how late a leg is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ikrar.core.errors import InvalidField
from ikrar.core.relay import plan
from ikrar.core.relay.custody import OFF, Leg

#: How far the actual day of a hand-over may lie from its planned one.
FARTHEST: Final = timedelta(days=366)


class Condition(StrEnum):
    """In what state an object was found."""

    GOOD = "good"
    DAMAGED = "damaged"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Found:
    """One object as one side found it; anything but a good one needs a note."""

    item: str
    condition: Condition
    note: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as JSON holds it."""
        return {"item": self.item, "condition": self.condition.value, "note": self.note}


def conditions(items: Sequence[str], typed: Mapping[str, str]) -> tuple[Found, ...]:
    """Read the condition of every object, typed as ``condition.1`` and ``note.1``; nothing typed means a good one.

    Raises InvalidField for a condition outside the list, and for a damaged or missing object without a note.
    """
    return tuple(_found(n, item, typed) for n, item in enumerate(items, start=1))


def _found(n: int, item: str, typed: Mapping[str, str]) -> Found:
    where = f"condition.{n}"
    try:
        condition = Condition(typed.get(where, "") or Condition.GOOD)
    except ValueError:
        raise InvalidField("Pilih keadaan benda dari daftarnya.", field=where) from None
    note = plan.words(typed.get(f"note.{n}", ""), f"note.{n}", plan.LONGEST_LINE)
    if condition is not Condition.GOOD and not note:
        raise InvalidField("Tulis apa yang rusak atau hilang pada: {item}.", field=f"note.{n}", item=item)
    return Found(item, condition, note)


def days_late(state: Leg, planned: date, actual: date | None, today: date) -> int:
    """Return by how many days a leg is late; negative when it came early, 0 for one that is not due or never will be.

    ``today`` is the legal day of the place.
    """
    if state in OFF:
        return 0
    return (actual - planned).days if actual else max(0, (today - planned).days)


def check_actual(
    day: date,
    planned: date,
    today: date,
    *,
    previous: date | None = None,
    following: date | None = None,
    field: str = "actual_on",
) -> None:
    """Raise InvalidField at ``field`` for an actual day that cannot be: custody is one order (decision record 0035).

    ``today`` is the legal day of the place; ``previous`` and ``following`` are the actual days of the hand-overs around
    this one, None where none is known.
    """
    if day > today:
        raise InvalidField("Hari sebenarnya belum tiba.", field=field)
    if (previous and day < previous) or (following and day > following):
        raise InvalidField("Hari ini tidak sesuai dengan urutan serah terima sebelum dan sesudahnya.", field=field)
    if abs(day - planned) > FARTHEST:
        raise InvalidField("Hari ini terlalu jauh dari hari rencananya.", field=field)
