"""One door for every kind of file of declarations: what a file is, is seen from its bytes, never from its name."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO, Final

from ikrar.channels.document.document import LARGEST_FILE
from ikrar.channels.document.opener import Opener
from ikrar.channels.exchange import json_lines
from ikrar.channels.spreadsheet import book, csv_stream
from ikrar.core.declaration import exchange, sheet
from ikrar.core.declaration.exchange import Copy
from ikrar.core.declaration.sheet import Entry, Problem, Row
from ikrar.core.errors import BadInput, InvalidField, TooLarge

#: Kind -> its media type; each is written whole or piece by piece.
FORMATS: Final = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES: Final = 256 * 1024 * 1024
MOST_BOOK: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 1_000_000_000
MOST_ROWS: Final = 1_000_000
PACKED: Final = b"PK"
PAPER: Final = b"%PDF-"
Found = tuple[tuple[Entry, ...], tuple[Problem, ...]]


def write(copies: Iterable[Copy], kind: str, about: Mapping[str, object]) -> Iterator[bytes]:
    """Yield declarations as the bytes of a file that says where it is from; JSON holds exactly one.

    Raises BadInput for a kind that is none of :data:`FORMATS`.
    """
    if kind not in FORMATS:
        raise BadInput("Pilih salah satu: {kinds}.", kinds=", ".join(FORMATS))
    return _WRITERS[kind](copies, about)


def _json(copies: Iterable[Copy], about: Mapping[str, object]) -> Iterator[bytes]:
    for copy in copies:
        yield json_lines.document(copy, about)


def _jsonl(copies: Iterable[Copy], about: Mapping[str, object]) -> Iterator[bytes]:
    yield exchange.about_line(about)
    for copy in copies:
        yield exchange.line(copy)


def _rows(copies: Iterable[Copy], about: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    return chain(sheet.about_rows(about), chain.from_iterable(sheet.rows_of(copy) for copy in copies))


def _csv(copies: Iterable[Copy], about: Mapping[str, object]) -> Iterator[bytes]:
    return csv_stream.write(sheet.COLUMNS, (sheet.flat(name, cells) for name, cells in _rows(copies, about)))


def _xlsx(copies: Iterable[Copy], about: Mapping[str, object]) -> Iterator[bytes]:
    yield book.write(sheet.SHEETS, _rows(copies, about))


_WRITERS: Final[Mapping[str, Callable[[Iterable[Copy], Mapping[str, object]], Iterator[bytes]]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "xlsx": _xlsx,
}


def read(opened: BinaryIO, size: int) -> Found:
    """Return the declarations of a file of any kind and everything wrong with its rows.

    ``opened`` stands at its beginning and can be set back there. Raises BadInput for what cannot be read at all, and
    TooLarge beyond the limits.
    """
    if size > MOST_BYTES:
        raise TooLarge("Berkas paling besar {limit} MB. Pecah menjadi beberapa berkas.", limit=MOST_BYTES // 1024**2)
    begin = opened.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    opened.seek(0)
    if not begin:
        raise BadInput("Berkas ini kosong.")
    if begin.startswith(PAPER):
        with Opener() as opener:
            return json_lines.read(io.BytesIO(opener.attached(opened.read(LARGEST_FILE + 1)).encode()))
    if begin.startswith(PACKED):
        if size > MOST_BOOK:
            raise TooLarge("Berkas paling besar {limit} MB. Pecah menjadi beberapa berkas.", limit=MOST_BOOK // 1024**2)
        cells = book.read(opened.read(), sheet.SHEETS, most_rows=MOST_ROWS, most_bytes=MOST_UNPACKED)
        return sheet.from_rows(Row(name, number, found) for name, number, found in cells)
    if begin[:1] in b"{[":
        return json_lines.read(opened)
    return sheet.from_rows(_csv_rows(opened))


def _csv_rows(opened: BinaryIO) -> Iterator[Row]:
    known = set(sheet.COLUMNS)
    for number, cells in csv_stream.read(opened, most_rows=MOST_ROWS):
        if not {sheet.KIND, "deklarasi", "versi"} <= cells.keys() <= known:
            raise InvalidField(
                "Berkas ini harus memuat kolom: {columns}.", field=sheet.KIND, columns=", ".join(sheet.COLUMNS)
            )
        yield Row(cells[sheet.KIND].strip(), number, dict.fromkeys(known, "") | cells)
