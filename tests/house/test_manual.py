"""The operator's manual says what is there: labels stand on a screen, addresses exist, the product serves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import resolve
from docs import build, manual_pages

from tests.house import messages

PAGES = sorted(manual_pages.FOLDER.glob("*.md"))


def labels(text: str) -> list[str]:
    """Return what a page prints in bold: words that stand exactly so on the screen."""
    return [" ".join(label.split()) for label in re.findall(r"\*\*([^*]+)\*\*", text)]


@pytest.fixture(scope="module")
def shown() -> set[str]:
    """Every sentence the product can show."""
    return {sentence for sentence, _ in messages.shown()}


def test_the_manual_covers_what_an_operator_meets() -> None:
    slugs = [re.sub(r"^\d\d-", "", path.stem) for path in PAGES]
    for wanted in (
        "apa-itu-ikrar", "masuk-pertama", "dari-artikel", "menyusun-naskah", "ditinjau-lembaga-lain", "membekukan",
        "memperbaiki", "berkas-keluar-masuk", "yang-dilihat-warga", "memeriksa-sidik", "administrator",
        "bila-ada-masalah", "keselamatan", "daftar-istilah", "gambar-tersegel", "komitmen-dan-rumusan",
        "mengikuti-dan-menyematkan", "kalender-tahapan",
    ):  # fmt: skip
        assert wanted in slugs


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_label_of_the_manual_stands_on_a_screen(path: Path, shown: set[str]) -> None:
    assert [label for label in labels(path.read_text(encoding="utf-8")) if label not in shown] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_address_of_the_manual_exists(path: Path) -> None:
    for address in re.findall(r"`(/(?:[a-z0-9-]+/)*)`", path.read_text(encoding="utf-8")):
        assert resolve(address), address


def test_the_product_serves_the_manual_as_it_is_written() -> None:
    assert build.MANUAL.read_text(encoding="utf-8") == manual_pages.built(), "run: make docs"


def test_a_page_becomes_blocks_of_words() -> None:
    text = "# Judul\n\nTekan **Simpan** di `/periksa/`, *jangan*\nlupa `x`.\n\n## Bagian 2\n\n1. satu\n2. dua\n"
    text += "   - [istilah](17-daftar-istilah.md#a)\n"
    page = manual_pages.page("17-daftar-istilah.md", text)
    assert (page["slug"], page["title"]) == ("daftar-istilah", "Judul")
    first, heading, steps = page["blocks"]
    assert [(s["kind"], s["text"]) for s in first["spans"]] == [
        ("text", "Tekan "),
        ("label", "Simpan"),
        ("text", " di "),
        ("code", "/periksa/"),
        ("text", ", "),
        ("emphasis", "jangan"),
        ("text", " "),
        ("text", "lupa "),
        ("code", "x"),
        ("text", "."),
    ]
    assert [s.get("to") for s in first["spans"] if s["kind"] == "code"] == ["/periksa/", None]
    assert heading["anchor"] == "bagian-2"
    assert steps["kind"] == "ordered_list"
    link = steps["lines"][1][1]["lines"][0][0]["spans"][0]
    assert link == {"kind": "link", "text": "istilah", "page": "daftar-istilah", "anchor": "a"}


def test_a_table_keeps_its_head_and_rows() -> None:
    page = manual_pages.page("17-daftar-istilah.md", "# J\n\n| A | B |\n| --- | --- |\n| 1 | **2** |\n")
    (table,) = page["blocks"]
    assert [cell[0]["text"] for cell in table["head"]] == ["A", "B"]
    assert table["rows"] == [[[{"kind": "text", "text": "1"}], [{"kind": "label", "text": "2"}]]]


@pytest.mark.parametrize(
    "text",
    [
        "Tanpa judul\n",
        "# J\n\n### Terlalu dalam\n",
        "# J\n\n```\nkode\n```\n",
        "# J\n\n![gambar](x.png)\n",
        "# J\n\n[keluar](https://contoh.example/)\n",
        "# J\n\n[hilang](99-hilang.md)\n",
    ],
)
def test_what_the_product_would_not_show_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        manual_pages.page("17-daftar-istilah.md", text)


def test_a_label_that_no_screen_shows_is_seen(shown: set[str]) -> None:
    assert [one for one in labels("Tekan **Simpan**, lalu **Terbangkan\nbalon**.") if one not in shown] == [
        "Terbangkan balon"
    ]
