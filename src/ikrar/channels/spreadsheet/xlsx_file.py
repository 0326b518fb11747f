"""XLSX, one sheet of text cells; formulas are neither written nor believed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import closing
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML, LXML

from ikrar.channels.spreadsheet import archive
from ikrar.channels.spreadsheet.table import MOST_COLUMNS, MOST_ROWS, Table, table_of
from ikrar.core.errors import BadInput, TooLarge

SHEET = "Ikrar"
FARTHEST = 1_000  # columns of a row, empty ones too
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
BROKEN = (InvalidFileException, ParseError, DefusedXmlException, *archive.BROKEN)


def write(table: Table) -> bytes:
    """Return a table as XLSX bytes whose every cell is of type text, whatever it begins with (R25).

    Raises BadInput for a character that no sheet can hold.
    """
    lines = (table.columns, *table.rows)
    if not all(writable(line) for line in lines):
        raise BadInput("Satu sel memuat karakter yang tidak dapat disimpan dalam XLSX. Pakai CSV.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for line in lines:
        sheet.append([cell_of(sheet, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def writable(cells: Sequence[str]) -> bool:
    """Say whether a sheet can hold every character of the cells."""
    return not any(_UNWRITABLE.search(value) for value in cells)


def cell_of(sheet: Any, value: str) -> Any:
    """Return a cell of type text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type, cell.number_format = "s", "@"  # openpyxl took "=..." for a formula a moment ago
    return cell


def read(data: bytes) -> Table:
    """Read the first sheet of XLSX bytes into a table of text, after checking the archive without opening it (R24).

    A cell that holds a formula or a number is refused with its place: a number has already lost what 91.10 was.
    Raises TooLarge beyond the limits and BadInput for anything that is no plain sheet.
    """
    try:
        check(data)
        return _first_sheet(data)
    except BROKEN:
        raise archive.unreadable() from None


def check(data: bytes) -> dict[str, list[str]]:
    """Look through an archive before its sheets are opened; returns the ranges of merged cells by member.

    Raises TooLarge and BadInput for what no plain sheet is (R24), and what :data:`BROKEN` names.
    """
    if not DEFUSEDXML or LXML:
        raise BadInput("XLSX tidak dapat dibaca dengan aman di instalasi ini. Pakai CSV.")
    packed = archive.checked(data)
    merged: dict[str, list[str]] = {}
    for member in packed.infolist():
        content = packed.read(member)
        if archive.DOCTYPE.search(content):
            raise archive.unreadable()
        merged[member.filename] = [found.decode() for found in _MERGED.findall(content)]
    return merged


def _first_sheet(data: bytes) -> Table:
    with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)) as book:
        if not book.worksheets:
            raise archive.unreadable()
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = [near(row) for row in islice(sheet.iter_rows(), MOST_ROWS + 2)]
    if len(rows) > MOST_ROWS + 1:
        raise TooLarge("Paling banyak {rows} baris.", rows=MOST_ROWS)
    return table_of([[text_in(cell, n, at) for at, cell in enumerate(row, 1)] for n, row in enumerate(rows, 1)])


def near(row: Sequence[Any]) -> Sequence[Any]:
    """Refuse a row with cells far away at once: the reader fills the space before them."""
    if len(row) > FARTHEST or any(cell.value is not None for cell in row[MOST_COLUMNS + 1 :]):
        raise TooLarge("Paling banyak {rows} baris dan {columns} kolom.", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return row[: MOST_COLUMNS + 1]


def text_in(cell: Any, row: int, column: int) -> str:
    """Return a cell's text; raises BadInput with its place for a formula or a number."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or not isinstance(value, str):
        raise BadInput(
            "Sel baris {row} kolom {column} bukan teks. Ubah format kolom menjadi Teks, lalu ketik ulang isinya.",
            row=row,
            column=column,
        )
    return value
