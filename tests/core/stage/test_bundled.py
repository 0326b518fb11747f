"""The bundled elections, with events on days worked out by hand."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.stage.intake import check
from ikrar.core.stage.table import NONE, anchors_of, hangs_on, stages

HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "tahapan.md"
VOTES = {"pemilu-2024": date(2024, 2, 14), "pilkada-2024": date(2024, 11, 27), "pilkada-arunika": date(2027, 1, 10)}
CODES = st.sampled_from(sorted(VOTES))

#: Election, its events, stage, its first and last day as worked out on paper.
BY_HAND = [
    ("pilkada-2024", {"MK_BRPK": "2024-12-30"}, "DETERMINE", "2024-12-30", "2025-01-02"),
    ("pilkada-2024", {"MK_BRPK": "2025-02-26"}, "DETERMINE", "2025-02-26", "2025-03-01"),
    ("pilkada-2024", {"MK_RULING": "2025-02-24"}, "DETERMINE_PHP", "2025-02-24", "2025-03-01"),
    ("pilkada-2024", {"MK_RULING": "2024-12-31"}, "DETERMINE_PHP", "2024-12-31", "2025-01-05"),
    ("pilkada-2024", {"DETERMINED": "2025-02-28"}, "PROPOSE", "2025-02-28", "2025-03-03"),
    ("pilkada-2024", {"MK_BRPK": "2025-01-06"}, "PROPOSE", "2025-01-06", "2025-01-12"),
    ("pilkada-2024", {"MK_RULING": "2025-02-24"}, "PROPOSE", "2025-02-24", "2025-03-04"),
    ("pemilu-2024", {"MK_NOTICE": "2024-04-29"}, "DETERMINE", "2024-04-29", "2024-05-02"),
    ("pemilu-2024", {"MK_RULING": "2024-06-28"}, "DETERMINE", "2024-06-28", "2024-07-01"),
    ("pemilu-2024", {"TERM_END": "2024-09-30"}, "OATH_DPRD", "2024-09-30", "2024-09-30"),
    ("pilkada-arunika", {"MK_BRPK": "2027-02-10"}, "DETERMINE", "2027-02-10", "2027-02-13"),
]


@pytest.mark.parametrize(("election", "events", "code", "first", "last"), BY_HAND)
def test_a_rule_gives_the_days_worked_out_by_hand(
    election: str, events: dict[str, str], code: str, first: str, last: str
) -> None:
    anchors = {name: date.fromisoformat(day) for name, day in events.items()}
    one = next(one for one in stages(election, VOTES[election], anchors) if one.code == code)
    assert (str(one.first), str(one.last), one.computed, one.waits) == (first, last, True, ())


@given(CODES, st.integers(1, 400))
def test_with_every_event_entered_nothing_waits_and_no_stage_ends_before_it_begins(code: str, days: int) -> None:
    anchors = {one.code: VOTES[code] + timedelta(days=days) for one in anchors_of(code)}
    for one in stages(code, VOTES[code], anchors):
        assert one.waits == ()
        assert one.first is None or one.last is None or one.first <= one.last
        assert bool(one.last) or bool(one.rule)


@given(CODES, st.integers(1, 200), st.integers(1, 200))
def test_an_event_moves_only_the_stages_that_hang_on_it(code: str, one_day: int, other_day: int) -> None:
    def with_events(days: int) -> dict[str, tuple[date | None, date | None]]:
        anchors = {one.code: VOTES[code] + timedelta(days=days) for one in anchors_of(code)}
        return {s.code: (s.first, s.last) for s in stages(code, VOTES[code], anchors) if not s.computed}

    assert with_events(one_day) == with_events(other_day)
    plain = {s.code: (s.first, s.last) for s in stages(code, VOTES[code], NONE) if s.last}
    assert plain.items() <= with_events(one_day).items()


@pytest.mark.parametrize("code", sorted(VOTES))
def test_campaign_quiet_days_and_vote_follow_each_other_without_a_day_between(code: str) -> None:
    found = {one.code: one for one in stages(code, VOTES[code])}
    for before, after in pairwise(("CAMPAIGN", "QUIET", "VOTE")):
        last, first = found[before].last, found[after].first
        assert last
        assert first
        assert first - last == timedelta(days=1)


def test_the_bundled_files_are_named_after_their_elections() -> None:
    for code, content in files.elections(bundled_only=True).items():
        assert content["election"]["code"] == code


def test_the_file_shown_in_the_guide_lacks_nothing_but_the_stages_it_leaves_out() -> None:
    text = HOWTO.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(text)["election"]["kind"] == "pilkada"
    said = {str(one.error) for one in check(text.encode()).problems}
    assert said == {
        "Tahapan CAMPAIGN harus ada di setiap pemilihan.",
        "Tahapan VOTE harus ada di setiap pemilihan.",
        "CAMPAIGN tidak ada di berkas ini.",
    }


def test_the_events_a_stage_hangs_on_are_found_through_other_stages_and_none_for_one_with_days() -> None:
    def codes(election: str, stage: str) -> list[str]:
        return [one.code for one in hangs_on(election, stage)]

    assert codes("pilkada-2024", "DETERMINE") == ["MK_BRPK"]
    assert codes("pilkada-2024", "PROPOSE") == ["MK_BRPK", "MK_RULING", "DETERMINED"]
    assert codes("pilkada-2024", "QUIET") == codes("pilkada-2024", "NONE") == codes("pemilu-1955", "VOTE") == []
    assert codes("pemilu-2024", "R2_QUIET"), "what makes a stage exist counts too"
