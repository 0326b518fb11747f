"""How far apart two words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.distance import distance

WORDS = st.text(alphabet="abcd", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("september", "september", 0),
        ("agusutus", "agustus", 1),
        ("sepetmber", "september", 1),
        ("oktobr", "oktober", 1),
        ("maret", "april", 3),
        ("mei", "november", 3),
        ("aaaa", "bbbb", 3),
    ],
)
def test_slips_are_counted_up_to_the_limit(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == slips


@given(WORDS, WORDS, st.integers(0, 3))
def test_the_distance_is_the_same_from_either_side_and_never_above_the_limit_by_more_than_one(
    one: str, other: str, limit: int
) -> None:
    assert distance(one, other, limit) == distance(other, one, limit) <= limit + 1
    assert (distance(one, other, limit) == 0) == (one == other)


@given(WORDS, st.integers(0, 7), st.sampled_from("abcd"))
def test_one_letter_added_is_one_slip(word: str, at: int, letter: str) -> None:
    assert distance(word, word[:at] + letter + word[at:], 2) == 1
