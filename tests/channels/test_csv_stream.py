"""CSV of any length: the very bytes and rows of the table that fits into memory, piece by piece."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.channels.spreadsheet import csv_file, csv_stream
from ikrar.channels.spreadsheet.table import MARKER, Table
from ikrar.core.errors import BadInput, NotText, TooLarge
from tests.channels.test_spreadsheet import ROWS

COLUMNS = ("kode", "nama", "wilayah")
Found = list[tuple[int, dict[str, str]]]


def read(data: bytes, most: int = 1_000) -> Found:
    return list(csv_stream.read(io.BytesIO(data), most_rows=most))


@given(ROWS)
def test_r25_it_writes_the_very_bytes_of_the_table(rows: list[tuple[str, str, str]]) -> None:
    assert b"".join(csv_stream.write(COLUMNS, rows)) == csv_file.write(Table(COLUMNS, tuple(rows)))


@given(ROWS)
def test_r25_what_is_written_is_read_back_to_the_letter(rows: list[tuple[str, str, str]]) -> None:
    found = read(b"".join(csv_stream.write(COLUMNS, rows)))
    assert [tuple(cells.values()) for _, cells in found] == [row for row in rows if any(row)]


@given(st.integers(1, 400))
def test_it_writes_in_pieces_and_asks_for_rows_only_as_it_goes(count: int) -> None:
    asked = 0

    def rows() -> Iterator[tuple[str, str, str]]:
        nonlocal asked
        for n in range(count):
            asked += 1
            yield str(n), "x" * 1_000, ""

    pieces = csv_stream.write(COLUMNS, rows())
    first = next(pieces)
    assert asked <= 70
    assert first.startswith(b"\xef\xbb\xbfkode,nama,wilayah,")
    assert b"".join(pieces).count(b"\r\n") + first.count(b"\r\n") == count + 1


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_are_left_out() -> None:
    assert read(b"kode,nama\n,\n\n91.10,Sarmi\n") == [(4, {"kode": "91.10", "nama": "Sarmi"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comma_semicolon_and_tab_with_any_line_end_and_a_mark(delimiter: str, end: str, mark: str) -> None:
    text = f"{mark}kode{delimiter}nama{end}91.10{delimiter}Sarmi{end}"
    assert read(text.encode()) == [(2, {"kode": "91.10", "nama": "Sarmi"})]


def test_a_cell_may_hold_lines_and_quotes_and_a_short_row_ends_in_empty_cells() -> None:
    assert read(b'kode,nama,wilayah\n"a\nb","x ""y"""\n') == [
        (2, {"kode": "a\nb", "nama": 'x "y"', "wilayah": ""}),
    ]


def test_only_the_apostrophe_that_the_marker_names_is_taken_off() -> None:
    found = read(f"kode,{MARKER},nama\n'=a,1,'=b\n'c,,'d\n".encode())
    assert found == [(2, {"kode": "=a", "nama": "'=b"}), (3, {"kode": "'c", "nama": "'d"})]


def test_columns_without_a_name_at_the_end_are_no_columns() -> None:
    assert read(b"kode;;\n91;;\n") == [(2, {"kode": "91"})]


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", BadInput, "kosong"),
        (b"\n", BadInput, "kosong"),
        (b",,,\na\n", BadInput, "kosong"),
        (b"kode,,nama\n", BadInput, "memerlukan nama"),
        (b"kode,kode\n", BadInput, "hanya boleh sekali"),
        (b"kode\na,b\n", BadInput, "Baris 2"),
        (b'kode\nb\n"a', BadInput, "baris 3"),
        (b'kode\n"a"b\n', BadInput, "baris 2"),
        (b"kode\n\xff\n", NotText, "UTF-8"),
        (b"\xff\xfek\x00", NotText, "UTF-8"),
        (b"kode\n" + b"x" * 33_000 + b"\n", TooLarge, "32767"),
        (b"kode\n" + b"x" * 140_000 + b"\n", BadInput, "baris 2"),
        (b"kode\n" + b"x\n" * 1_001, TooLarge, "1000"),
        (",".join(f"k{n}" for n in range(61)).encode(), TooLarge, "60"),
        (b"," * 1_000_000, BadInput, "kosong"),
        (b"a," * 1_000_000, TooLarge, "60"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, error: type[BadInput], says: str) -> None:
    with pytest.raises(error, match=says):
        read(data)
