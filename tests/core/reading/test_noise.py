"""Which lines of a page are not its story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading.noise import load
from tests.core.reading.reader import parse

NOISE = load()
STORY = (
    "Warga berkumpul di pendopo pada pagi hari untuk membaca ikrar bersama-sama dengan tertib dan tenang, lalu pulang."
)


def left(text: str) -> list[str]:
    """Give the lines that remain of a text."""
    out = [text[start:end] for start, end in NOISE.spans(text)]
    for noise in out:
        text = text.replace(noise, "", 1)
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "Dilihat 213 kali",
        "Post Views: 87",
        "1.087 x dibaca",
        "56 Shares",
        "2 menit membaca",
        "3 Komentar",
        "Bagikan: Facebook | X | WhatsApp",
        "Facebook Twitter WhatsApp",
        "[Tweet] [Share] [Kirim]",
        "#pilkadadamai #lawanhoaks",
        "TAGS: Pemilu, Polres",
        "Editor : Wening",
        "(LM) Editor: Wening",
        "Ditulis oleh : Wening",
        "COPYRIGHT © KABAR 2024",
        "Situs ini menggunakan cookie untuk pengalaman Anda",
        "- Baca Selengkapnya: Panen Raya",
        "Baca juga: Harga Cabai Naik Lagi",
        "(Baca Juga : Panen Raya)",
        "Tulis komentar dengan tagar #JernihBerkomentar.",
    ],
)
def test_a_line_of_the_page_goes(line: str) -> None:
    assert left(f"{STORY}\n{line}\n{STORY}") == [STORY, STORY]


@pytest.mark.parametrize(
    "line",
    [
        STORY,
        "Komentar warga terhadap acara itu beragam sekali, kata Wening.",
        "Sumber daya manusia menjadi perhatian utama dalam rapat itu.",
        "Oleh karena itu, warga diminta menjaga ketertiban bersama.",
        "1. Menolak hoaks dan ujaran kebencian",
        "- Laporan dana kampanye disampaikan dengan jujur",
        "Isi deklarasi:",
        "18 partai hadir",
        "Baca juga buku tentang pemilu damai, kata Wening kepada warga " * 4,
        "2024",
        "Lainnya hadir",
        "Terkini, warga telah pulang ke rumah masing-masing.",
    ],
)
def test_a_line_of_the_story_stays(line: str) -> None:
    assert line in left(f"{STORY}\n{line}\n{STORY}")


def test_a_link_that_stands_alone_takes_the_headlines_below_it() -> None:
    assert left(f"{STORY}\nBaca juga:\nPanen Raya di Dusun\n{STORY}") == [STORY, STORY]
    assert left(f"{STORY}\nBACA JUGA\n- Panen Raya\n- Harga Cabai\n- Jalan Baru\n{STORY}") == [STORY, STORY]
    assert left(f"{STORY}\nBaca juga:\nPanen Raya\nIsi ikrar itu:\n1. Damai.") == [STORY, "Isi ikrar itu:", "1. Damai."]
    assert left(f"{STORY}\nBaca juga: Panen Raya\nIkrar Damai Dibaca\n{STORY}") == [STORY, "Ikrar Damai Dibaca", STORY]


def test_after_the_story_everything_goes() -> None:
    assert left(f"{STORY}\nBerita Terkait:\nPanen 2016\nHarga Cabai …\n") == [STORY]


def test_a_side_bar_goes_and_the_story_below_it_stays() -> None:
    bar = "TERPOPULER\n1. Deklarasi Damai 2017 Digelar\n2. Harga Cabai"
    assert left(f"{bar}\n{STORY}\nDamai.\n{STORY}") == [STORY, "Damai.", STORY]
    assert left(f"{STORY}\n{bar}\n{STORY}\n{STORY}") == [STORY, STORY, STORY]
    assert left(f"{bar}\n{STORY}") == [STORY]


@pytest.mark.parametrize(
    "above",
    [
        "https://kabar.contoh.id/2024/08/27/ikrar",
        "Beranda > Berita > Daerah",
        "Selasa, 27 Agustus 2024 | 10:30 WIB",
        "BERITA DAERAH",
        "⏩ Diteruskan berkali-kali",
        "Siaran Pers",
    ],
)
def test_a_headline_is_found_below_what_pages_put_above_it(above: str) -> None:
    article = parse(f"{above}\n\nIkrar Damai Dibacakan\n\n{STORY}")
    assert article.show(article.headline) == "Ikrar Damai Dibacakan"


@pytest.mark.parametrize(
    "headline", ["Pilkada Damai 27 November 2024 di Dusun", "Deklarasi Damai", "Berita Acara Serah Terima"]
)
def test_a_headline_is_not_passed_over(headline: str) -> None:
    article = parse(f"{headline}\n\n{STORY}")
    assert article.show(article.headline) == headline


@given(st.text())
def test_spans_are_whole_lines_in_order(text: str) -> None:
    done = 0
    for start, end in NOISE.spans(text):
        assert done <= start < end <= len(text)
        assert start == 0 or text[start - 1] == "\n"
        done = end
