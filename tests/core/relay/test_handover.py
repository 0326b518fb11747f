"""What stands beside a hand-over: conditions of objects, and how late it is."""

from __future__ import annotations

from datetime import date

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.relay.custody import Leg
from ikrar.core.relay.handover import Condition, Found, conditions, days_late

ITEMS = ("1 bendera merah putih", "18 bendera partai")


def test_what_nobody_says_anything_about_is_in_order() -> None:
    assert conditions(ITEMS, {}) == tuple(Found(item, Condition.GOOD) for item in ITEMS)


def test_a_damaged_object_needs_a_note() -> None:
    found = conditions(ITEMS, {"condition.2": "damaged", "note.2": "Satu sobek."})
    assert found[1].as_json() == {"item": ITEMS[1], "condition": "damaged", "note": "Satu sobek."}
    with pytest.raises(InvalidField, match="18 bendera") as told:
        conditions(ITEMS, {"condition.2": "missing"})
    assert told.value.field == "note.2"
    with pytest.raises(InvalidField, match="daftarnya"):
        conditions(ITEMS, {"condition.1": "bagus"})


@pytest.mark.parametrize(
    ("state", "actual", "late"),
    [
        (Leg.DONE, date(2026, 3, 3), 1),
        (Leg.DONE, date(2026, 3, 1), -1),
        (Leg.TOLD, date(2026, 3, 2), 0),
        (Leg.PLANNED, None, 3),
        (Leg.OPEN, None, 3),
        (Leg.SKIPPED, None, 0),
        (Leg.CANCELLED, None, 0),
    ],
)
def test_planned_and_actual_days_are_apart(state: Leg, actual: date | None, late: int) -> None:
    assert days_late(state, date(2026, 3, 2), actual, date(2026, 3, 5)) == late


def test_what_is_not_due_yet_is_not_late() -> None:
    assert days_late(Leg.PLANNED, date(2026, 3, 9), None, date(2026, 3, 5)) == 0
