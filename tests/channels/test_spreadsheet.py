"""Tables in CSV and XLSX: round trip to the letter, no formula (R25), no bomb (R24), no number where a code stood."""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.channels.spreadsheet import archive, csv_file, file, table, xlsx_file
from ikrar.channels.spreadsheet.table import MARKER, Table
from ikrar.core.errors import BadInput, NotText, TooLarge

START = st.sampled_from(
    ["", "=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", "'", "'=", " =", "\u00a0=", "91.10", "#N/A"]
)
LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), max_size=12)
CELL = st.builds(lambda a, b: a + b, START, LETTERS)
ROWS = st.lists(st.tuples(CELL, CELL, CELL), max_size=6)
KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx"])


def of(rows: list[tuple[str, str, str]]) -> Table:
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    return Table(("kode", "nama", "wilayah"), tuple(rows))


# --- round trip and R25 -----------------------------------------------------------------------------------------------


@KINDS
@given(rows=ROWS)
def test_r25_what_is_written_is_read_back_to_the_letter(kind: str, rows: list[tuple[str, str, str]]) -> None:
    assert file.read(file.write(of(rows), kind)) == of(rows)


@given(ROWS)
def test_r25_no_cell_of_an_xlsx_is_a_formula_and_all_are_text(rows: list[tuple[str, str, str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file.write(of(rows), "xlsx")))
    kinds = {cell.data_type for line in book.active.iter_rows() for cell in line if cell.value is not None}
    assert kinds <= {"s"}


@given(ROWS)
def test_r25_no_cell_of_a_csv_begins_a_formula(rows: list[tuple[str, str, str]]) -> None:
    text = file.write(of(rows), "csv").decode("utf-8-sig")
    for line in csv.reader(io.StringIO(text, newline="")):
        assert not any(table.dangerous(cell) for cell in line)


def test_r25_only_the_own_apostrophe_is_taken_off_again() -> None:
    found = of([("'=mine", "=theirs", "'plain")])
    text = csv_file.write(found).decode("utf-8-sig")
    assert "'=mine,'=theirs,'plain,2" in text
    assert csv_file.read(text.encode()) == found


def test_r25_without_the_marker_column_an_apostrophe_stays() -> None:
    assert csv_file.read(b"kode\r\n'=a\r\n").rows == (("'=a",),)


def test_a_marker_that_says_nonsense_takes_nothing_off() -> None:
    assert csv_file.read(f"kode,{MARKER}\r\n'=a,x 9 \u00b2\r\n".encode()).rows == (("'=a",),)


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_with_comma_semicolon_or_tab_and_codes_stay_text(delimiter: str) -> None:
    assert csv_file.read(f"kode{delimiter}nama\n91.10{delimiter}Sarmi\n".encode()).rows == (("91.10", "Sarmi"),)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", BadInput, "kosong"),
        (b"\r\n\r\n", BadInput, "kosong"),
        (b"kode\n\xff\n", NotText, "UTF-8"),
        (b'kode\n"a', BadInput, "kutip"),
        (b"kode,\nx,y\n", BadInput, "di luar kolom"),
        (b"kode,kode\nx,y\n", BadInput, "hanya boleh sekali"),
        (b",kode\nx,y\n", BadInput, "memerlukan nama"),
        (b"kode\n" + b"x\n" * 10_001, TooLarge, "10000"),
        (",".join(f"k{n}" for n in range(61)).encode(), TooLarge, "60 kolom"),
        (b"kode\n" + b"x" * 32_768, TooLarge, "32767"),
        (b"x" * 5_000_001, TooLarge, "5 MB"),
    ],
)
def test_a_csv_that_cannot_be_used_is_refused_with_what_to_do(data: bytes, error: type[BadInput], words: str) -> None:
    with pytest.raises(error, match=words):
        file.read(data)


def test_a_kind_that_is_neither_is_refused() -> None:
    with pytest.raises(BadInput, match="csv atau xlsx"):
        file.write(of([]), "ods")


# --- XLSX and R24 -----------------------------------------------------------------------------------------------------


