"""Words and sentences."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.token import sentences, words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_words_keep_their_positions() -> None:
    text = "Apel di Jum'at, (16/8)"
    assert [(word.text, text[word.start : word.end]) for word in words(text)] == [
        ("Apel", "Apel"),
        ("di", "di"),
        ("Jum'at", "Jum'at"),
        ("16", "16"),
        ("8", "8"),
    ]
    assert [word.capital for word in words(text)] == [True, False, True, True, True]
    assert [word.text for word in words(text, 5, 7)] == ["di"]


@pytest.mark.parametrize(
    "text",
    [
        "Hadir AKBP. Bagas Wiratama di sana",
        "Ketua KPU Drs. Wira Laksana, M.Si. hadir",
        "Bawaslu Kab. Arunika hadir",
        "Kombes. Pol. Rangga Wira hadir",
        "Nama Cakra J. P. Sunu hadir",
        "di Jl. Melati",
    ],
)
def test_the_dot_of_a_short_form_does_not_end_a_sentence(text: str) -> None:
    assert cut(text) == [text]


def test_a_full_stop_a_question_and_a_line_end_a_sentence() -> None:
    assert cut('Ia hadir. Benarkah? "Ya!" Sudah\nBaru') == ["Ia hadir.", "Benarkah?", '"Ya!"', "Sudah", "Baru"]


def test_a_place_name_before_a_full_stop_ends_the_sentence() -> None:
    assert cut("Acara di Kota Lama. Ketua hadir.") == ["Acara di Kota Lama.", "Ketua hadir."]


@given(st.text(max_size=60))
def test_sentences_lie_in_order_inside_the_text_and_lose_no_word(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
