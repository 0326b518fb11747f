"""A due day may be told by a stage of the election; it becomes a day when the minutes are frozen, and stays it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from ikrar.core.errors import BadInput, InvalidField
from ikrar.core.meeting.form import DecisionForm
from ikrar.records.meeting import actions, queries
from ikrar.records.meeting.models import Decision, Meeting
from tests import cast, meetings

pytestmark = pytest.mark.usefixtures("database")

#: Rule -> the day it falls on in Pilkada 2024, by hand: quiet days 24 to 26 November, the vote on the 27th.
BY_HAND = {
    "QUIET:first:-1:days": date(2024, 11, 23),
    "QUIET:first:0:days": date(2024, 11, 24),
    "QUIET:last:1:days": date(2024, 11, 27),
    "VOTE:first:-7:days": date(2024, 11, 20),
}


def frozen(rule: str, **changes: str) -> Decision:
    one = DecisionForm("Alat peraga diturunkan.", "35.28/kpu", rule=rule, **changes)
    return meetings.decision(cast.at_desk(cast.DEWI), 1, typed=meetings.minutes(decisions=(one,)))


@pytest.mark.parametrize("rule", sorted(BY_HAND))
def test_a_rule_becomes_the_day_worked_out_by_hand(rule: str) -> None:
    row = frozen(rule)
    assert (row.due, row.sorts) == (BY_HAND[rule], BY_HAND[rule])
    assert (row.rule, row.stage) == (rule, rule.partition(":")[0])


def test_a_rule_stands_over_a_day_that_was_typed_and_a_stage_that_was_chosen_stays() -> None:
    row = frozen("QUIET:first:-1:days", due="2024-09-01", stage="VOTE")
    assert (row.due, row.stage) == (date(2024, 11, 23), "VOTE")


@pytest.mark.parametrize(("rule", "error"), [("NOSUCH:first:0:days", InvalidField), ("kapan-kapan", BadInput)])
def test_a_rule_that_names_no_day_is_not_frozen(rule: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        frozen(rule)
    assert Meeting.objects.get().state == "held"


def test_a_meeting_about_no_election_knows_no_stages() -> None:
    dewi = cast.at_desk(cast.DEWI)
    one = DecisionForm("Alat peraga diturunkan.", "35.28/kpu", rule="QUIET:first:-1:days")
    made = meetings.written(dewi, typed=meetings.minutes(decisions=(one,)), election="")
    assert queries.stages_of(made) == ()
    with pytest.raises(InvalidField, match="belum bertanggal"):
        actions.freeze(dewi, made.ref, edition=2, now=timezone.now())
