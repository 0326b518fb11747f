"""Which tries follow one another, and that they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from ikrar.core.job.delivery import (
    CUT_OFF,
    LAPSES,
    LONGEST,
    PAUSES,
    Cause,
    Next,
    Outcome,
    Result,
    Sort,
    State,
    after,
    sort_of,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BUSY = Result(Outcome.LATER, Cause.BUSY, 451)


def test_a_letter_the_server_took_is_sent_whichever_try_it_was() -> None:
    for tries in (1, 2, len(PAUSES), 99):
        assert after(Result(Outcome.TAKEN), tries=tries, now=NOW) == Next(State.SENT)


def test_what_is_refused_for_good_is_not_tried_again() -> None:
    assert after(Result(Outcome.NEVER, Cause.REFUSED, 550), tries=1, now=NOW) == Next(State.FAILED)


@pytest.mark.parametrize("tries", range(1, len(PAUSES) + 1))
def test_a_busy_server_is_tried_again_after_its_pause(tries: int) -> None:
    assert after(BUSY, tries=tries, now=NOW) == Next(State.WAITING, NOW + PAUSES[tries - 1])


def test_after_the_last_pause_a_letter_is_given_up() -> None:
    assert after(BUSY, tries=len(PAUSES) + 1, now=NOW) == Next(State.FAILED)


def test_a_letter_that_never_goes_through_ends_within_four_days() -> None:
    at, tries = NOW, 0
    while True:
        tries += 1
        following = after(BUSY, tries=tries, now=at)
        if following.due is None:
            break
        at = following.due
    assert following.state is State.FAILED
    assert timedelta(days=2) < at - NOW < timedelta(days=4)
    assert tries == len(PAUSES) + 1


def test_pauses_only_grow_and_a_try_ends_before_it_counts_as_cut_off() -> None:
    assert all(one <= other for one, other in pairwise(PAUSES))
    assert LONGEST < CUT_OFF


def test_the_last_try_is_over_before_a_letter_lapses() -> None:
    assert sum(PAUSES, timedelta()) < LAPSES


@pytest.mark.parametrize(
    ("payload", "sort"),
    [
        ({}, Sort.INVITED),
        ({"status": "CONFIRMED", "again": False}, Sort.INVITED),
        ({"status": "CONFIRMED", "again": True}, Sort.CHANGED),
        ({"status": "CANCELLED", "again": True}, Sort.OFF),
    ],
)
def test_what_a_letter_tells_is_seen_by_what_it_is_written_from(payload: dict[str, object], sort: Sort) -> None:
    assert sort_of(payload) is sort
