"""The phrase language of the lexicons."""

from __future__ import annotations

import pytest

from ikrar.core.text.phrase import compile_phrases


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
