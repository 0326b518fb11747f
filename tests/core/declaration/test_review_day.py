"""A declaration is looked at again on days that hang on the stages of its election."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.review_day import Turn, review_days, upcoming
from ikrar.core.stage.table import stages

PILKADA = stages("pilkada-2024", date(2024, 11, 27))
PEMILU = stages("pemilu-2024", date(2024, 2, 14))
AROUND = st.dates(date(2024, 8, 1), date(2025, 2, 1))


def test_the_days_of_a_local_election_follow_its_stages() -> None:
    days = review_days(PILKADA, date(2024, 8, 16))
    assert [(one.stage, str(one.day)) for one in days] == [
        ("CAMPAIGN", "2024-11-23"),
        ("QUIET", "2024-11-26"),
        ("VOTE", "2024-11-28"),
        ("RECAP", "2024-12-16"),
        ("DISPUTE", "None"),
    ]
    assert days[-1].rule["id"] == "Mengikuti jadwal Mahkamah Konstitusi"
    assert all(not one.rule for one in days[:-1])


def test_a_national_election_without_a_stage_of_disputes_takes_the_setting_of_the_elected() -> None:
    assert [one.stage for one in review_days(PEMILU, None)] == ["CAMPAIGN", "QUIET", "VOTE", "RECAP", "DETERMINE"]


def test_a_declaration_of_the_last_quiet_day_is_not_looked_at_again_for_what_was_before() -> None:
    assert [one.stage for one in review_days(PILKADA, date(2024, 11, 26))] == ["VOTE", "RECAP", "DISPUTE"]


def test_an_election_of_which_only_the_vote_is_known_has_the_day_after_it() -> None:
    (only,) = review_days(stages("pilkada-2029-pamekasan", date(2029, 11, 28)), None)
    assert (only.stage, only.day) == ("VOTE", date(2029, 11, 29))


def test_without_stages_there_is_no_day() -> None:
    assert review_days((), date(2024, 8, 16)) == ()
    assert upcoming((), date(2024, 8, 16)) is None


@pytest.mark.parametrize(("offset", "turn"), [(-1, Turn.AHEAD), (0, Turn.TODAY), (1, Turn.PAST)])
def test_a_day_is_ahead_today_or_past(offset: int, turn: Turn) -> None:
    first = review_days(PILKADA, None)[0]
    assert first.day
    assert first.turn(first.day + timedelta(days=offset)) is turn


def test_a_day_set_by_a_rule_is_never_said_to_be_past() -> None:
    assert review_days(PILKADA, None)[-1].turn(date(2999, 1, 1)) is Turn.OPEN


@given(AROUND, AROUND)
def test_every_day_comes_after_the_declaration_and_in_order(event: date, today: date) -> None:
    days = review_days(PILKADA, event)
    dated = [one.day for one in days if one.day]
    assert all(day > event for day in dated)
    assert dated == sorted(dated)
    nearest = upcoming(days, today)
    assert (nearest and nearest.day) == min((day for day in dated if day >= today), default=None)


def test_each_day_says_its_name_and_why_in_both_languages() -> None:
    for one in review_days(PILKADA, None):
        assert set(one.name) == set(one.why) == {"id", "en"}
        assert all(text.endswith(".") for text in one.why.values())
