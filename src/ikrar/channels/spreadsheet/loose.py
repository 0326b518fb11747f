"""Tables as people really fill them: everything that cannot be read is told at once, each with its row and column.

What a spreadsheet program made of a typed day, hour or whole number is read back where nothing was lost by it; a
decimal number has lost what 91.10 was, and a formula is never believed.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from ikrar.channels.spreadsheet import archive, csv_file, xlsx_file
from ikrar.channels.spreadsheet.file import MOST_BYTES
from ikrar.channels.spreadsheet.table import LONGEST_CELL, MOST_ROWS, Table, table_of
from ikrar.core.errors import BadInput, TooLarge
from ikrar.core.institution.sheet import Problem

HEAD: Final = 1  # the row of names; what concerns the whole file is told there
MOST_MERGED: Final = 50


@dataclass(frozen=True)
class Loose:
    """What could be read, a cell that could not left empty, and every problem."""

    table: Table
    problems: tuple[Problem, ...]


def read(data: bytes) -> Loose:
    """Read CSV or XLSX bytes, the kind seen from the bytes; collects what is wrong with single cells.

    Raises TooLarge beyond the limits and BadInput for what is no table at all.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge("Berkas paling besar 5 MB. Pecah menjadi beberapa berkas.")
    problems: list[Problem] = []
    lines = _xlsx(data, problems) if data.startswith(b"PK") else csv_file.lines_of(data)
    width = _width(lines)
    for number, line in enumerate(lines[1:], start=2):
        if any(line[width:]):
            problems.append(Problem(number, "", BadInput("Ada isi di luar kolom yang bernama. Hapus isinya.")))
            del line[width:]
    return Loose(table_of(lines), tuple(sorted(problems, key=lambda one: one.row)))


def _width(lines: Sequence[Sequence[str]]) -> int:
    """Return how many columns are named: up to the last name."""
    return max((n for n, name in enumerate(lines[0], start=1) if name.strip()), default=0) if lines else 0


def _xlsx(data: bytes, problems: list[Problem]) -> list[list[str]]:
    try:
        merged = xlsx_file.check(data)
        with closing(load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)) as book:
            if not book.worksheets:
                raise archive.unreadable()
            first = book.worksheets[0]  # of the book's own order: its member may have any name
            lines = _lines(first, problems)
            others = [sheet.title for sheet in book.worksheets[1:] if _filled(sheet)]
    except xlsx_file.BROKEN:
        raise archive.unreadable() from None
    if others:
        message = "Hanya lembar pertama yang dibaca. Pindahkan isi lembar {sheets} ke berkas lain."
        problems.append(Problem(HEAD, "", BadInput(message, sheets=", ".join(others))))
    for cells in merged.get(first._worksheet_path, [])[:MOST_MERGED]:
        message = "Sel {cells} digabung. Pisahkan, lalu isi setiap barisnya."
        problems.append(Problem(_row_of(cells), "", BadInput(message, cells=cells)))
    return lines


def _row_of(cells: str) -> int:
    return int("".join(sign for sign in cells.partition(":")[0] if sign.isdigit()))


def _filled(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(), MOST_ROWS)
    return any(cell.value is not None for row in rows for cell in xlsx_file.near(row))


def _lines(sheet: Any, problems: list[Problem]) -> list[list[str]]:
    sheet.reset_dimensions()
    names: list[str] = []
    lines: list[list[str]] = []
    for number, row in enumerate(islice(sheet.iter_rows(), MOST_ROWS + 2), start=1):
        cells = []
        for at, cell in enumerate(xlsx_file.near(row)):
            try:
                cells.append(_text(cell))
            except BadInput as error:
                problems.append(Problem(number, names[at] if at < len(names) else "", error))
                cells.append("")
        names = names or [name.strip() for name in cells]
        lines.append(cells)
    if len(lines) > MOST_ROWS + 1:
        raise TooLarge("Paling banyak {rows} baris.", rows=MOST_ROWS)
    return lines


def _text(cell: Any) -> str:
    """Return what a cell says as text; raises BadInput for what was lost or is only worked out."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f" or (isinstance(value, str) and cell.data_type == "e"):
        raise BadInput("Sel ini berisi rumus atau kesalahan rumus. Ganti dengan isinya sebagai teks.")
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            raise TooLarge("Satu sel paling panjang {longest} karakter.", longest=LONGEST_CELL)
        return value
    found = _plain(value)
    if found is None:
        raise BadInput("Sel ini bukan teks. Ubah kolomnya menjadi Teks, lalu ketik ulang isinya.")
    return found


def _plain(value: object) -> str | None:
    """Return a day, an hour or a whole number as it was typed; None for what cannot be told any more."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H.%M") if not value.second else None
    whole = isinstance(value, int | float) and not isinstance(value, bool) and float(value).is_integer()
    return f"{value:.0f}" if whole else None
