"""Many phrases in one pattern."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.alternation import alternation

WORDS = st.lists(st.text(alphabet="abc .", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=12)


@given(words=WORDS)
def test_each_phrase_is_found_whole_and_nothing_else_is(words: list[str]) -> None:
    pattern = re.compile(alternation(words), re.IGNORECASE)
    for word in words:
        found = pattern.fullmatch(word.upper())
        assert found is not None
    assert pattern.fullmatch("d") is None


@given(words=WORDS, text=st.text(alphabet="abc .", max_size=12))
def test_the_longest_phrase_wins(words: list[str], text: str) -> None:
    found = re.compile(alternation(words)).match(text)
    beginning = [word for word in words if text.startswith(word)]
    assert (found.group() if found else "") == max(beginning, key=len, default="")


def test_a_space_stands_for_what_is_said() -> None:
    assert re.fullmatch(alternation(["sat pol pp"], space=r"[ \-]"), "sat pol-pp")


def test_no_phrases_match_nothing() -> None:
    assert re.search(alternation([]), "apa saja") is None
