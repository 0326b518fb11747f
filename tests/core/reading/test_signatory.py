"""Who signed: only those of whom the text says so, as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading import signatory
from tests.core.reading.reader import parse

WHO = ["para ketua partai", "Ketua KPU Arunika", "Kapolres Arunika", "perwakilan tokoh agama", "Ketua Bawaslu Arunika"]
OPENING = "Deklarasi Pilkada Damai di Arunika\n\nWarga berkumpul di alun-alun. "


def find(text: str) -> list[str]:
    return list(signatory.find(parse(f"{OPENING}{text}")).value)


def joined(who: list[str]) -> str:
    return " dan ".join([", ".join(who[:-1]), who[-1]]) if len(who) > 1 else who[0]


@pytest.mark.parametrize(
    "frame",
    [
        "Naskah ditandatangani oleh {who}.",
        "Naskah ditandatangani {who}, disaksikan Bupati.",
        "Naskah kemudian diteken {who} di atas kain putih.",
        "Naskah di tanda tangani oleh {who} sebagai tanda sepakat.",
        "Kain putih dibubuhi tanda tangan {who} seusai acara.",
        "Acara ditutup dengan penandatanganan naskah oleh {who}, disaksikan Dandim.",
        "Urutan penandatanganan: {who}.",
        "Yang menandatangani piagam itu adalah {who}.",
        "Yang membubuhkan tanda tangan secara berturut-turut : {who}.",
        "Setelah itu, {who} menandatangani naskah.",
        "Selanjutnya {who} membubuhkan tanda tangan di papan.",
        "Usai pembacaan ikrar, {who} turut meneken naskah itu.",
    ],
)
@given(who=st.lists(st.sampled_from(WHO), min_size=1, max_size=4, unique=True))
def test_whoever_is_said_to_have_signed_is_listed(frame: str, who: list[str]) -> None:
    assert find(frame.format(who=joined(who))) == who


@pytest.mark.parametrize(
    "text",
    [
        "Naskah akan ditandatangani oleh para ketua partai.",
        "Para ketua partai diminta menandatangani naskah.",
        "Tidak ada penandatanganan oleh para ketua partai.",
        "Deklarasi disaksikan Kapolres Arunika dan Dandim.",
        "Sebelumnya, 14 partai telah meneken ikrar damai.",
        "Para ketua partai meneken ikrar serupa tahun lalu.",
        "Kapolres Arunika membubuhkan tanda tangan selaku saksi.",
        "Keduanya lalu membubuhkan tanda tangan.",
        "Berita acara langsung di teken di tempat.",
        "Foto: para ketua partai menandatangani naskah.",
        "Warga membaca naskah.",
        "Surat edaran itu ditandatangani Menteri Dalam Negeri.",
        "Naskah ditandatangani dan disaksikan banyak orang.",
        "Yang bertanda tangan :\nsemua yang hadir di sana.",
    ],
)
def test_nobody_is_listed_who_is_not_said_to_have_signed(text: str) -> None:
    assert find(f"\n{text}") == []


def test_a_list_of_those_who_signed_is_read_line_by_line() -> None:
    text = "\n\nYang bertanda tangan :\n1. Kepala Desa ( Sutarno )\n2. Ketua BPD\n- Ketua RT\n\nMengetahui, Camat"
    assert find(text) == ["Kepala Desa", "Ketua BPD", "Ketua RT"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Tiga pasangan calon Bupati dan Wakil Bupati Arunika menandatangani naskah.", 1),
        ("Naskah diteken Sekda/ Kapolres/ perwakilan camat dan Ketua KPU.", 4),
        ("Naskah ditandatangani 18 Ketua/Sekretaris Parpol.", 1),
        ("Naskah ditandatangani pada Selasa (24/9/2024) oleh tiga paslon dan KPU.", 2),
        ("Paslon nomor urut 1 dan 2 membubuhkan tanda tangan.", 1),
        ("Naskah diteken tiga paslon dan 18 partai.", 2),
        ("Naskah diteken Kapolres AKBP Budi, M.Tr.Opsla., Dandim dan Ketua KPU.", 3),
        ("Naskah diteken Kapolres AKBP Budi Santosa, S.I.K., Dandim serta Ketua KPU.", 3),
        ("Naskah diteken Pasangan Calon Nomor Urut 1; setelah itu pimpinan partai, KPU dan Bawaslu.", 4),
    ],
)
def test_what_belongs_together_stays_together(text: str, who: int) -> None:
    assert len(find(text)) == who


def test_who_signs_later_is_listed_too_and_a_bare_mention_is_not() -> None:
    text = "Para paslon menandatangani naskah. Naskah diteken Ketua KPU dan Ketua Bawaslu. Camat ikut menandatangani."
    assert find(text) == ["Ketua KPU", "Ketua Bawaslu", "Camat"]


def test_a_subject_far_away_is_cut() -> None:
    assert find(f"{'kata ' * 150}menandatangani naskah.") == []


@given(
    st.lists(st.sampled_from(["diteken", "oleh", "dan", ",", ";", "/", "Ketua KPU", "S.H.", "menandatangani", "\n"]))
)
def test_signatories_lie_inside_the_text(words: list[str]) -> None:
    article = parse(f"{OPENING}{' '.join(words)}.")
    for start, end in signatory.find(article).spans:
        assert 0 <= start < end <= len(article.text)


def test_a_sentence_without_any_signing_adds_nobody() -> None:
    text = (
        "\n\nWarga membaca naskah bersama Ketua RT. Deklarasi itu ditandatangani oleh Ketua BPD. Hujan turun di desa."
    )
    assert find(text) == ["Ketua BPD"]
