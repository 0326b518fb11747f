"""CSV of any length, row by row: what :mod:`csv_file` does for a table that fits into memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

from ikrar.channels.spreadsheet.csv_file import DELIMITERS
from ikrar.channels.spreadsheet.table import LONGEST_CELL, MARKER, MOST_COLUMNS, guarded, unguarded
from ikrar.core.errors import BadInput, NotText, TooLarge

LONGEST_HEAD: Final = 20_000  # characters of the row of names
_CHUNK: Final = 64 * 1024


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a table as CSV with a byte order mark, guarded cells and their marker column (R25), piece by piece."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    lines.writerow([*columns, MARKER])
    for row in rows:
        lines.writerow(guarded(row))
        if out.tell() >= _CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def read(opened: BinaryIO, *, most_rows: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the filled rows of CSV bytes as (row number, cell by column), without the apostrophes the writer put.

    Raises NotText when the bytes are no UTF-8, BadInput when a row cannot be told apart or is wider than its names,
    TooLarge beyond the limits; each names the row.
    """
    text = io.TextIOWrapper(opened, encoding="utf-8-sig", newline="")
    number = 0
    try:
        first = text.readline(LONGEST_HEAD)
        delimiter = max(DELIMITERS, key=first.count)
        names = _names(next(csv.reader([first], delimiter=delimiter, strict=True), []))
        number = 1
        for line in csv.reader(text, delimiter=delimiter, strict=True):
            number += 1
            if number > most_rows + 1:
                raise TooLarge("Paling banyak {rows} baris.", rows=most_rows)
            if any(line):
                yield number, _cells(names, line, number)
    except UnicodeDecodeError:
        raise NotText("Simpan berkas ini sebagai CSV UTF-8, atau sebagai XLSX, lalu coba lagi.") from None
    except csv.Error:
        raise BadInput("Tanda kutip di baris {row} tidak tertutup dengan benar.", row=number + 1) from None
    finally:
        text.detach()  # who opened it closes it


def _names(line: list[str]) -> list[str]:
    names = [name.strip() for name in line]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise BadInput("Berkas ini kosong. Baris pertamanya harus berisi nama kolom.")
    if len(names) > MOST_COLUMNS:
        raise TooLarge("Paling banyak {columns} kolom.", columns=MOST_COLUMNS)
    if not all(names) or len(set(names)) != len(names):
        raise BadInput("Setiap kolom memerlukan nama, dan setiap nama hanya boleh sekali.")
    return names


def _cells(names: list[str], line: list[str], number: int) -> dict[str, str]:
    if any(line[len(names) :]):
        raise BadInput("Baris {row} punya isi di luar kolom yang bernama.", row=number)
    if any(len(cell) > LONGEST_CELL for cell in line):
        raise TooLarge("Satu sel paling panjang {longest} karakter.", longest=LONGEST_CELL)
    cells = dict(zip(names, [*line, *[""] * (len(names) - len(line))], strict=False))
    marker = cells.pop(MARKER, "")
    if not marker:
        return cells
    bare = [name for name in names if name != MARKER]
    return dict(zip(bare, unguarded([cells[name] for name in bare], marker), strict=True))
