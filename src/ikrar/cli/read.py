"""``ikrar read``: press texts become draft records, one JSON object each."""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ikrar.cli.language import translator
from ikrar.core.errors import BadInput, IkrarError
from ikrar.core.reading import read as reading
from ikrar.core.reading import tables
from ikrar.core.reading.record import Reading
from ikrar.core.text import source

DONE, NOTHING_FOUND, BAD = 0, 1, 2
_STDIN = "-"

Published = Callable[[str], datetime.date | None]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``ikrar read``."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="text files, or - for standard input")
    parser.add_argument(
        "--published", metavar="YYYY-MM-DD|FILE.csv", help="day of publication, or a CSV file with columns id,date"
    )
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Read every file and print the readings.

    Answers 0 when any reading found something, 1 when all were read and none did (kind "none"), 2 when no file could be
    read. A bad file in a batch gives a row ``{"id", "error"}`` and a sentence on standard error.
    """
    try:
        published = _published(args.published)
    except BadInput as error:
        print(_sentence(error), file=sys.stderr)
        return BAD
    loaded = tables.load()
    kinds: list[str | None] = []
    for name in args.files:
        row, kind = _row(name, published, loaded)
        print(json.dumps(row, ensure_ascii=False, indent=None if args.jsonl else 2))
        kinds.append(kind)
    return _exit_code(kinds)


def _sentence(error: IkrarError) -> str:
    """Say an error in the reader's language."""
    return translator()(error.message).format(**error.params)


def _exit_code(kinds: list[str | None]) -> int:
    read = [kind for kind in kinds if kind is not None]
    if not read:
        return BAD
    return NOTHING_FOUND if len(read) == len(kinds) and set(read) == {"none"} else DONE


def _row(name: str, published: Published, loaded: tables.Tables) -> tuple[dict[str, object], str | None]:
    """Read one file; give its row and its kind, None when it could not be read."""
    article_id = name if name == _STDIN else Path(name).stem
    try:
        found = _read(name, article_id, published, loaded)
    except IkrarError as error:
        print(f"{name}: {_sentence(error)}", file=sys.stderr)
        return {"id": article_id, "error": _sentence(error)}, None
    return found.as_json(), found.kind


def _read(name: str, article_id: str, published: Published, loaded: tables.Tables) -> Reading:
    text = source.decode(_bytes(name))
    return reading.read(text, tables=loaded, published=published(article_id), article_id=article_id)


def _bytes(name: str) -> bytes:
    """Read at most one byte more than the limit: enough for the decoder to refuse."""
    if name == _STDIN:
        return sys.stdin.buffer.read(source.LIMIT + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(source.LIMIT + 1)
    except OSError as error:
        raise BadInput(
            "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya.",
            name=name,
            reason=error.strerror,
        ) from error


def _published(value: str | None) -> Published:
    """Make the look-up of publication dates. Raises BadInput for an unreadable date or file."""
    if value is None:
        return lambda article_id: None
    if value.lower().endswith(".csv"):
        dates = dict(_sidecar(value))
        return dates.get
    day = _day(value)
    return lambda article_id: day


def _sidecar(name: str) -> Iterator[tuple[str, datetime.date]]:
    text = source.decode(_bytes(name))
    for line, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        if not {"id", "date"} <= row.keys():
            raise BadInput("{name} harus berkolom id,date pada baris pertama.", name=name)
        if row["date"]:
            yield row["id"], _day(row["date"], f"{name} baris {line}")


def _day(value: str, where: str = "--published") -> datetime.date:
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError as error:
        message = "{where}: {value} bukan tanggal. Tulis seperti 2024-08-27."
        raise BadInput(message, where=where, value=repr(value)) from error
