"""The clocks of the law give the days a person works out by hand, and keep the stricter reading."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import Missing
from ikrar.core.stage.clock import LAWS, Clock, Why, deadline, event_name, find, of_law
from ikrar.core.stage.count import Unit

TABLE = Path(__file__).parents[2] / "data" / "deadlines.csv"
ROWS = list(csv.DictReader(line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"))
CLOCKS = [one for law in LAWS for one in of_law(law)]
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
MOMENTS = st.datetimes(datetime(2018, 1, 1), datetime(2026, 9, 1), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is added


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['law']} {r['step']} {r['start']} {r['note']}" for r in ROWS])
def test_a_deadline_is_the_one_worked_out_by_hand(row: dict[str, str]) -> None:
    zone = ZoneInfo(row["zone"])
    found = deadline(row["law"], row["step"], datetime.fromisoformat(row["start"]).replace(tzinfo=zone), row["zone"])
    assert [str(one.day) for one in found.readings] == row["days"].split()
    assert found.instant == datetime.fromisoformat(row["end"]).replace(tzinfo=zone)
    assert all(one.sure for one in found.readings) is (row["sure"] == "yes")
    assert found.day == min(one.day for one in found.readings)


def test_the_table_by_hand_holds_every_clock_both_laws_and_all_zones() -> None:
    assert len(ROWS) >= 40
    assert {(r["law"], r["step"]) for r in ROWS} == {(one.law, one.step) for one in CLOCKS}
    assert {r["zone"] for r in ROWS} == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}


@pytest.mark.parametrize("clock", CLOCKS, ids=[f"{one.law} {one.step}" for one in CLOCKS])
def test_each_clock_names_its_source_or_says_that_none_was_read(clock: Clock) -> None:
    for one in clock.lengths:
        assert bool(one.source) != one.general
        assert one.number > 0
    assert set(clock.name) == set(event_name(clock.start)) == {"id", "en"}
    assert clock.general == all(one.general for one in clock.lengths)
    assert find(clock.law, clock.step) is clock


def test_the_two_laws_do_not_share_their_clocks() -> None:
    def length(law: str, step: str) -> list[tuple[int, Unit]]:
        return [(one.number, one.unit) for one in find(law, step).lengths]

    assert length("pemilu", "report") == [(7, Unit.WORKING), (7, Unit.DAYS)]
    assert length("pilkada", "report") == [(7, Unit.DAYS)]
    assert length("pemilu", "decision") == [(7, Unit.DAYS)]
    assert length("pilkada", "decision") == [(3, Unit.DAYS)]
    assert length("pilkada", "decision_more") == [(5, Unit.DAYS)]
    assert length("pemilu", "investigation") == [(14, Unit.DAYS)]
    assert length("pilkada", "investigation") == [(14, Unit.WORKING)]
    assert of_law("desa") == ()


def test_what_was_not_read_in_a_source_is_marked() -> None:
    general = {(one.law, one.step) for one in CLOCKS if one.general}
    assert general == {
        ("pemilu", "completion"),
        ("pemilu", "referral"),
        ("pilkada", "finding"),
        ("pilkada", "completion"),
        ("pilkada", "review"),
        ("pilkada", "referral"),
    }


def test_an_unknown_step_is_missing_and_a_moment_needs_its_zone() -> None:
    with pytest.raises(Missing):
        find("pilkada", "appeal_forward")
    with pytest.raises(ValueError, match="zone"):
        deadline("pilkada", "report", datetime(2024, 11, 27), "Asia/Jakarta")  # noqa: DTZ001 - the point


def test_late_begins_with_the_instant_the_stricter_reading_is_over() -> None:
    found = deadline("pemilu", "report", datetime(2024, 1, 15, 3, tzinfo=UTC), "Asia/Jakarta")
    assert found.disputed
    assert [one.why for one in found.readings] == [Why.WRITTEN, Why.WRITTEN]
    assert found.stricter.length.unit is Unit.DAYS
    assert not found.late(found.instant - timedelta(seconds=1))
    assert found.late(found.instant)


def test_a_reading_that_counts_joint_leave_says_so() -> None:
    found = deadline("pilkada", "return", datetime(2024, 12, 24, 3, tzinfo=UTC), "Asia/Jakarta")
    assert [one.why for one in found.readings] == [Why.WRITTEN, Why.JOINT_LEAVE]
    assert not deadline("pilkada", "decision", datetime(2024, 12, 24, 3, tzinfo=UTC), "Asia/Jakarta").disputed


def test_three_times_24_hours_run_from_one_zone_to_another_and_end_on_the_day_of_the_place() -> None:
    known = datetime(2024, 11, 26, 22, 30, tzinfo=ZoneInfo("Asia/Jakarta"))  # known in Jakarta, of a place in Papua
    found = deadline("data", "breach", known, "Asia/Jayapura")
    assert found.instant == known + timedelta(hours=72)
    assert (str(found.day), found.instant.strftime("%H.%M")) == ("2024-11-30", "00.30")
    assert str(deadline("data", "breach", known, "Asia/Jakarta").day) == "2024-11-29"


@given(st.sampled_from(CLOCKS), MOMENTS, ZONES, st.integers(0, 72))
def test_a_deadline_lies_ahead_never_goes_back_and_ends_where_its_day_ends(
    clock: Clock, start: datetime, zone: str, hours: int
) -> None:
    found = deadline(clock.law, clock.step, start, zone)
    later = deadline(clock.law, clock.step, start + timedelta(hours=hours), zone)
    assert start < found.instant <= later.instant
    for one in found.readings:
        here = one.instant.astimezone(ZoneInfo(zone))
        if one.length.unit is Unit.HOURS:
            assert one.instant - start == timedelta(hours=one.length.number)
        else:
            assert (here.hour, here.minute, here.date() - one.day) == (0, 0, timedelta(days=1))
            assert one.day > start.astimezone(ZoneInfo(zone)).date()


@given(st.sampled_from(CLOCKS), MOMENTS)
def test_the_same_instant_is_never_over_later_further_east_within_one_day(clock: Clock, start: datetime) -> None:
    west, east = (deadline(clock.law, clock.step, start, zone) for zone in ("Asia/Jakarta", "Asia/Jayapura"))
    if start.astimezone(ZoneInfo("Asia/Jakarta")).date() == start.astimezone(ZoneInfo("Asia/Jayapura")).date():
        assert east.instant <= west.instant
        assert east.day == west.day or clock.lengths[0].unit is Unit.HOURS
