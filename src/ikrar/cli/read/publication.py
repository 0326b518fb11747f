"""The days of publication that a person gives: one for all, a table by id, or a note beside a file."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ikrar.channels.document import folder
from ikrar.cli.read.inputs import STDIN, Item, content
from ikrar.core.errors import BadInput
from ikrar.core.text import source

TABLE: Final = "published.csv"
_LARGEST_NOTE: Final = 100_000


@dataclass(frozen=True)
class Given:
    """What was given for all files: one day, or days by id."""

    day: datetime.date | None = None
    days: dict[str, datetime.date] | None = None

    def of(self, article_id: str) -> datetime.date | None:
        """Give the day for an id, or for its last part (the name of the file in its folder, without ``#n``)."""
        if self.days is None:
            return self.day
        plain = article_id.partition("#")[0]
        for name in (article_id, plain, plain.rpartition("/")[2]):
            if name in self.days:
                return self.days[name]
        return None


@dataclass(frozen=True)
class Note:
    """What the note beside a file says: ``FILE.json`` with "published" and "url", either may be missing."""

    published: datetime.date | None = None
    url: str | None = None


def given(value: str | None) -> Given:
    """Read the option ``--published``. Raises BadInput for an unreadable date or file."""
    if value is None:
        return Given()
    if value.lower().endswith(".csv"):
        return Given(days=dict(_table(value)))
    return Given(day=_day(value))


def beside(found: Given, items: list[Item]) -> Given:
    """Add the tables ``published.csv`` of the folders, unless days were given. Raises BadInput for an unusable one."""
    if found != Given():
        return found
    tables = (f"{one}/{TABLE}" for one in dict.fromkeys(item.folder for item in items) if one)
    days = dict(row for name in tables if Path(name).is_file() for row in _table(name))
    return Given(days=days) if days else found


def note(item: Item) -> Note:
    """Read the note beside a file: its name and ``.json``, or that in place of its end. Raises BadInput when bad."""
    if item.path == STDIN:
        return Note()
    for name in (f"{item.path}.json", f"{folder.stem(item.path)}.json"):
        if name != item.path and Path(name).is_file():
            return _note(name)
    return Note()


def _note(name: str) -> Note:
    try:
        told = json.loads(content(name, _LARGEST_NOTE))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise BadInput(
            '{name} bukan catatan yang dapat dibaca. Tulis seperti {{"published": "2024-08-27"}}.', name=name
        )
    day, url = told.get("published"), told.get("url")
    return Note(_day(str(day), name) if day else None, str(url) if url else None)


def _table(name: str) -> Iterator[tuple[str, datetime.date]]:
    """Yield the rows of a table; Excel parts columns by semicolons where the comma is the decimal sign."""
    raw = content(name, source.LIMIT)
    lines = source.decode(raw).splitlines() if raw.strip() else [""]
    rows = csv.DictReader(lines, delimiter=";" if "," not in lines[0] else ",")
    if not {"id", "date"} <= set(rows.fieldnames or ()):
        raise BadInput("{name} harus berkolom id,date pada baris pertama.", name=name)
    for line, row in enumerate(rows, start=2):
        if row["date"]:
            yield row["id"], _day(row["date"], f"{name} baris {line}")


def _day(value: str, where: str = "--published") -> datetime.date:
    try:
        return datetime.date.fromisoformat(value.strip())
    except ValueError as error:
        message = "{where}: {value} bukan tanggal. Tulis seperti 2024-08-27."
        raise BadInput(message, where=where, value=repr(value)) from error
