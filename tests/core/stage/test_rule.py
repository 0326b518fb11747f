"""Rules are computed from events, and wait for those nobody has entered yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.count import Unit
from ikrar.core.stage.holiday import NATION
from ikrar.core.stage.rule import Plan, Reading, Rule, Settled, point, settle

DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 30))
VOTE = date(2024, 11, 27)


def plan(code: str, first: Any, last: Any, only_if: str = "") -> Plan:
    return Plan(code, (Reading(point(first), point(last), "PKPU 9/2099", {}),), only_if)


def only(first: Any, last: Any, **anchors: date) -> Settled:
    return settle([plan("X", first, last)], VOTE, anchors)["X"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        (3, 3),
        (VOTE, VOTE),
        ({"on": "A"}, Rule(("A",), 0, Unit.DAYS)),
        ({"after": "A", "days": 5}, Rule(("A",), 5, Unit.DAYS)),
        ({"before": ["B.first", "A"], "working": 3}, Rule(("B.first", "A"), -3, Unit.WORKING)),
        ({"after": "A", "hours": 72}, Rule(("A",), 72, Unit.HOURS)),
    ],
)
def test_a_point_is_a_day_a_number_or_a_rule(value: Any, read: Any) -> None:
    assert point(value) == read


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2024-01-01", "shape"),
        (True, "shape"),
        (1.5, "shape"),
        (datetime(2024, 1, 1), "shape"),  # noqa: DTZ001 - a moment is no day
        ({}, "shape"),
        ({"on": "A", "days": 1}, "shape"),
        ({"after": "A"}, "shape"),
        ({"after": "A", "before": "B", "days": 1}, "shape"),
        ({"after": "A", "days": 1, "hours": 1}, "shape"),
        ({"after": "A", "weeks": 1}, "shape"),
        ({"after": [], "days": 1}, "shape"),
        ({"after": [1], "days": 1}, "shape"),
        ({"after": 7, "days": 1}, "shape"),
        ({"after": "A", "days": 0}, "number"),
        ({"after": "A", "days": True}, "number"),
        ({"after": "A", "days": "5"}, "number"),
    ],
)
def test_anything_else_is_no_point(value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        point(value)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ({"on": "A"}, "2024-12-23"),
        ({"after": "A", "days": 5}, "2024-12-28"),
        ({"before": "A", "days": 5}, "2024-12-18"),
        ({"after": "A", "working": 2}, "2024-12-26"),  # joint leave on the 26th: the stricter reading counts it
        ({"after": "A", "hours": 72}, "2024-12-26"),
        ({"after": "A", "hours": 25}, "2024-12-25"),
        ({"before": "A", "hours": 24}, "2024-12-22"),
        ({"after": ["NOBODY", "A"], "days": 1}, "2024-12-24"),
    ],
)
def test_a_rule_counts_from_its_event(rule: dict[str, Any], day: str) -> None:
    found = only({"on": "A"}, rule, A=date(2024, 12, 23))
    assert str(found.last) == day
    assert found.computed
    assert found.waits == ()


def test_without_its_event_a_rule_gives_no_day_and_says_what_it_waits_for() -> None:
    found = only({"on": "A"}, {"after": ["B", "A"], "days": 5})
    assert (found.first, found.last, found.waits) == (None, None, ("A", "B"))


def test_days_from_the_vote_need_the_vote() -> None:
    assert only(-3, -1).first == VOTE - timedelta(days=3)
    found = settle([plan("X", -3, -1)], None, {})["X"]
    assert (found.first, found.last, found.computed) == (None, None, False)


def test_a_stage_hangs_on_an_edge_of_another_and_on_what_that_waits_for() -> None:
    plans = [
        plan("C", {"after": "B.last", "days": 1}, {"after": "B.last", "days": 3}),
        plan("B", {"on": "A"}, {"after": "A", "days": 5}),
        plan("D", {"before": "B.first", "days": 2}, {"on": "B.first"}),
    ]
    waiting = settle(plans, VOTE, {})
    assert [waiting[code].waits for code in "BCD"] == [("A",)] * 3
    found = settle(plans, VOTE, {"A": date(2025, 1, 6)})
    assert (str(found["C"].first), str(found["C"].last)) == ("2025-01-12", "2025-01-14")
    assert (str(found["D"].first), str(found["D"].last)) == ("2025-01-04", "2025-01-06")


def test_a_stage_that_hangs_on_nothing_known_has_no_day() -> None:
    found = settle([plan("X", {"on": "GONE.first"}, {"on": "GONE.last"})], VOTE, {})["X"]
    assert (found.first, found.last, found.waits) == (None, None, ())


def test_a_rule_that_leads_back_to_itself_ends() -> None:
    plans = [plan("A", {"on": "B.first"}, {"on": "B.last"}), plan("B", {"on": "A.first"}, {"on": "A.last"})]
    found = settle(plans, VOTE, {})
    assert found["A"].last is found["B"].last is None


def test_readings_that_differ_show_what_they_have_in_common() -> None:
    readings = tuple(Reading(date(2024, 6, a), date(2024, 6, b), "S", {}) for a, b in ((2, 23), (5, 22), (1, 30)))
    found = settle([Plan("X", readings)], VOTE, {})["X"]
    assert (found.first, found.last) == (date(2024, 6, 5), date(2024, 6, 22))
    assert len(found.spans) == 3


def test_an_estimated_holiday_makes_a_rule_unsure() -> None:
    (span,) = only({"on": "A"}, {"after": "A", "working": 4}, A=date(2027, 3, 5)).spans
    assert not span.sure
    (sure,) = only({"on": "A"}, {"after": "A", "working": 4}, A=date(2024, 3, 5)).spans
    assert sure.sure


def test_a_stage_that_needs_an_event_to_be_at_all_is_left_out_without_it() -> None:
    plans = [plan("R2", date(2024, 6, 26), date(2024, 6, 26), only_if="ROUND")]
    assert settle(plans, VOTE, {}) == {}
    assert set(settle(plans, VOTE, {"ROUND": date(2024, 3, 20)})) == {"R2"}


@given(DAYS, st.integers(1, 30), st.sampled_from(["days", "working", "hours"]))
def test_a_later_event_never_makes_an_earlier_day(day: date, number: int, unit: str) -> None:
    def last(start: date) -> date:
        found = only({"on": "A"}, {"after": "A", unit: number}, A=start).last
        assert found
        return found

    assert day < last(day) <= last(day + timedelta(days=1))


@given(DAYS, st.integers(1, 15))
def test_a_rule_in_working_days_never_ends_on_a_weekend(day: date, number: int) -> None:
    last = only({"on": "A"}, {"after": "A", "working": number}, A=day).last
    assert last
    assert last.weekday() < 5
    assert NATION.day(last).working or last > day
