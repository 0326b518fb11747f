"""The normal form of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.normalise import normalise

LETTERS = st.sampled_from(list("abcXYZ é\u0301\u00a0\u200b\ufeff\r\n\t.,\u2028\x85\x1c𝗣ａ-"))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("jarak   \t ganda\u00a0sini", "jarak ganda sini"),
        ("tak\u200bterlihat\ufeff", "takterlihat"),
        ("e\u0301lite", "élite"),
        ("𝗗𝗲𝗸𝗹𝗮𝗿𝗮𝘀𝗶 𝗗𝗮𝗺𝗮𝗶", "Deklarasi Damai"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("  tepi  \n  tepi  ", "tepi\ntepi"),
        ("a\u2028b", "a\nb"),
        ("arah\u202ebalik", "arahbalik"),
    ],
)
def test_what_only_looks_different_becomes_the_same(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


def test_a_line_broken_inside_a_sentence_is_joined() -> None:
    typed = "Polres Lembah Arunika menggelar apel gelar pasukan\nuntuk mengamankan pemilihan."
    assert "pasukan untuk" in normalise(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Baris pendek\nlanjut",
        "Sebuah kalimat yang panjang sekali dan sudah selesai.\nbaris baru",
        "Sebuah kalimat panjang yang diikuti oleh daftar butir\n1. butir pertama",
        "Sebuah baris panjang yang diikuti oleh baris lain lagi\nKalimat baru.",
    ],
)
def test_a_line_that_ends_on_purpose_stays_a_line(typed: str) -> None:
    assert normalise(typed) == typed


@given(st.text())
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.lists(LETTERS, max_size=80).map("".join))
def test_doing_it_twice_changes_nothing_more_for_hard_texts(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_no_double_space_and_no_edge_space_remains(text: str) -> None:
    normal = normalise(text)
    assert "  " not in normal
    assert "\r" not in normal
    assert all(line == line.strip(" ") for line in normal.split("\n"))
