"""XLSX with a sheet for each thing: text cells only, row by row, the archive checked before it is opened (R24)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.xml import DEFUSEDXML, LXML

from ikrar.channels.spreadsheet import archive
from ikrar.channels.spreadsheet.table import LONGEST_CELL
from ikrar.channels.spreadsheet.xlsx_file import BROKEN, cell_of, near, text_in, writable
from ikrar.core.errors import BadInput, TooLarge

WIDE: Final = 24  # characters a column shows
_CHUNK: Final = 1_000_000


def write(sheets: Mapping[str, tuple[str, ...]], rows: Iterable[tuple[str, tuple[str, ...]]]) -> bytes:
    """Return a book with the named sheets and their columns, filled with (sheet, cells), every cell of type text (R25).

    Raises BadInput for a character that no sheet can hold.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Ikrar"
    made = {name: _sheet(book, name, columns) for name, columns in sheets.items()}
    out = io.BytesIO()
    try:
        for name, cells in rows:
            if not writable(cells):
                raise BadInput("Satu sel memuat karakter yang tidak dapat disimpan dalam XLSX. Pakai CSV.")
            made[name].append([cell_of(made[name], value) for value in cells])
    finally:  # a sheet that is not ended stays open
        book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, columns: tuple[str, ...]) -> Any:
    """Make a sheet whose columns are text, so that a code or date typed below stays what was typed."""
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for n in range(1, len(columns) + 1):
        dimension = sheet.column_dimensions[get_column_letter(n)]
        dimension.width, dimension.number_format = WIDE, "@"
    sheet.append([cell_of(sheet, value) for value in columns])
    return sheet


def read(
    data: bytes, sheets: Mapping[str, tuple[str, ...]], *, most_rows: int, most_bytes: int
) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield the filled rows of the named sheets as (sheet, row number, cell by column); other sheets are left alone.

    Raises TooLarge beyond the limits, and BadInput for what is no plain book: a formula, a number, a missing column, no
    sheet of that name.
    """
    if not DEFUSEDXML or LXML:
        raise BadInput("XLSX tidak dapat dibaca dengan aman di instalasi ini. Pakai CSV.")
    packed = archive.checked(data, most_bytes=most_bytes)
    try:
        for member in packed.infolist():
            _refuse_doctype(packed, member.filename)
        with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)) as book:
            known = [sheet for sheet in book.worksheets if sheet.title in sheets]
            if not known:
                raise BadInput("Berkas XLSX ini tidak punya lembar bernama: {sheets}.", sheets=", ".join(sheets))
            for sheet in known:
                yield from _rows(sheet, sheets[sheet.title], most_rows)
    except BROKEN:
        raise archive.unreadable() from None


def _refuse_doctype(packed: Any, name: str) -> None:
    """Look through a member piece by piece, so that no more than a piece of it is unpacked at once."""
    with packed.open(name) as member:
        before = b""
        while piece := member.read(_CHUNK):
            if archive.DOCTYPE.search(before + piece):
                raise archive.unreadable()
            before = piece[-32:]


def _rows(sheet: Any, columns: tuple[str, ...], most_rows: int) -> Iterator[tuple[str, int, dict[str, str]]]:
    sheet.reset_dimensions()
    names: list[str] = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > most_rows + 1:
            raise TooLarge("Paling banyak {rows} baris.", rows=most_rows)
        cells = [text_in(cell, number, at) for at, cell in enumerate(near(row), start=1)]
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise TooLarge("Satu sel paling panjang {longest} karakter.", longest=LONGEST_CELL)
        if not names:
            names = _names([cell.strip() for cell in cells], sheet.title, columns)
        elif any(cells):
            if any(cells[len(names) :]):
                raise BadInput("Baris {row} punya isi di luar kolom yang bernama.", row=number)
            yield sheet.title, number, dict.fromkeys(columns, "") | dict(zip(names, cells, strict=False))


def _names(names: list[str], title: str, columns: tuple[str, ...]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    if sorted(names) != sorted(columns):
        raise BadInput("Lembar {sheet} harus memuat kolom: {columns}.", sheet=title, columns=", ".join(columns))
    return names
