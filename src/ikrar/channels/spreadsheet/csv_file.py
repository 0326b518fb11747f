"""CSV as spreadsheet programs write it: UTF-8, comma, semicolon or tab."""

from __future__ import annotations

import csv
import io

from ikrar.channels.spreadsheet.table import MARKER, MOST_ROWS, Table, guarded, table_of
from ikrar.core.errors import BadInput, NotText, TooLarge

DELIMITERS = (",", ";", "\t")


def write(table: Table) -> bytes:
    """Return a table as CSV bytes with a byte order mark, so that spreadsheet programs read UTF-8."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([*table.columns, MARKER])
    lines.writerows(guarded(row) for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def read(data: bytes) -> Table:
    """Read CSV bytes into a table of text; every cell stays text, so that 91.10 stays 91.10.

    Raises NotText when the bytes are no UTF-8, BadInput when the quoting is broken, TooLarge beyond the limits.
    """
    return table_of(lines_of(data))


def lines_of(data: bytes) -> list[list[str]]:
    """Return the lines of CSV bytes as they are, the first with the names; raises as :func:`read`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotText("Simpan berkas ini sebagai CSV UTF-8, atau sebagai XLSX, lalu coba lagi.") from None
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            lines.append(line)
            if len(lines) > MOST_ROWS + 1:
                raise TooLarge("Paling banyak {rows} baris.", rows=MOST_ROWS)
    except csv.Error:
        raise BadInput("Tanda kutip di baris {row} tidak tertutup dengan benar.", row=len(lines) + 1) from None
    return lines