def sheet(*cells: object) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["kode"])
    book.active.append(list(cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cell", ["=1+1", 91.10, True])
def test_a_formula_or_a_number_is_refused_with_its_place(cell: object) -> None:
    with pytest.raises(BadInput, match="baris 2 kolom 1"):
        xlsx_file.read(sheet(cell))


@pytest.mark.parametrize("cell", ["a\x01", "a\r"])
def test_a_character_no_sheet_can_hold_is_refused(cell: str) -> None:
    with pytest.raises(BadInput, match="CSV"):
        xlsx_file.write(Table(("kode",), ((cell,),)))


def test_too_many_rows_of_a_sheet_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 1)
    with pytest.raises(TooLarge, match="1 baris"):
        xlsx_file.read(file.write(of([("a", "b", "c")] * 2), "xlsx"))


def test_without_the_safe_parser_no_xlsx_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "DEFUSEDXML", False)
    with pytest.raises(BadInput, match="aman"):
        xlsx_file.read(sheet("a"))


def packed(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda info: None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            book.writestr(info, data)
    return out.getvalue()


def repacked(**members: bytes) -> bytes:
    """A real sheet with one member replaced; the name is given without its folder."""
    with zipfile.ZipFile(io.BytesIO(sheet("a"))) as book:
        content = {name: book.read(name) for name in book.namelist()}
    for short, data in members.items():
        (name,) = [n for n in content if n.endswith(f"{short}.xml")]
        content[name] = data
    return packed(content)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'


def _link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def _lying() -> bytes:
    data = bytearray(packed({"xl/a.xml": b"x" * 5_000}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def _named_twice() -> bytes:
    data = packed({"aa": b"1", "ab": b"2"})
    return data.replace(b"ab", b"aa")


BOMBS: dict[str, Callable[[], bytes]] = {
    "200 MB declared in 195 kB": lambda: packed({"xl/a.xml": b"\0" * 200_000_000}),
    "a ratio over 100": lambda: packed({"xl/a.xml": b"\0" * 2_000_000}),
    "too many members": lambda: packed({f"{n}": b"" for n in range(201)}),
    "billion laughs": lambda: repacked(sheet1=LAUGHS),
    "billion laughs in UTF-16": lambda: repacked(sheet1=LAUGHS.decode().encode("utf-16")),
    "zip slip": lambda: packed({"../../etc/x": b"1"}),
    "zip slip of another system": lambda: packed({"..\\x": b"1"}),
    "an absolute name": lambda: packed({"/etc/x": b"1"}),
    "a drive": lambda: packed({"C:x": b"1"}),
    "a link": lambda: packed({"x": b"/etc/passwd"}, _link),
    "a name twice": _named_twice,
    "a size that lies": _lying,
    "no archive": lambda: b"PK\x03\x04 and nothing",
    "no sheet": lambda: packed({"a": b"1"}),
    "a torn sheet": lambda: repacked(sheet1=b"<worksheet><sheetData><row>"),
    "a torn workbook": lambda: repacked(workbook=b"<x/>"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_r24_every_bomb_is_refused_by_a_sentence_and_never_opened(name: str) -> None:
    with pytest.raises(BadInput, match="Berkas ini"):
        xlsx_file.read(BOMBS[name]())


@pytest.mark.parametrize(
    "name", ["200 MB declared in 195 kB", "a ratio over 100", "too many members", "zip slip", "a link"]
)
def test_r24_what_an_archive_declares_is_checked_before_anything_is_unpacked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = BOMBS[name]()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **k: pytest.fail("unpacked"))
    with pytest.raises(BadInput):
        xlsx_file.read(data)


def test_r24_an_encrypted_or_strangely_packed_member_is_refused() -> None:
    data = bytearray(packed({"a": b"1"}))
    for offset, value in ((8, 1), (10, 12)):
        changed = bytearray(data)
        at = changed.rindex(b"PK\x01\x02") + offset
        changed[at] = value
        with pytest.raises(BadInput, match="bukan XLSX"):
            archive.checked(bytes(changed))


def test_a_cell_far_away_is_refused_without_filling_the_space_between() -> None:
    for place in ("BK1", "XFD1", "BK9000"):
        book = openpyxl.Workbook()
        book.active["A1"] = "kode"
        book.active[place] = "jauh"
        out = io.BytesIO()
        book.save(out)
        with pytest.raises(TooLarge, match="60 kolom"):
            xlsx_file.read(out.getvalue())


def test_R24_xml_from_strangers_is_parsed_without_entities_though_a_faster_parser_is_installed() -> None:
    assert importlib.util.find_spec("lxml") is not None
    command = (
        "import ikrar.channels.spreadsheet.file; from openpyxl.xml import DEFUSEDXML, LXML; print(DEFUSEDXML, LXML)"
    )
    bare = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}
    done = subprocess.run([sys.executable, "-c", command], env=bare, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
