"""The phrase language of the lexicons."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.phrase import by_first_letter, compile_phrases, openings, prefixes


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("politik uang", "menolak Politik  Uang di sini", "Politik  Uang"),
        ("perundang*", "peraturan perundangan", "perundangan"),
        ("mendukung .. tni", "mendukung dan membantu jajaran TNI", "mendukung dan membantu jajaran TNI"),
        ("mendukung .. tni", "mendukung TNI", "mendukung TNI"),
        ("mendukung .. tni", "mendukung a, b-c dan/atau-TNI", "mendukung a, b-c dan/atau-TNI"),
        ("alun alun", "alun-alun", "alun-alun"),
    ],
)
def test_a_phrase_finds_its_words_as_people_type_them(phrase: str, text: str, found: str) -> None:
    match = compile_phrases([phrase]).search(text)
    assert match is not None
    assert match.group() == found


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sara", "sarana"),
        ("aman", "keamanan"),
        ("mendukung .. tni", "mendukung satu dua tiga empat TNI"),
        ("a .. b", "a. b"),
    ],
)
def test_a_phrase_does_not_find_what_it_does_not_say(phrase: str, text: str) -> None:
    assert compile_phrases([phrase]).search(text) is None


def test_no_phrases_find_nothing() -> None:
    assert compile_phrases([]).search("apa saja") is None


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]


@given(st.lists(st.text("abK ", min_size=1, max_size=3), max_size=6), st.text("aAbBkK ,", max_size=30))
def test_alternatives_by_their_first_letter_find_what_they_find_side_by_side(parts: list[str], text: str) -> None:
    parts = sorted(set(parts), key=lambda part: (part[0] == " ", -len(part), part))
    plain = rf"(?<!\w)(?:{'|'.join(parts)})" if parts else r"(?!)"
    assert spans(by_first_letter(parts, r"(?<!\w)"), text) == spans(plain, text)


def test_an_alternative_whose_first_letter_may_be_missing_is_tried_everywhere() -> None:
    assert spans(by_first_letter(["a?bc", "x"]), "bc abc X") == [(0, 2), (3, 6), (7, 8)]


@given(
    st.sampled_from(["politik uang", "perundang*", "ops .. dimulai", "tidak .. hoaks"]),
    st.sampled_from(["", "Ia ", "(", "x-"]),
)
def test_a_text_that_holds_a_phrase_has_one_of_its_openings(phrase: str, before: str) -> None:
    text = before + phrase.replace("*", "an").replace("..", "kata lain").capitalize()
    assert compile_phrases([phrase]).search(text)
    assert not prefixes(text).isdisjoint(openings([phrase]))


@pytest.mark.parametrize("phrase", ["per* uang", "*", ".. uang"])
def test_a_phrase_whose_opening_tells_too_little_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=re.escape(phrase)):
        openings([phrase])


def test_a_text_without_an_opening_is_told_from_one_with_it() -> None:
    assert prefixes("Warga pulang.").isdisjoint(openings(["politik uang", "suap"]))
    assert openings(["suap", "uang"]) == {"suap", "uang"}
