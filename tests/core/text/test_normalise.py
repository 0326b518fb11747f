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


def test_a_paragraph_cut_at_one_width_becomes_one_line() -> None:
    lines = [
        "Polres Lembah Arunika menggelar apel di Desa Teluk",
        "Warsaya bersama Kepala Desa Teluk Warsaya serta para",
        "Camat.",
    ]
    assert normalise("\n".join(lines)) == " ".join(lines)


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Pertama, menjaga persatuan dan kesatuan bangsa kita",
            "Kedua, menolak segala bentuk provokasi yang ada sini",
            "Ketiga",
        ],
        [
            "Ini sebuah kalimat yang sudah selesai di baris ini.",
            "Ini kalimat kedua yang juga sudah selesai di sini.",
            "Tiga.",
        ],
        ["Pendek", "Juga pendek", "Akhir"],
        [
            "Baris yang panjang sekali dan tidak selesai dengan titik" + " lagi" * 9,
            "Baris yang jauh lebih pendek dari yang pertama",
            "A",
        ],
    ],
)
def test_lists_and_separate_lines_are_not_joined(lines: list[str]) -> None:
    assert normalise("\n".join(lines)) == "\n".join(lines)


def test_a_line_that_ends_with_a_joining_word_goes_on_in_the_next() -> None:
    assert normalise("Apel di depan\nKantor Bupati") == "Apel di depan Kantor Bupati"


@given(st.text())
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.lists(LETTERS, max_size=80).map("".join))
def test_doing_it_twice_changes_nothing_more_for_hard_texts(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_a_letter_keeps_no_more_marks_than_a_language_writes() -> None:
    assert normalise("q" + "\u0323\u0301" * 200 + "a") == "q" + "\u0323" * 15 + "\u0301" * 15 + "a"
    assert normalise("善" * 40) == "善" * 40


@given(st.text())
def test_no_double_space_and_no_edge_space_remains(text: str) -> None:
    normal = normalise(text)
    assert "  " not in normal
    assert "\r" not in normal
    assert all(line == line.strip(" ") for line in normal.split("\n"))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Jum\u02bcat", "Jum’at"),
        ("Jum`at", "Jum’at"),
        ("anak\u2011anak", "anak-anak"),
        ("KPU \u2212 Bawaslu", "KPU – Bawaslu"),
        ("\u301dDamai\u301e", "“Damai”"),
        ("ﬁlm", "film"),
        ("\uf0b7 butir", "• butir"),
        ("pe\u00admilu", "pemilu"),
        ("DUSUN \x96 Warga \x93damai\x94", "DUSUN – Warga “damai”"),
        ("DUSUN \ufffd Warga", "DUSUN – Warga"),
        ("DUSUN ï¿½ Warga", "DUSUN – Warga"),
        ("kata\ufffd", "kata\ufffd"),
        ("â€œDamaiâ€", "“Damai”"),
    ],
)
def test_signs_that_look_alike_become_one(typed: str, normal: str) -> None:
    assert normalise(typed) == normal
