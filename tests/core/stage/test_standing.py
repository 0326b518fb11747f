"""Where an election stands on a day is told in words that hold for any stages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.standing import Phase, legal_day, phase, standing
from ikrar.core.stage.table import Stage, stages

VOTING_DAY = date(2024, 11, 27)
PILKADA = stages("pilkada-2024", VOTING_DAY)
DAYS = st.dates(date(2029, 1, 1), date(2029, 3, 1))


def stage(first: date | None, last: date | None, code: str = "X") -> Stage:
    words = {"id": "a", "en": "a"}
    return Stage(code, words, first, last, {} if last else words, words, "")


@st.composite
def made_up(draw: st.DrawFn) -> Stage:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return draw(st.sampled_from([stage(first, last), stage(None, last), stage(None, None)]))


def codes(day: date) -> list[str]:
    return [one.code for one in standing(PILKADA, day).now]


@given(st.lists(made_up(), max_size=6), DAYS)
def test_what_runs_holds_the_day_and_what_comes_next_begins_after_it(found: list[Stage], day: date) -> None:
    told = standing(found, day)
    assert all(one.first and one.last and one.first <= day <= one.last for one in told.now)
    assert [one.days for one in told.now] == sorted(one.days for one in told.now if one.days)
    ahead = [one.first for one in found if one.first and one.first > day]
    assert (told.next and told.next.first) == min(ahead, default=None)
    assert told.days_left == ((min(ahead) - day).days if ahead else None)
    assert told.days_left is None or told.days_left > 0


@given(st.lists(made_up(), max_size=6), DAYS)
def test_an_election_is_over_only_when_nothing_with_days_runs_or_is_ahead(found: list[Stage], day: date) -> None:
    told = standing(found, day)
    last = max((one.last for one in found if one.last), default=None)
    assert told.over == (last is not None and last < day)
    assert not (told.over and (told.now or told.next))


@given(made_up(), DAYS)
def test_each_stage_is_in_one_phase_and_never_goes_back(one: Stage, day: date) -> None:
    order = [Phase.AHEAD, Phase.RUNNING, Phase.OVER] if one.first else [Phase.OPEN, Phase.OVER]
    today, tomorrow = phase(one, day), phase(one, day + timedelta(days=1))
    assert order.index(tomorrow) >= order.index(today)


def test_a_stage_without_a_first_day_is_never_said_to_run() -> None:
    one = stage(None, date(2029, 2, 1))
    assert phase(one, date(2029, 1, 1)) is Phase.OPEN
    assert phase(one, date(2029, 2, 1)) is Phase.OPEN
    assert phase(one, date(2029, 2, 2)) is Phase.OVER


def test_the_days_around_the_vote_of_2024() -> None:
    assert codes(date(2024, 9, 22)) == ["NOM_SET", "VOTER_LIST", "ADHOC", "OBSERVERS"]
    assert "CAMPAIGN" not in codes(date(2024, 9, 24))
    assert codes(date(2024, 11, 24)) == ["QUIET"]
    assert codes(VOTING_DAY) == ["VOTE", "RECAP"]
    assert standing(PILKADA, date(2024, 11, 25)).days_left == 2
    assert standing(PILKADA, date(2024, 11, 25)).days_to_vote == 2
    assert standing(PILKADA, date(2024, 12, 16)).over is False
    after = standing(PILKADA, date(2024, 12, 17))
    assert (after.over, after.next, after.days_left, after.days_to_vote) == (True, None, None, -20)


def test_without_stages_nothing_is_said() -> None:
    told = standing((), VOTING_DAY)
    assert (told.now, told.next, told.days_to_vote, told.over) == ((), None, None, False)


@pytest.mark.parametrize(
    ("area", "day"),
    [("35.28", 26), ("61.01", 26), ("51", 27), ("91.10.01", 27), ("98.01", 26), ("", 26), (None, 26), ("00", 26)],
)
def test_a_legal_day_ends_in_the_zone_of_the_place(area: str | None, day: int) -> None:
    moment = datetime(2024, 11, 26, 16, 30, tzinfo=UTC)  # 23.30 WIB, 00.30 WITA, 01.30 WIT
    assert legal_day(moment, area) == date(2024, 11, day)


def test_the_quiet_days_end_two_hours_earlier_in_papua() -> None:
    moment = datetime(2024, 11, 26, 15, 30, tzinfo=UTC)
    assert [one.code for one in standing(PILKADA, legal_day(moment, "94.01")).now] == ["VOTE", "RECAP"]
    assert [one.code for one in standing(PILKADA, legal_day(moment, "51.01")).now] == ["QUIET"]
