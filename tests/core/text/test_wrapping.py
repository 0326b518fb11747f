"""Texts cut at one width become paragraphs again."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.normalise import normalise
from ikrar.core.text.wrapping import joined, rejoin, unwrap

ONE = (
    "Polres Lembah Arunika bersama KPU dan Bawaslu menggelar deklarasi damai di pendopo kabupaten pada Jumat pagi, "
    "dihadiri oleh seluruh pimpinan partai politik, tokoh agama, dan para camat yang datang dari seluruh daerah."
)
OTHER = (
    "Kapolres mengatakan bahwa warga diminta tidak mudah percaya pada kabar yang belum jelas sumbernya, dan melaporkan "
    "setiap dugaan pelanggaran kepada petugas yang berjaga di kantor desa masing-masing selama dua puluh empat jam."
)
POINTS = (
    "1. Menolak segala bentuk hoaks, ujaran kebencian, dan politik uang yang dapat memecah belah persatuan warga.",
    "2. Menjaga keamanan.",
)


@pytest.mark.parametrize("width", [60, 72, 80])
def test_paragraphs_of_a_wrapped_text_become_whole_and_list_items_stay_apart(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(one, width) for one in (ONE, OTHER))
    listed = "\n".join(textwrap.fill(one, width) for one in POINTS)
    assert unwrap(f"{wrapped}\n\n{listed}") == f"{ONE}\n\n{OTHER}\n\n{POINTS[0]}\n{POINTS[1]}"


def test_a_break_that_was_not_forced_ends_a_paragraph() -> None:
    wrapped = f"{textwrap.fill(ONE, 70)}\n{textwrap.fill(OTHER, 70)}"
    assert unwrap(wrapped) == f"{ONE}\n\n{OTHER}"


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{OTHER}",
        "Ketua KPU Lembah Arunika Wening\nKetua Bawaslu\nKapolres Lembah Arunika\nDandim\nPara camat se-kabupaten",
        "Satu kalimat yang panjang sekali sampai di sini.\n" * 6,
        "pendek\nsekali",
    ],
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert unwrap(text) == text


def test_a_cut_paragraph_beside_whole_ones_becomes_one_line_and_its_broken_words_whole() -> None:
    cut = (
        "Kapolres mengatakan bahwa seluruh peserta pemilu telah menyepa-\n"
        "kati ikrar damai, dan mengajak warga menjaga anak-\n"
        "anak dari ajakan yang memecah belah persatuan bangsa"
    )
    whole = cut.replace("menyepa-\n", "menyepa").replace("anak-\n", "anak-")
    assert rejoin(f"{ONE}\n\n{cut}") == f"{ONE}\n\n{whole}"


WORDS = st.lists(
    st.sampled_from(["damai", "Pemilu", "di", "warga", "kebersamaan", "1.", "a)", "2024", "kata."]),
    min_size=1,
    max_size=60,
)


@given(st.lists(WORDS.map(" ".join), max_size=5), st.integers(20, 110), st.sampled_from(["\n", "\n\n"]))
def test_the_normal_form_of_a_wrapped_text_is_normal(blocks: list[str], width: int, between: str) -> None:
    once = normalise(between.join(textwrap.fill(block, width) for block in blocks))
    assert normalise(once) == once


@given(WORDS.map(" ".join), st.integers(45, 90))
def test_no_word_is_lost_or_moved(text: str, width: int) -> None:
    assert unwrap(textwrap.fill(text, width)).split() == text.split()


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("warga ikut menanda-", "tangani ikrar", "warga ikut menandatangani ikrar"),
        ("bersama anak-", "anak sekolah", "bersama anak-anak sekolah"),
        ("TNI-", "Polri", "TNI-Polri"),
        ("dari 2018-", "lalu", "dari 2018- lalu"),
        ("satu", "dua", "satu dua"),
        ("-", "dua", "- dua"),
    ],
)
def test_a_hyphen_that_broke_a_word_goes_and_one_that_doubles_it_stays(before: str, after: str, whole: str) -> None:
    assert joined(before, after) == whole


def test_a_narrow_column_is_joined_though_a_line_begins_with_an_initial() -> None:
    lines = [
        "Apel dipimpin Wakil Bupati Hulu Sungai",
        "Selatan (HSS) H. Gazali Asyikin, S.Ag/",
        "didampingi Kepala Satpol PP HSS Drs.",
        "H. Rahmadi/ serta para Camat.",
    ]
    assert rejoin("\n".join(lines)) == " ".join(lines)


def test_few_short_lines_are_no_column() -> None:
    text = "Hari ini warga berkumpul di balai\nKetua KPU membuka acara itu\nSelesai"
    assert rejoin(text) == text


def test_an_item_after_and_stays_an_item() -> None:
    text = "c. menjaga kamtibmas; dan\nd. menerima hasil."
    assert rejoin(text) == text
