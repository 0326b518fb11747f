"""Files become rows, in this process or in several, always in their order."""

from __future__ import annotations

import importlib
import json
from collections.abc import Generator
from typing import NamedTuple

from ikrar.channels.document.document import Document
from ikrar.channels.document.opener import Opener
from ikrar.cli.language import translator
from ikrar.cli.read import publication
from ikrar.cli.read.inputs import Item, content
from ikrar.core.errors import IkrarError
from ikrar.core.reading import read as reading
from ikrar.core.reading import tables


class Row(NamedTuple):
    """One line of the answer; ``kind`` is None where nothing could be read, then ``complaint`` says why."""

    id: str
    line: str
    kind: str | None
    complaint: str | None = None


class Reader:
    """Reads files one after the other: the tables, and the child that opens what is no plain text."""

    def __init__(self, days: publication.Given) -> None:
        self._days = days
        self._tables = tables.load()
        self._opener = Opener()

    def close(self) -> None:
        """End the child."""
        self._opener.close()

    def rows(self, item: Item) -> list[Row]:
        """Read one file: a row for each of its documents, numbered ``#1``, ``#2`` … where there are several."""
        try:
            note = publication.note(item)
            documents = self._opener.open(content(item.path), item.path)
        except IkrarError as error:
            return [_bad(item, item.id, error)]
        ids = [item.id] if len(documents) == 1 else [f"{item.id}#{n}" for n in range(1, len(documents) + 1)]
        return [self._row(item, one, name, note) for one, name in zip(documents, ids, strict=True)]

    def _row(self, item: Item, document: Document, article_id: str, note: publication.Note) -> Row:
        address = note.url or document.source_url
        day = self._days.of(article_id) or note.published or document.published
        try:
            found = reading.read(
                document.text, tables=self._tables, published=day, article_id=article_id, source_url=address
            )
        except IkrarError as error:
            return _bad(item, article_id, error)
        row = found.as_json()
        known = {"source_url": address, "part": document.part}
        row |= {name: value for name, value in known.items() if value}
        return Row(article_id, json.dumps(row, ensure_ascii=False), found.kind)


def _bad(item: Item, article_id: str, error: IkrarError) -> Row:
    sentence = translator()(error.message).format(**error.params)
    line = json.dumps({"id": article_id, "error": sentence}, ensure_ascii=False)
    return Row(article_id, line, None, f"{item.path}: {sentence}")


def indented(line: str) -> str:
    """Give a row so that a person can read it."""
    return json.dumps(json.loads(line), ensure_ascii=False, indent=2)


def readings(items: list[Item], days: publication.Given, jobs: int) -> Generator[list[Row]]:
    """Yield the rows of each file in the order of the files; few files wait at a time, however many there are."""
    if not items:
        return
    days = publication.beside(days, items)
    if jobs > 1 and len(items) > 1:
        processes = importlib.import_module("ikrar.cli.read.processes")  # slow to load, and rarely asked for
        yield from processes.readings(items, days, jobs)
        return
    reader = Reader(days)
    try:
        for item in items:
            yield reader.rows(item)
    finally:
        reader.close()
