"""What becomes of letters that come in."""

from __future__ import annotations

import pytest

from ikrar.core.job.arrival import ASIDE, Fate, fate_of
from ikrar.core.meeting.reply import Taken


@pytest.mark.parametrize("taken", list(Taken))
def test_each_judgement_of_a_reply_is_a_fate_of_its_letter(taken: Taken) -> None:
    assert isinstance(fate_of(taken), Fate)


def test_only_an_answer_that_counts_is_one() -> None:
    assert [taken for taken in Taken if fate_of(taken) is Fate.ANSWER] == [Taken.NEW]


def test_what_a_person_should_look_at_is_set_aside_and_what_changes_nothing_is_not() -> None:
    assert {fate_of(Taken.STRANGER), fate_of(Taken.AHEAD)} <= ASIDE
    assert not {fate_of(Taken.NEW), fate_of(Taken.OLDER), fate_of(Taken.REPEATED)} & ASIDE
