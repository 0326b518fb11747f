"""A decision due "before masa tenang" has its day by the calendar of its election."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.stage.due import MOST_DAYS, Due, Edge, due_day, parse
from ikrar.core.stage.table import stages

PILKADA = stages("pilkada-2024", date(2024, 11, 27))
DUES = st.builds(
    Due,
    stage=st.sampled_from(["QUIET", "VOTE", "RECAP"]),
    edge=st.sampled_from(Edge),
    days=st.integers(-MOST_DAYS, MOST_DAYS),
    working=st.booleans(),
)


@pytest.mark.parametrize(
    ("due", "day", "indonesian", "english"),
    [
        (Due("QUIET", Edge.FIRST, -1), "2024-11-23", "sebelum masa tenang", "before quiet days"),
        (Due("RECAP", Edge.LAST, 1), "2024-12-17", "sesudah penghitungan dan rekapitulasi suara", None),
        (Due("VOTE", Edge.FIRST, 0), "2024-11-27", "pada hari pertama pemungutan suara", "on the first day of voting"),
        (
            Due("CAMPAIGN", Edge.LAST, -3),
            "2024-11-20",
            "3 hari sebelum hari terakhir pelaksanaan kampanye",
            "3 days before the last day of campaign",
        ),
        (
            Due("QUIET", Edge.FIRST, -1, working=True),
            "2024-11-22",
            "1 hari kerja sebelum hari pertama masa tenang",
            "1 working day before the first day of quiet days",
        ),
        (
            Due("VOTE", Edge.LAST, 2, working=True),
            "2024-11-29",
            "2 hari kerja sesudah hari terakhir pemungutan suara",
            "2 working days after the last day of voting",
        ),
    ],
)
def test_a_due_day_is_counted_and_said(due: Due, day: str, indonesian: str, english: str | None) -> None:
    assert str(due_day(due, PILKADA)) == day
    assert due.text("id", PILKADA) == indonesian
    assert english is None or due.text("en", PILKADA) == english


def test_where_two_readings_differ_the_earlier_day_is_due() -> None:
    election = stages("pemilu-2024", date(2024, 2, 14))
    # The last day of recap is 20 March; three working days before are 15 March; Nyepi's leave is on the 12th.
    assert due_day(Due("QUIET", Edge.FIRST, -2, working=True), election) == date(2024, 2, 6)
    assert due_day(Due("RECAP", Edge.LAST, -6, working=True), election) == date(2024, 3, 8)


def test_a_stage_that_is_not_there_or_has_no_day_gives_none() -> None:
    assert due_day(Due("QUIET", Edge.FIRST, -1), ()) is None
    assert due_day(Due("DISPUTE", Edge.LAST, 0), PILKADA) is None
    assert due_day(Due("PLAN", Edge.FIRST, 0), PILKADA) is None


def test_without_the_election_a_stage_has_its_usual_name() -> None:
    assert Due("QUIET", Edge.FIRST, -1).text("id") == "sebelum masa tenang"
    assert Due("DPD_NOM", Edge.FIRST, -1).text("id") == "sebelum pencalonan anggota DPD"


def test_a_stage_nobody_knows_is_said_by_its_code() -> None:
    assert Due("ZZZ", Edge.FIRST, -1).text("id") == "sebelum ZZZ"


@given(DUES)
def test_what_is_kept_is_read_back(due: Due) -> None:
    assert parse(due.code) == due


@given(DUES)
def test_a_due_day_lies_on_its_side_of_the_stage(due: Due) -> None:
    stage = next(one for one in PILKADA if one.code == due.stage)
    edge = stage.first if due.edge is Edge.FIRST else stage.last
    day = due_day(due, PILKADA)
    assert day
    assert edge
    assert (day - edge > timedelta(0)) == (due.days > 0)
    assert (day - edge < timedelta(0)) == (due.days < 0)


@pytest.mark.parametrize(
    "code", ["", "QUIET", "QUIET:mid:-1:days", "quiet:first:1:days", "QUIET:first:999:days", "A" * 99]
)
def test_anything_else_is_refused(code: str) -> None:
    with pytest.raises(InvalidField, match="Tenggat"):
        parse(code)
