"""A table of text, and the guard that keeps spreadsheet programs from taking a cell for a formula (R25).

In CSV a dangerous cell gets a leading apostrophe, and the marker column says in which columns of its row one was put
(decision 28): so the reader strips exactly what the writer put, and an apostrophe of the author's own stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import BadInput, TooLarge

MARKER: Final = "ikrar_pengaman"
GUARD: Final = "'"
#: What makes a spreadsheet take a cell for a formula, also in full width, and after spaces that it throws away.
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 32_767  # what a cell of a spreadsheet program holds


@dataclass(frozen=True)
class Table:
    """Column names and rows of text, every row as long as the names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def dangerous(cell: str) -> bool:
    """Say whether a spreadsheet program might read a formula in this text."""
    return cell.startswith(DANGEROUS) or cell.strip(" \u00a0\u3000\ufeff").startswith(DANGEROUS)


def guarded(row: Sequence[str]) -> tuple[str, ...]:
    """Return a row with its dangerous cells made harmless, and the marker cell that names them by number from 1."""
    at = [n for n, cell in enumerate(row) if dangerous(cell)]
    cells = [GUARD + cell if n in at else cell for n, cell in enumerate(row)]
    return (*cells, " ".join(str(n + 1) for n in at))


def unguarded(row: Sequence[str], marker: str) -> tuple[str, ...]:
    """Return a row without the apostrophes that the marker cell names."""
    at = {int(word) - 1 for word in marker.split() if word.isascii() and word.isdigit()}
    return tuple(cell[1:] if n in at and cell.startswith(GUARD) else cell for n, cell in enumerate(row))


def table_of(lines: Sequence[Sequence[str]]) -> Table:
    """Build a table from lines, the first of which names the columns; lines of empty cells at the end are dropped.

    Raises BadInput for no line or a column without or with another's name, TooLarge for more than the stated limits.
    """
    filled = [list(line) for line in lines]
    while filled and not any(filled[-1]):
        filled.pop()
    if not filled:
        raise BadInput("Berkas ini kosong. Baris pertamanya harus berisi nama kolom.")
    columns = [name.strip() for name in filled[0]]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS or len(filled) - 1 > MOST_ROWS:
        raise TooLarge("Paling banyak {rows} baris dan {columns} kolom.", rows=MOST_ROWS, columns=MOST_COLUMNS)
    if not all(columns) or len(set(columns)) != len(columns):
        raise BadInput("Setiap kolom memerlukan nama, dan setiap nama hanya boleh sekali.")
    return _stripped(columns, [_fit(line, len(columns)) for line in filled[1:]])


def _fit(line: list[str], width: int) -> list[str]:
    if any(line[width:]):
        raise BadInput("Ada isi di luar kolom yang bernama. Hapus isinya, atau beri nama kolomnya.")
    if any(len(cell) > LONGEST_CELL for cell in line):
        raise TooLarge("Satu sel paling panjang {longest} karakter.", longest=LONGEST_CELL)
    return [*line[:width], *[""] * (width - len(line))]


def _stripped(columns: list[str], rows: list[list[str]]) -> Table:
    if MARKER not in columns:
        return Table(tuple(columns), tuple(tuple(row) for row in rows))
    at = columns.index(MARKER)
    bare = tuple(columns[:at] + columns[at + 1 :])
    return Table(bare, tuple(unguarded([*row[:at], *row[at + 1 :]], row[at]) for row in rows))
