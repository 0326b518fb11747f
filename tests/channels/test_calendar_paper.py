"""The calendar of an election on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from pdfminer.high_level import extract_pages, extract_text

from ikrar.channels.paper.calendar import Line, Sheet, pdf
from ikrar.core.errors import TooLarge

QUIET = Line("24 – 26 November 2024", "Masa tenang (selesai)", "Tidak boleh ada kampanye.", ("29 Juni: sumber lain",))
SHEET = Sheet(
    "Pilkada Serentak 2024",
    (("Hari pemungutan suara", "Rabu, 27 November 2024"), ("Wilayah", "")),
    (QUIET, Line("24 November 2024", "Bagian", "x", part=True)),
    "Menurut PKPU 2/2024.",
    "Keadaan pada Minggu, 22 November 2026 (WIB).",
    date(2026, 11, 22),
    "https://ikrar.example/kalender/pilkada-2024/",
    example=False,
)
HOSTILE = ('#read("/etc/passwd")', "$ sum $ \\u{41}", "*tebal* _miring_ @rujukan = judul", '"); #panic("x')


def words(data: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(data)).split())


def test_it_shows_days_names_meaning_readings_source_state_and_address() -> None:
    said = words(pdf(SHEET, "id"))
    for part in (SHEET.title, QUIET.days, QUIET.name, QUIET.about, *QUIET.notes, SHEET.sources, SHEET.state):
        assert part in said
    assert SHEET.address in said
    assert "CONTOH" not in said
    assert "Halaman 1 dari 1" in said


def test_it_is_a4_and_a_long_one_has_more_pages_with_the_title_on_each() -> None:
    pages = list(extract_pages(io.BytesIO(pdf(replace(SHEET, lines=(QUIET,) * 60), "id"))))
    assert len(pages) > 2
    assert (round(pages[0].width), round(pages[0].height)) == (595, 842)


def test_every_page_says_of_which_day_it_is() -> None:
    data = pdf(replace(SHEET, lines=(QUIET,) * 60, foot="Ikrar · keadaan 22 November 2026"), "id")
    assert words(data).count("keadaan 22 November 2026") == len(list(extract_pages(io.BytesIO(data))))
    assert "Ikrar · kalender tahapan" in words(pdf(SHEET, "id"))


def test_an_example_is_marked_on_every_page() -> None:
    long = replace(SHEET, example=True, lines=(QUIET,) * 60)
    data = pdf(long, "id")
    assert words(data).count("CONTOH / EXAMPLE") == len(list(extract_pages(io.BytesIO(data))))
    assert "This election is fictional." in words(pdf(replace(SHEET, example=True), "en"))


def test_the_same_day_gives_the_same_bytes() -> None:
    assert pdf(SHEET, "id") == pdf(replace(SHEET), "id")
    assert pdf(SHEET, "id") != pdf(SHEET, "en")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_an_order(text: str) -> None:
    assert " ".join(text.split()) in words(pdf(replace(SHEET, lines=(Line("x", text, text),)), "id"))


def test_a_letter_without_a_font_is_told_of() -> None:
    assert "tampak kosong" in words(pdf(replace(SHEET, lines=(Line("x", "\U00012000", "x"),)), "id"))


def test_what_is_too_long_for_paper_is_refused() -> None:
    with pytest.raises(TooLarge):
        pdf(replace(SHEET, title="x" * 1_600_000), "id")
