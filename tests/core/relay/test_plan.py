"""The plan of a relay as typed: what is taken, and which field is named when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.relay import plan
from ikrar.core.relay.plan import Leg, Plan, Slot

DAY = date(2026, 3, 2)
LEGS = (
    Leg(1, "98.02/kpu", "98.02", "Batas wilayah", DAY),
    Leg(2, "98.01/kpu", "98.01", "Batas wilayah", DAY, time(9, 30)),
)
PLAN = Plan("CONTOH Kirab", "Tongkat A", "98/kpu", "98.01/kpu", "98.01", DAY, legs=LEGS)


def test_a_whole_plan_is_taken_and_may_cross_the_same_border_twice_on_one_day() -> None:
    assert plan.check(PLAN) is PLAN


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"legs": ()}, "legs"),
        ({"legs": tuple(replace(LEGS[0], n=n) for n in range(plan.MOST_LEGS + 1))}, "legs"),
        ({"legs": (LEGS[1],)}, "legs.1.n"),
        ({"legs": (LEGS[0], replace(LEGS[1], receiver="98.02/kpu"))}, "legs.2.receiver"),
        ({"holder": "98.02/kpu"}, "legs.1.receiver"),
        ({"legs": (LEGS[0], replace(LEGS[1], planned_on=date(2026, 3, 1)))}, "legs.2.planned_on"),
        ({"starts_on": date(2026, 3, 3)}, "legs.1.planned_on"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidField) as told:
        plan.check(replace(PLAN, **changed))  # type: ignore[arg-type]
    assert told.value.field == field


def test_words_are_one_line_and_of_bounded_length() -> None:
    assert plan.words("  Batas \n wilayah ", "venue", 20) == "Batas wilayah"
    with pytest.raises(InvalidField, match="wajib"):
        plan.words(" ", "venue", 20, needed=True)
    with pytest.raises(TooLarge):
        plan.words("x" * 21, "venue", 20)


def test_a_reason_is_needed_and_bounded() -> None:
    assert plan.reason(" Hujan. ") == "Hujan."
    with pytest.raises(BadInput, match="alasannya"):
        plan.reason(" ")
    with pytest.raises(TooLarge):
        plan.reason("x" * 1_001)


def test_lines_leave_out_the_empty_ones() -> None:
    assert plan.lines("satu\n\n dua ", "items") == ("satu", "dua")
    with pytest.raises(TooLarge, match="baris"):
        plan.lines("satu\ndua", "items", most=1)


@pytest.mark.parametrize("typed", ["", "besok", "1899-01-01", "2026-02-30"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidField, match="2026-01-31"):
        plan.day(typed, "planned_on")


def test_days_and_hours_are_read_as_people_write_them() -> None:
    assert plan.day(" 2026-03-02 ", "d") == DAY
    assert plan.hour("", "h") is None
    assert plan.hour("09.30", "h") == plan.hour("09:30", "h") == time(9, 30)
    for typed in ("25.00", "pagi", "09:30:15", "09:30+07:00"):
        with pytest.raises(InvalidField, match=r"09\.30"):
            plan.hour(typed, "h")


def test_a_programme_is_read_in_order_and_written_as_it_was_typed() -> None:
    typed = "2026-03-03 Kunjungan sekolah\n2026-03-02 09.30 Pawai; Alun-alun"
    slots = plan.programme(typed, "programme")
    assert slots == (Slot(DAY, time(9, 30), "Pawai", "Alun-alun"), Slot(date(2026, 3, 3), None, "Kunjungan sekolah"))
    kept = [one.as_json() for one in slots]
    assert plan.programme(plan.programme_text(kept), "programme") == slots
    with pytest.raises(InvalidField, match="acara"):
        plan.programme("Pawai besok", "programme")


def test_codes_have_their_form() -> None:
    assert plan.institution(" 98.01/kpu ", "receiver") == "98.01/kpu"
    assert plan.area(" 98.01 ", "area") == "98.01"
    with pytest.raises(InvalidField, match=r"98\.01/kpu"):
        plan.institution("KPU", "receiver")
    with pytest.raises(InvalidField, match=r"35\.28"):
        plan.area("Serang", "area")
    for read in (plan.institution, plan.area):
        with pytest.raises(InvalidField, match="wajib diisi"):
            read(" ", "field")
