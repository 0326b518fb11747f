"""What stands beside a hand-over: conditions of objects, how late it is, and on which days it can have been."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.relay.custody import Leg
from ikrar.core.relay.handover import FARTHEST, Condition, Found, check_actual, conditions, days_late

DAY = date(2026, 3, 3)
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


#: State, actual day of March (None: not yet), today, days late of what was planned for 2 March: all written out.
LATE = [
    ("planned", None, 1, 0),
    ("planned", None, 2, 0),
    ("planned", None, 3, 1),
    ("planned", None, 28, 26),
    ("open", None, 1, 0),
    ("open", None, 2, 0),
    ("open", None, 3, 1),
    ("open", None, 28, 26),
    ("done", 1, 1, -1),
    ("done", 1, 2, -1),
    ("done", 1, 3, -1),
    ("done", 1, 28, -1),
    ("done", 2, 1, 0),
    ("done", 2, 2, 0),
    ("done", 2, 3, 0),
    ("done", 2, 28, 0),
    ("done", 3, 1, 1),
    ("done", 3, 2, 1),
    ("done", 3, 3, 1),
    ("done", 3, 28, 1),
    ("done", 31, 1, 29),
    ("done", 31, 2, 29),
    ("done", 31, 3, 29),
    ("done", 31, 28, 29),
    ("told", 1, 1, -1),
    ("told", 1, 2, -1),
    ("told", 1, 3, -1),
    ("told", 1, 28, -1),
    ("told", 2, 1, 0),
    ("told", 2, 2, 0),
    ("told", 2, 3, 0),
    ("told", 2, 28, 0),
    ("told", 3, 1, 1),
    ("told", 3, 2, 1),
    ("told", 3, 3, 1),
    ("told", 3, 28, 1),
    ("told", 31, 1, 29),
    ("told", 31, 2, 29),
    ("told", 31, 3, 29),
    ("told", 31, 28, 29),
    ("skipped", None, 1, 0),
    ("skipped", None, 2, 0),
    ("skipped", None, 3, 0),
    ("skipped", None, 28, 0),
    ("skipped", 1, 1, 0),
    ("skipped", 1, 2, 0),
    ("skipped", 1, 3, 0),
    ("skipped", 1, 28, 0),
    ("skipped", 2, 1, 0),
    ("skipped", 2, 2, 0),
    ("skipped", 2, 3, 0),
    ("skipped", 2, 28, 0),
    ("skipped", 3, 1, 0),
    ("skipped", 3, 2, 0),
    ("skipped", 3, 3, 0),
    ("skipped", 3, 28, 0),
    ("skipped", 31, 1, 0),
    ("skipped", 31, 2, 0),
    ("skipped", 31, 3, 0),
    ("skipped", 31, 28, 0),
    ("cancelled", None, 1, 0),
    ("cancelled", None, 2, 0),
    ("cancelled", None, 3, 0),
    ("cancelled", None, 28, 0),
    ("cancelled", 1, 1, 0),
    ("cancelled", 1, 2, 0),
    ("cancelled", 1, 3, 0),
    ("cancelled", 1, 28, 0),
    ("cancelled", 2, 1, 0),
    ("cancelled", 2, 2, 0),
    ("cancelled", 2, 3, 0),
    ("cancelled", 2, 28, 0),
    ("cancelled", 3, 1, 0),
    ("cancelled", 3, 2, 0),
    ("cancelled", 3, 3, 0),
    ("cancelled", 3, 28, 0),
    ("cancelled", 31, 1, 0),
    ("cancelled", 31, 2, 0),
    ("cancelled", 31, 3, 0),
    ("cancelled", 31, 28, 0),
]


@pytest.mark.parametrize(("state", "actual", "today", "late"), LATE)
def test_days_late_are_those_of_the_table(state: str, actual: int | None, today: int, late: int) -> None:
    happened = date(2026, 3, actual) if actual else None
    assert days_late(Leg(state), date(2026, 3, 2), happened, date(2026, 3, today)) == late


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 4)])
def test_an_actual_day_may_be_that_of_the_hand_over_before_and_that_of_the_one_after(day: date) -> None:
    check_actual(day, DAY, date(2026, 3, 4), previous=date(2026, 3, 2), following=date(2026, 3, 4))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 6), "belum tiba"),
        (date(2026, 3, 1), "urutan"),
        (date(2026, 3, 5), "urutan"),
    ],
    ids=["to come", "before the one before", "after the one after"],
)
def test_an_actual_day_that_cannot_be_is_refused_at_its_field(day: date, says: str) -> None:
    with pytest.raises(InvalidField, match=says) as told:
        check_actual(
            day, DAY, date(2026, 3, 5), previous=date(2026, 3, 2), following=date(2026, 3, 4), field="actual_on-2"
        )
    assert told.value.field == "actual_on-2"


def test_an_actual_day_lies_within_a_year_of_the_planned_one() -> None:
    check_actual(DAY - FARTHEST, DAY, DAY)
    with pytest.raises(InvalidField, match="terlalu jauh"):
        check_actual(DAY - FARTHEST - timedelta(days=1), DAY, DAY)
