"""One door for both kinds of file: what a file is, is seen from its bytes, never from its name."""

from __future__ import annotations

from ikrar.channels.spreadsheet import csv_file, xlsx_file
from ikrar.channels.spreadsheet.table import Table
from ikrar.core.errors import BadInput, TooLarge

MOST_BYTES = 5_000_000
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def read(data: bytes) -> Table:
    """Read CSV or XLSX bytes; raises TooLarge beyond five million bytes and BadInput for what cannot be read."""
    if len(data) > MOST_BYTES:
        raise TooLarge("Berkas paling besar 5 MB. Pecah menjadi beberapa berkas.")
    return xlsx_file.read(data) if data.startswith(b"PK") else csv_file.read(data)


def write(table: Table, kind: str) -> bytes:
    """Return a table as the bytes of a file of a kind ("csv" or "xlsx"); raises BadInput for another kind."""
    if kind not in FORMATS:
        raise BadInput("Pilih csv atau xlsx.")
    return xlsx_file.write(table) if kind == "xlsx" else csv_file.write(table)
