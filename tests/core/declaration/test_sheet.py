"""Declarations as tables: every column is a contract with those who fill them in, and every fault has its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from ikrar.core.declaration import sheet
from ikrar.core.declaration.canonical import canonical_bytes
from ikrar.core.declaration.exchange import Copy
from ikrar.core.declaration.sheet import PIECE, Row
from ikrar.core.errors import BadInput, ForbiddenText, InvalidField
from tests.core.declaration.texts import FULL
from tests.core.declaration.travelling import COPY, WORDING, copies

REF = "A" * 26

#: The columns as they are promised: a name that changes breaks files that people keep.
PROMISED = {
    "naskah": [
        "deklarasi",
        "versi",
        "judul",
        "pemilihan",
        "wilayah",
        "tanggal",
        "tempat",
        "bahasa",
        "pembukaan",
        "penutup",
        "mengikuti",
        "mengganti",
        "operasi",
        "tautan_sumber",
        "alasan",
        "dibekukan",
        "sidik",
        "pendaftar",
        "nama_pendaftar",
        "pemeriksa",
        "contoh",
    ],
    "poin": ["deklarasi", "versi", "nomor", "teks", "jenis_komitmen"],
    "pihak": ["deklarasi", "versi", "nomor", "jabatan", "lembaga", "kedudukan", "atas_nama"],
    "saksi": ["deklarasi", "versi", "nomor", "jabatan", "lembaga", "kedudukan"],
    "terjemahan": ["deklarasi", "versi", "bahasa", "judul", "pembukaan", "penutup"],
    "poin_terjemahan": ["deklarasi", "versi", "nomor", "teks"],
    "sambungan": ["deklarasi", "versi", "lembar", "nomor", "kolom", "urutan", "isi"],
    "keterangan": ["kolom", "isi"],
}

ROWS = [
    (
        "naskah",
        REF,
        "1",
        "CONTOH Deklarasi Pilkada Damai",
        "pilkada-2024",
        "98.01",
        "2024-08-16",
        "Aula Sanggar",
        "id",
        "Kami berikrar:",
        "Demikian.",
        "a" * 64,
        "b" * 64,
        "Operasi Rekaan",
        "https://berita.example/a?b=c",
        "",
        "2024-08-16T05:00:00.000123Z",
        WORDING.digest,
        "98.01/kpu",
        "KPU Kabupaten Lembah Arunika",
        "98.01/bawaslu",
        "ya",
    ),
    ("poin", REF, "1", "1", "Menolak provokasi.", "NO_PROVOCATION"),
    ("poin", REF, "1", "2", "Menangkal hoaks.", "NO_HOAX PUBLIC_CALM"),
    ("pihak", REF, "1", "1", "Ketua", "KPU Kabupaten Rekaan", "penyelenggara", ""),
    ("pihak", REF, "1", "2", "", "Partai A", "", "pasangan calon 1"),
    ("saksi", REF, "1", "1", "Camat", "Kecamatan Rekaan", ""),
    ("terjemahan", REF, "1", "en", "CONTOH Pledge", "We pledge:", "So be it."),
    ("poin_terjemahan", REF, "1", "1", "One."),
    ("poin_terjemahan", REF, "1", "2", "Two."),
]


def rows(copy: Copy = COPY) -> list[Row]:
    """Return the rows of a declaration as a reader gives them, each numbered from 2."""
    found = enumerate(sheet.rows_of(copy), start=2)
    return [Row(name, n, dict(zip(sheet.SHEETS[name], cells, strict=True))) for n, (name, cells) in found]


def changed(which: int, **cells: str) -> list[Row]:
    """Return the rows with cells of one of them replaced."""
    found = rows()
    found[which] = replace(found[which], cells={**found[which].cells, **cells})
    return found


def faults(of: list[Row]) -> list[tuple[str, int, str]]:
    """Return where something is wrong."""
    return [(p.sheet, p.row, p.column) for p in sheet.from_rows(of)[1]]


def test_the_columns_are_those_that_were_promised() -> None:
    assert {name: list(columns) for name, columns in sheet.SHEETS.items()} == PROMISED


def test_the_one_table_of_csv_has_each_column_once_and_begins_with_the_kind_of_row() -> None:
    assert sheet.COLUMNS[0] == "baris"
    assert len(set(sheet.COLUMNS)) == len(sheet.COLUMNS)
    assert set(sheet.COLUMNS) == {"baris"}.union(*PROMISED.values())


def test_a_declaration_is_written_as_a_row_for_each_thing() -> None:
    assert [(name, *cells) for name, cells in sheet.rows_of(COPY)] == ROWS


def test_a_row_of_a_sheet_stands_in_the_one_table_under_the_same_names() -> None:
    cells = dict(zip(sheet.COLUMNS, sheet.flat("poin", ROWS[1][1:]), strict=True))
    assert {k: v for k, v in cells.items() if v} == {
        "baris": "poin",
        "deklarasi": REF,
        "versi": "1",
        "nomor": "1",
        "teks": "Menolak provokasi.",
        "jenis_komitmen": "NO_PROVOCATION",
    }


def test_where_a_file_is_from_is_told_in_rows_that_are_never_read_back() -> None:
    told = list(sheet.about_rows({"time": "now", "declarations": 3}))
    assert told == [("keterangan", ("time", "now")), ("keterangan", ("declarations", "3"))]
    entries, problems = sheet.from_rows([Row("keterangan", 2, {"kolom": "time", "isi": "now"}), *rows()])
    assert ([e.copy for e in entries], problems) == ([COPY], ())


@settings(max_examples=15)
@given(copies)
def test_what_is_written_in_rows_is_read_back_whole_in_any_order(copy: Copy) -> None:
    for order in (rows(copy), rows(copy)[::-1]):
        entries, problems = sheet.from_rows(order)
        assert (problems, [e.copy for e in entries]) == ((), [copy])


def test_the_place_of_each_version_is_kept() -> None:
    second = replace(WORDING, number=2, canonical=canonical_bytes(replace(FULL, closing="Lain.")), reason="Salah.")
    (entry,) = sheet.from_rows(rows(replace(COPY, versions=(WORDING, second))))[0]
    assert (entry.sheet, entry.rows) == ("naskah", (2, 2 + len(ROWS)))


@pytest.mark.parametrize("length", [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE + 7])
def test_a_text_longer_than_a_cell_goes_on_in_pieces(length: int) -> None:
    long = replace(WORDING, canonical=canonical_bytes(replace(FULL, closing="x" * length, points=("y" * length, "z"))))
    copy = replace(COPY, versions=(long,))
    found = rows(copy)
    assert max(len(cell) for row in found for cell in row.cells.values()) <= PIECE
    assert sum(row.sheet == "sambungan" for row in found) == 2 * ((length - 1) // PIECE)
    assert [e.copy for e in sheet.from_rows(found)[0]] == [copy]


def test_a_missing_piece_is_no_silent_loss() -> None:
    long = replace(WORDING, canonical=canonical_bytes(replace(FULL, closing="x" * 3 * PIECE)))
    found = rows(replace(COPY, versions=(long,)))
    pieces = [n for n, row in enumerate(found) if row.sheet == "sambungan"]
    assert faults([row for n, row in enumerate(found) if n != pieces[0]]) == [("naskah", 2, "sambungan")]
    assert faults([row for n, row in enumerate(found) if n != pieces[1]]) == [("naskah", 2, "sidik")]


@pytest.mark.parametrize(
    ("which", "cells", "column"),
    [
        (0, {"judul": ""}, "judul"),
        (0, {"pemilihan": "Pilkada 2024"}, "pemilihan"),
        (0, {"wilayah": "9801"}, "wilayah"),
        (0, {"tanggal": "16 Agustus 2024"}, "tanggal"),
        (0, {"tempat": "Aula\u202eSanggar"}, "tempat"),
        (0, {"bahasa": "xx"}, "bahasa"),
        (0, {"pembukaan": "\u0007"}, "pembukaan"),
        (0, {"penutup": "\ue000"}, "penutup"),
        (0, {"mengikuti": "abc"}, "mengikuti"),
        (0, {"mengganti": "abc"}, "mengganti"),
        (0, {"dibekukan": "kemarin"}, "dibekukan"),
        (0, {"dibekukan": "2024-08-16"}, "dibekukan"),
        (0, {"sidik": "0" * 64}, "sidik"),
        (0, {"contoh": "mungkin"}, "contoh"),
        (0, {"judul": "Deklarasi"}, "judul"),
        (1, {"teks": " "}, "poin"),
        (1, {"nomor": "3"}, "poin"),
        (1, {"nomor": "²"}, "versi"),
        (1, {"nomor": "12345"}, "versi"),
        (3, {"jabatan": "", "lembaga": ""}, "pihak"),
        (5, {"nomor": "7"}, "saksi"),
        (6, {"deklarasi": "lain"}, "terjemahan"),
    ],
)
def test_a_fault_is_told_at_the_row_of_its_version_with_the_column(
    which: int, cells: dict[str, str], column: str
) -> None:
    assert ("naskah", 2, column) in faults(changed(which, **cells))


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"deklarasi": " "}, ("poin", 3, "deklarasi")),
        ({"versi": "2"}, ("poin", 3, "deklarasi")),
        ({"nomor": "2"}, ("poin", 4, "deklarasi")),
    ],
)
def test_a_row_that_belongs_to_nothing_or_is_there_twice_is_told_where_it_stands(
    cells: dict[str, str], place: tuple[str, int, str]
) -> None:
    assert place in faults(changed(1, **cells))


def test_a_row_of_no_known_sheet_and_one_of_empty_cells() -> None:
    assert faults([*rows(), Row("catatan", 20, {"deklarasi": "x", "versi": "1"})]) == [("catatan", 20, "baris")]
    assert faults([*rows(), Row("catatan", 20, {"deklarasi": "", "versi": ""})]) == []


@pytest.mark.parametrize(
    ("error", "column"),
    [
        (InvalidField("x", field="title"), "judul"),
        (InvalidField("x", field="points.3"), "poin"),
        (InvalidField("x", field="pledging_offices.1.capacity"), "pihak"),
        (InvalidField("x", field="witnesses.2.office"), "saksi"),
        (InvalidField("x", field="translation.title"), "terjemahan"),
        (InvalidField("x", field="source_url"), "tautan_sumber"),
        (InvalidField("x", field="sidik"), "sidik"),
        (ForbiddenText("x", field="preamble", position=3), "pembukaan"),
        (BadInput("x"), ""),
    ],
)
def test_an_error_of_a_field_is_told_with_the_column_a_person_looks_at(error: BadInput, column: str) -> None:
    assert sheet.column_of(error) == column
