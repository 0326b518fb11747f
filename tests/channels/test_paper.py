"""A declaration on paper: the same bytes each time, nothing of its text taken for an order, and read back whole."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from ikrar.channels.document import pdf_attachment
from ikrar.channels.document.opener import Opener
from ikrar.channels.exchange import file, json_lines
from ikrar.channels.paper import declaration, press
from ikrar.channels.paper.declaration import Sheet
from ikrar.core.declaration.canonical import PledgingOffice, canonical_bytes
from ikrar.core.declaration.exchange import Copy
from ikrar.core.errors import BadInput, Missing, Refused, TooLarge
from tests.core.declaration.texts import FULL
from tests.core.declaration.travelling import COPY, WORDING, copies

SHEET = Sheet("Kabupaten Lembah Arunika", "Pilkada 2024", "https://ikrar.example/deklarasi/X/versi/1/")
HOSTILE = (
    '#read("/etc/passwd")',
    "#include(sys.inputs.data)",
    "$ sum_(x) $ \\u{41} \\",
    "*tebal* _miring_ `kode` <label> @rujukan = judul",
    '"); #panic("x',
    "#set page(width: 1pt)",
)


def of(**changes: object) -> Copy:
    """Return a declaration with parts of its text replaced."""
    text = replace(FULL, **changes)
    kinds = ((),) * len(text.points)
    plain = replace(WORDING, canonical=canonical_bytes(text), kinds=kinds, translation=None)
    return replace(COPY, versions=(plain,))


def made(copy: Copy = COPY, language: str = "id", number: int = 1) -> bytes:
    return declaration.pdf(copy, number, SHEET, language)


def words(data: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(data)).split())


def test_it_shows_text_kinds_offices_witnesses_translation_digest_and_that_nobody_signed() -> None:
    said = words(made())
    for part in (
        "CONTOH Deklarasi Pilkada Damai",
        "CONTOH / EXAMPLE",
        "16 Agustus 2024",
        "Aula Sanggar",
        "Kabupaten Lembah Arunika",
        "Operasi Rekaan",
        "Menolak provokasi.",
        "Ketua, KPU Kabupaten Rekaan",
        "atas nama pasangan calon 1",
        "Camat, Kecamatan Rekaan",
        "Tidak resmi",
        "We pledge:",
        WORDING.digest[:8],
        WORDING.digest[-8:],
        "Salinan ini tidak memuat tanda tangan.",
        "https://ikrar.example/deklarasi/X/versi/1/",
        "Halaman 1 dari",
    ):
        assert part in said, part


def test_a_kind_is_told_in_plain_words_in_the_language_of_the_page() -> None:
    copy = replace(COPY, versions=(replace(WORDING, kinds=(("NO_HOAX",), ())),))
    names = {one.code: one for one in declaration._kinds()}
    for language in ("id", "en"):
        assert names["NO_HOAX"].meaning[language][:30] in words(made(copy, language))
    said = words(made(language="en"))
    assert "This copy holds no signatures" in said
    assert "August" in said
    assert "Menolak provokasi." in said


def test_the_same_declaration_is_the_same_bytes_whatever_was_made_between() -> None:
    first = hashlib.sha256(made()).hexdigest()
    press._made.cache_clear()
    made(of(closing="Lain."))
    press._compiler.cache_clear()
    with override("en"):
        assert hashlib.sha256(made()).hexdigest() == first
    assert made(language="en") != made()


def test_it_is_an_archival_document_with_the_day_of_freezing_as_its_date() -> None:
    data = made()
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    assert document.info[0]["CreationDate"].startswith(b"D:20240816050000")
    assert b"<pdfaid:part>3</pdfaid:part>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_a_declaration_is_ever_read_as_typst(hostile: str) -> None:
    offices = (PledgingOffice(hostile, hostile, hostile, hostile),)
    copy = of(title=f"CONTOH {hostile}", points=(hostile,), preamble=hostile, closing=hostile, pledging_offices=offices)
    said = words(made(copy)).replace(" ", "")
    assert said.count(hostile.replace(" ", "")) >= 5
    assert "root:" not in said


def test_the_whole_declaration_and_its_canonical_bytes_are_attached_and_read_back() -> None:
    data = made()
    with Opener() as opener:
        assert json.loads(opener.attached(data))["versions"][0]["digest"] == WORDING.digest
    entries, problems = file.read(io.BytesIO(data), len(data))
    assert ([entry.copy for entry in entries], problems) == ([COPY], ())


@settings(max_examples=5)
@given(copies)
def test_decision28_whatever_was_frozen_comes_back_from_paper_to_the_byte(copy: Copy) -> None:
    data = made(copy)
    entries, problems = json_lines.read(io.BytesIO(pdf_attachment.read(data)[0].text.encode()))
    assert ([entry.copy for entry in entries], problems) == ([copy], ())


@pytest.mark.parametrize("count", [1, 9, 120])
def test_any_number_of_points_and_offices_keeps_its_numbers_over_the_pages(count: int) -> None:
    points = tuple(f"Butir nomor {n}." for n in range(1, count + 1))
    offices = tuple(PledgingOffice(f"Ketua {n}", None, None, None) for n in range(1, count + 1))
    said = words(made(of(points=points, pledging_offices=offices)))
    for n in (1, count):
        assert f"{n}. Butir nomor {n}." in said
        assert f"Ketua {n}" in said


def test_a_long_title_is_cut_only_in_the_running_head() -> None:
    title = "CONTOH " + "Deklarasi Damai " * 17
    said = words(made(of(title=title.strip(), points=tuple(f"Butir {n}." for n in range(60)))))
    assert title.strip() in said
    assert "…" in said


def test_what_is_kept_of_made_documents_is_bounded() -> None:
    assert press._made.cache_info().maxsize == press.KEPT
    press._made.cache_clear()
    made()
    made()
    assert press._made.cache_info().hits == 1


def test_the_attached_canonical_text_has_the_printed_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_attachment, "NAME", "naskah.json")
    (found,) = pdf_attachment.read(made())
    assert hashlib.sha256(found.text.encode()).hexdigest() == WORDING.digest


def test_letters_that_no_font_has_do_not_stop_it_and_it_says_so() -> None:
    data = made(of(points=("Menjaga 和平 bersama.",)))
    assert "tidak ada dalam fon" in words(data)
    assert b"pdfaid" not in data
    (copy,) = [entry.copy for entry in file.read(io.BytesIO(data), len(data))[0]]
    assert "和平" in copy.versions[0].canonical.decode()


def test_arabic_and_combined_letters_are_in_the_fonts() -> None:
    assert b"pdfaid" in made(of(preamble="بسم الله الرحمن الرحيم", closing="ḍ é ñ — “…”"))


def test_a_superseded_version_says_which_one_counts() -> None:
    second = replace(WORDING, number=2, canonical=canonical_bytes(replace(FULL, closing="Lain.")), reason="Salah.")
    copy = replace(COPY, versions=(WORDING, second))
    assert "diganti versi 2" in words(made(copy))
    newest = words(made(copy, number=2))
    assert "diganti" not in newest
    assert "Salah." in newest
    with pytest.raises(Missing):
        made(copy, number=3)


def test_what_a_declaration_leaves_out_leaves_no_empty_heading() -> None:
    bare = replace(
        of(preamble=None, closing=None, place=None, event_date=None).versions[0], witnesses=(), frozen_at=None
    )
    said = words(declaration.pdf(replace(COPY, versions=(bare,), example=False), 1, Sheet("", "", "https://x"), "id"))
    for part in ("Saksi", "Terjemahan", "Tempat", "Tanggal", "CONTOH / EXAMPLE", "Dibekukan"):
        assert part not in said


def test_what_is_too_long_for_paper_is_refused_with_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "MOST", 100)
    with pytest.raises(TooLarge, match="JSON"):
        made(of(closing="Terlalu panjang."))


def test_data_a_template_cannot_set_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match="tidak dapat disusun"):
        press.pdf("declaration", {"title": "tanpa isi"}, lacking="")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Names 5 >> endobj trailer << /Root 1 0 R >>",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    ],
)
def test_r24_a_pdf_that_is_broken_or_carries_nothing_is_refused(data: bytes) -> None:
    for broken in (data, made()[: len(data) * 40]):
        with pytest.raises(BadInput):
            pdf_attachment.read(broken)


def test_r24_too_much_in_a_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_attachment, "LARGEST", 10)
    with pytest.raises(TooLarge):
        pdf_attachment.read(made())
    with Opener() as opener, pytest.raises(TooLarge):
        opener.attached(b"%PDF-" + b" " * 25_000_001)
