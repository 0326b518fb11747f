"""What calendars were told, and what a change does to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.stage.published import Facts, Told, facts_of, key_of, renew
from ikrar.core.stage.table import Stage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
QUIET = Facts(date(2024, 11, 24), date(2024, 11, 26), {"id": "Masa tenang", "en": "Quiet days"}, {"id": "x", "en": "y"})
MOVED = Facts(QUIET.first, date(2024, 11, 27), QUIET.name, QUIET.about)
RENAMED = Facts(QUIET.first, QUIET.last, {"id": "Masa tenang", "en": "Silence"}, QUIET.about)
FIRST = Told(QUIET, 0, NOW)


def stage(first: date | None, last: date | None, *, source: str = "", **rule: str) -> Stage:
    words = {"id": "Pada masa ini …", "en": "In this time …"}
    return Stage("QUIET", QUIET.name, first, last, rule, words, source)


def test_a_stage_without_a_last_day_is_in_no_calendar() -> None:
    assert facts_of(stage(None, None)) is None
    assert facts_of(stage(date(2024, 1, 1), None)) is None


def test_a_calendar_says_what_a_stage_means_its_rule_and_where_that_stands() -> None:
    facts = facts_of(stage(None, date(2024, 1, 26), source="PKPU 2/2024", id="Paling lambat 5 hari"))
    assert facts is not None
    assert (facts.first, facts.last) == (None, date(2024, 1, 26))
    assert facts.name == QUIET.name
    assert facts.about["id"] == "Pada masa ini …\nPaling lambat 5 hari\nPKPU 2/2024"
    assert facts.about["en"] == "In this time …\nPKPU 2/2024"


def test_words_in_either_language_are_under_the_digest_and_days_are_not() -> None:
    assert QUIET.digest == MOVED.digest
    assert QUIET.digest != RENAMED.digest
    assert QUIET.digest != Facts(QUIET.first, QUIET.last, QUIET.name, {"id": "x", "en": "z"}).digest


def test_the_key_of_a_stage_names_its_election() -> None:
    assert key_of("pilkada-2024", "QUIET") == "pilkada-2024-QUIET"


def test_what_is_new_begins_at_nought() -> None:
    assert renew(None, QUIET, NOW) == FIRST
    assert renew(None, None, NOW) is None


def test_what_did_not_change_is_the_very_same() -> None:
    assert renew(FIRST, QUIET, LATER) is FIRST


def test_other_days_raise_the_sequence_and_the_time() -> None:
    assert renew(FIRST, MOVED, LATER) == Told(MOVED, 1, LATER)


def test_other_words_raise_both_too_for_some_readers_take_nothing_new_under_the_same_number() -> None:
    assert renew(FIRST, RENAMED, LATER) == Told(RENAMED, 1, LATER)


def test_what_is_gone_stays_cancelled_and_may_come_back() -> None:
    gone = renew(FIRST, None, LATER)
    assert gone == Told(QUIET, 1, LATER, cancelled=True)
    assert renew(gone, None, LATER + timedelta(hours=1)) is gone
    assert renew(gone, QUIET, LATER) == Told(QUIET, 2, LATER)


@given(st.lists(st.sampled_from([QUIET, MOVED, RENAMED, None]), min_size=1, max_size=12))
def test_no_reader_is_ever_told_a_lower_number_or_other_days_under_the_same(found: list[Facts | None]) -> None:
    told: Told | None = None
    days: dict[int, tuple[object, ...]] = {}
    for hours, facts in enumerate(found):
        before = told
        told = renew(told, facts, NOW + timedelta(hours=hours))
        if before is not None:
            assert told is not None
            assert told.sequence >= before.sequence
            assert (told.changed > before.changed) == (told is not before)
        if told is not None:
            said = (told.facts.first, told.facts.last, told.cancelled)
            assert days.setdefault(told.sequence, said) == said
