"""Files of declarations: what goes out comes back to the byte, and a hostile file is refused and no more."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings

from ikrar.channels.exchange import file, json_lines
from ikrar.channels.spreadsheet import book, csv_stream
from ikrar.core.declaration import exchange, sheet
from ikrar.core.declaration.canonical import canonical_bytes
from ikrar.core.declaration.exchange import Copy
from ikrar.core.errors import BadInput, InvalidField, NotText, TooLarge
from tests.core.declaration.texts import FULL
from tests.core.declaration.travelling import COPY, WORDING, copies

ABOUT = {"time": "2026-01-01T00:00:00Z", "address": "=https://ikrar.example"}
MANY = pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])


def written(kind: str, *of: Copy) -> bytes:
    return b"".join(file.write(of, kind, ABOUT))


def read(data: bytes) -> file.Found:
    return file.read(io.BytesIO(data), len(data))


def back(data: bytes) -> list[Copy]:
    entries, problems = read(data)
    assert not problems, problems
    return [entry.copy for entry in entries]


def faults(data: bytes) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, str(p.error)) for p in read(data)[1]]


# --- round trip -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "xlsx"])
@settings(max_examples=6, deadline=None)
@given(copy=copies)
def test_decision28_every_file_comes_back_to_the_same_declaration(kind: str, copy: Copy) -> None:
    assert back(written(kind, copy)) == [copy]


@MANY
def test_many_declarations_come_back_in_their_order(kind: str) -> None:
    many = [replace(COPY, ref=letter * 26) for letter in "BAC"]
    assert back(written(kind, *many)) == many


def test_a_formula_never_stands_in_a_cell_and_the_marker_says_where_one_was_guarded() -> None:
    copy = replace(COPY, versions=(replace(WORDING, operation="=1+1"),))
    text = written("csv", copy).decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'=https://ikrar.example" in text
    assert csv_stream.MARKER in text.splitlines()[0]
    cells = openpyxl.load_workbook(io.BytesIO(written("xlsx", copy)))["naskah"]
    assert {c.data_type for row in cells.iter_rows() for c in row if c.value is not None} == {"s"}


def test_a_book_has_a_sheet_for_each_thing_with_columns_of_text() -> None:
    found = openpyxl.load_workbook(io.BytesIO(written("xlsx", COPY)))
    assert found.sheetnames == list(sheet.SHEETS)
    assert found["naskah"].freeze_panes == "A2"
    assert found["naskah"].column_dimensions["F"].number_format == "@"
    assert found["poin"]["D2"].value == "Menolak provokasi."


def test_a_json_array_and_a_document_over_lines_are_read_too() -> None:
    assert back(json.dumps([exchange.to_json(COPY)]).encode()) == [COPY]
    assert back(json.dumps([exchange.to_json(COPY)], indent=2).encode()) == [COPY]
    assert back(json_lines.document(COPY)) == [COPY]


def test_a_file_of_no_known_kind_is_not_written() -> None:
    with pytest.raises(BadInput, match="jsonl"):
        file.write([COPY], "ods", ABOUT)


# --- filled by hand ---------------------------------------------------------------------------------------------------


HEAD = "baris;deklarasi;versi;nomor;judul;wilayah;tanggal;teks;lembaga;pendaftar\r\n"
BY_HAND = (
    HEAD
    + "naskah;A1;1;;Deklarasi Damai;35.28;2024-08-16;;;35.28/kpu\r\n"
    + "pihak;A1;1;1;;;;;KPU Kabupaten Pamekasan;\r\n"
    + "poin;A1;1;2;;;;Menolak hoaks.;;\r\n;;;;;;;;;\r\npoin;A1;1;1;;;;Menjaga persatuan.;;\r\n"
)


def test_a_secretary_may_fill_the_columns_she_has_with_semicolons_and_rows_in_any_order() -> None:
    (copy,) = back(BY_HAND.encode())
    text = json.loads(copy.versions[0].canonical)
    assert [p["text"] for p in text["points"]] == ["Menjaga persatuan.", "Menolak hoaks."]
    assert (copy.ref, copy.institution, copy.example, text["language"]) == ("A1", "35.28/kpu", False, "id")
    assert copy.versions[0].frozen_at is None


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("naskah;A1;1;;", "naskah;;1;;", 2, "deklarasi"),
        ("naskah;A1;1;;", "naskah;A2;1;;", 2, "poin"),
        ("poin;A1;1;2", "butir;A1;1;2", 4, "baris"),
        ("poin;A1;1;2", "poin;A1;1;1", 6, "deklarasi"),
        ("poin;A1;1;2", "poin;A1;1;3", 2, "poin"),
        ("poin;A1;1;2", "poin;A1;1;dua", 2, "versi"),
        ("poin;A1;1;2", "poin;A1;2;2", 4, "deklarasi"),
        ("poin;A1;1;2", "poin_terjemahan;A1;1;1", 2, "terjemahan"),
        ("poin;A1;1;2", "sambungan;A1;1;1", 2, "sambungan"),
        ("2024-08-16", "16/8/2024", 2, "tanggal"),
        ("35.28;2024", "0xZZ;2024", 2, "wilayah"),
        ("Deklarasi Damai", " ", 2, "judul"),
        ("Menolak hoaks.", "Menolak \u202ehoaks.", 2, "poin"),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(old: str, new: str, row: int, column: str) -> None:
    found = faults(BY_HAND.replace(old, new).encode())
    assert (row, column) in {(r, c) for r, c, _ in found}, found


def test_two_rows_of_one_version_and_a_wrong_digest_are_told() -> None:
    again = BY_HAND + BY_HAND.splitlines(keepends=True)[1]
    assert faults(again.encode()) == [(7, "deklarasi", "Baris ini sama dengan baris 2; hapus salah satu.")]
    wrong = replace(COPY, versions=(replace(WORDING, canonical=canonical_bytes(replace(FULL, closing="Lain."))),))
    rows = written("csv", wrong).decode("utf-8-sig").replace(wrong.versions[0].digest, WORDING.digest)
    assert [(c, "sidik" in why) for _, c, why in faults(rows.encode())] == [("sidik", True)]


def test_versions_of_one_declaration_must_agree_about_who_registered_it() -> None:
    second = replace(WORDING, number=2, canonical=canonical_bytes(replace(FULL, closing="Lain.")))
    text = written("csv", replace(COPY, versions=(WORDING, second))).decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    at = next(n for n in range(len(lines) - 1, 0, -1) if lines[n].startswith("naskah"))
    lines[at] = lines[at].replace("98.01/kpu", "98.01/lain")
    assert [c for _, c, _ in faults("".join(lines).encode())] == ["pendaftar"]
    assert [c for _, c, _ in faults(text.replace(",ya,", ",mungkin,").encode())] == ["contoh"]


def test_a_fault_in_one_json_line_is_told_by_its_number_and_the_others_are_read() -> None:
    lines = [exchange.about_line(ABOUT), exchange.line(COPY), b"{broken\n", b"\n", exchange.line(COPY)]
    entries, problems = read(b"".join(lines))
    assert [entry.rows for entry in entries] == [(2,), (5,)]
    assert [(p.row, str(p.error)) for p in problems] == [(3, "Bukan JSON dalam UTF-8.")]
    many = exchange.line(COPY) + b"[]\n" * (json_lines.MOST_PROBLEMS + 5)
    assert len(read(many)[1]) == json_lines.MOST_PROBLEMS


# --- hostile and broken -----------------------------------------------------------------------------------------------


def xlsx(**sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        one = made.create_sheet(name)
        for row in rows:
            one.append(row)
    if not sheets:
        made.create_sheet("lain")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 20_000_000)
    return out.getvalue()


GOOD_BOOK = written("xlsx", COPY)
COLUMNS = [list(sheet.SHEETS["poin"])]


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", BadInput, "kosong"),
        (b"\xef\xbb\xbf \n", BadInput, "kosong"),
        (b"{", BadInput, "JSON"),
        (b"[1,2", BadInput, "JSON"),
        (b"[]\n[]", BadInput, "larik"),
        (written("jsonl", COPY).decode().encode("utf-16"), NotText, "UTF-8"),
        (BY_HAND.encode("utf-16"), NotText, "UTF-8"),
        (BY_HAND.replace("hoaks", "hoaksé").encode("latin-1"), NotText, "UTF-8"),
        (b"nama,umur\r\na,1\r\n", InvalidField, "deklarasi"),
        (BY_HAND.replace("judul", "judl").encode(), InvalidField, "judul"),
        (b";".join([b"a"] * 1_000_000), TooLarge, "kolom"),
        (HEAD.encode() + b";".join([b"a"] * 100_000), BadInput, "di luar kolom"),
        (HEAD.encode() + b'naskah;"', BadInput, "baris 2"),
        (HEAD.encode() + b"naskah;" + b"x" * 200_000, BadInput, "baris 2"),
        (HEAD.encode() + b"naskah;" + b"x" * 40_000, TooLarge, "32767"),
        (b"a;a\r\n", BadInput, "hanya boleh sekali"),
        (b";;\r\n", BadInput, "kosong"),
        (GOOD_BOOK[:-2_000], BadInput, "XLSX"),
        (b"PK\x03\x04" + b"\0" * 100, BadInput, "XLSX"),
        (bomb(), TooLarge, "terlalu banyak"),
        (xlsx(), BadInput, "lembar bernama"),
        (xlsx(poin=[["a", "b"]]), BadInput, "harus memuat kolom"),
        (xlsx(poin=[*COLUMNS, ["A", "1", 1, "x", ""]]), BadInput, "bukan teks"),
        (xlsx(poin=[*COLUMNS, ["A", "1", "1", "=x", ""]]), BadInput, "bukan teks"),
        (xlsx(poin=[*COLUMNS, ["A", "1", "1", "x", "", "", "y"]]), BadInput, "di luar kolom"),
        (xlsx(poin=[*COLUMNS, [""] * 2_000 + ["x"]]), TooLarge, "kolom"),
    ],
)
def test_r24_a_file_that_cannot_be_read_is_refused_in_a_sentence(data: bytes, error: type[BadInput], says: str) -> None:
    with pytest.raises(error, match=says):
        read(data)


def test_r24_every_half_of_a_file_is_refused_or_has_faults_and_never_breaks() -> None:
    for kind in ("json", "jsonl", "csv"):
        whole = written(kind, COPY)
        for end in range(1, len(whole) - 2, 97):
            try:
                entries, problems = read(whole[:end])
            except BadInput:
                continue
            assert problems or not entries or entries[0].copy.versions[0].digest == WORDING.digest


def test_r24_a_document_type_in_a_book_is_refused() -> None:
    out = io.BytesIO(GOOD_BOOK)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/theme/x.xml", b" " * 999_990 + b"<!DOCTYPE a>")
    with pytest.raises(BadInput, match="XLSX"):
        read(out.getvalue())


def test_too_much_is_refused_before_it_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (("MOST_BYTES", written("jsonl", COPY)), ("MOST_BOOK", GOOD_BOOK)):
        monkeypatch.setattr(file, name, 100)
        with pytest.raises(TooLarge):
            read(data)
        monkeypatch.undo()
    monkeypatch.setattr(file, "MOST_ROWS", 1)
    for data in (BY_HAND.encode(), xlsx(poin=[*COLUMNS, ["a"] * 5, ["b"] * 5])):
        with pytest.raises(TooLarge, match="1 baris"):
            read(data)
    monkeypatch.setattr(json_lines, "LONGEST", 50)
    for data in (b"{}\n" + b" " * 60, b"{\n" + b" " * 60, b"{}\n" + b"x" * 60):
        with pytest.raises(TooLarge):
            read(data)


def test_without_the_safe_parser_no_book_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "DEFUSEDXML", False)
    with pytest.raises(BadInput, match="aman"):
        read(GOOD_BOOK)


def test_a_cell_longer_than_a_sheet_holds_and_what_no_sheet_can_hold_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(book, "LONGEST_CELL", 5)
    with pytest.raises(TooLarge, match="5 karakter"):
        list(book.read(xlsx(a=[["x"], ["y" * 6]]), {"a": ("x",)}, most_rows=9, most_bytes=10**6))
    with pytest.raises(BadInput, match="CSV"):
        book.write({"a": ("x",)}, [("a", ("\x01",))])
