"""Which answer of an attendee counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.meeting.reply import Partstat, Reply, Taken, judge

SENT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
YES = Reply("meeting-ABC@ikrar.example", None, "tu@bawaslu.example", 1, SENT, Partstat.ACCEPTED)
SECOND = timedelta(seconds=1)


def taken(reply: Reply, kept: Reply | None = None, sequence: int = 1, invited: bool = True) -> Taken:
    return judge(reply, invited=invited, sequence=sequence, kept=kept)


def test_the_first_answer_to_the_present_edition_is_taken() -> None:
    assert taken(YES) is Taken.NEW


def test_who_was_not_invited_answers_nothing() -> None:
    assert taken(YES, invited=False) is Taken.STRANGER


def test_an_answer_to_an_edition_that_was_changed_since_is_older() -> None:
    assert taken(replace(YES, sequence=0)) is Taken.OLDER


def test_an_answer_to_an_edition_nobody_sent_is_not_taken() -> None:
    assert taken(replace(YES, sequence=9)) is Taken.AHEAD


def test_the_same_answer_twice_is_one() -> None:
    assert taken(YES, kept=YES) is Taken.REPEATED


@pytest.mark.parametrize(("apart", "expected"), [(-SECOND, Taken.OLDER), (SECOND, Taken.NEW), (0 * SECOND, Taken.NEW)])
def test_of_two_answers_the_later_one_counts(apart: timedelta, expected: Taken) -> None:
    no = replace(YES, partstat=Partstat.DECLINED, stamp=SENT + apart)
    assert taken(no, kept=YES) is expected


def test_an_answer_to_the_changed_meeting_counts_over_one_to_what_it_was_before_though_its_clock_is_behind() -> None:
    now = replace(YES, sequence=2, stamp=SENT - SECOND)
    assert taken(now, kept=YES, sequence=2) is Taken.NEW


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from(list(Partstat))), max_size=5))
def test_in_whatever_order_mail_arrives_the_same_answer_stands_in_the_end(
    answers: list[tuple[int, int, Partstat]],
) -> None:
    distinct = {(edition, at): partstat for edition, at, partstat in answers}
    replies = [
        replace(YES, sequence=edition, stamp=SENT + at * SECOND, partstat=partstat)
        for (edition, at), partstat in distinct.items()
    ]
    ends = set()
    for order in permutations(replies):
        kept: Reply | None = None
        for reply in order:
            if taken(reply, kept=kept, sequence=2) is Taken.NEW:
                kept = reply
        ends.add(kept)
    assert len(ends) == 1
