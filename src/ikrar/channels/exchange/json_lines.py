"""Declarations in JSON: one document, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from ikrar.core.declaration import exchange
from ikrar.core.declaration.exchange import Copy
from ikrar.core.declaration.sheet import Entry, Problem
from ikrar.core.errors import BadInput, TooLarge

#: A declaration of many long versions stays far below.
LONGEST: Final = 16 * 1024 * 1024
#: Faults that are told; a file of another kind would fill the screen.
MOST_PROBLEMS: Final = 1_000


def document(copy: Copy, about: Mapping[str, object] | None = None) -> bytes:
    """Write one declaration as a document that people can read too, with a line end."""
    return json.dumps(exchange.to_json(copy, about), ensure_ascii=False, indent=1).encode() + b"\n"


def read(opened: BinaryIO) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the declarations of a document, an array or lines, and what is wrong, by line (in an array by place).

    Raises BadInput when the bytes are no JSON at all, TooLarge for a declaration beyond the limit.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, data in _values(opened):
        try:
            value = exchange.loads(data) if isinstance(data, bytes) else data
            if not exchange.is_about(value):
                copy = exchange.from_json(value)
                entries.append(Entry(copy, "", (number,) * len(copy.versions)))
        except BadInput as error:
            problems.append(Problem("", number, str(getattr(error, "field", "")), error))
            if len(problems) >= MOST_PROBLEMS:
                break
    return tuple(entries), tuple(problems)


def _values(opened: BinaryIO) -> Iterator[tuple[int, object]]:
    """Yield (number, bytes of a line), or the values of one document or array."""
    first = opened.readline(LONGEST + 1)
    try:
        whole = exchange.loads(first)
    except BadInput:
        whole = None  # a document over several lines, or no JSON: its reader says which
    if whole is None:
        opened.seek(0)
        yield from _document(opened)
    elif isinstance(whole, list):
        yield from enumerate(whole, start=1)
        if opened.read(LONGEST).strip():
            raise BadInput("Di belakang larik JSON masih ada isi. Hapus, atau kirim satu deklarasi per baris.")
    else:
        yield 1, whole
        for number, line in enumerate(iter(lambda: opened.readline(LONGEST + 1), b""), start=2):
            if len(line) > LONGEST:
                raise TooLarge("Satu deklarasi paling besar {limit} MB.", limit=LONGEST // 1024**2)
            if line.strip():
                yield number, line


def _document(opened: BinaryIO) -> Iterator[tuple[int, object]]:
    data = opened.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise TooLarge("Satu dokumen JSON paling besar {limit} MB. Kirim sebagai JSONL.", limit=LONGEST // 1024**2)
    whole = exchange.loads(data)
    yield from enumerate(whole, start=1) if isinstance(whole, list) else [(1, whole)]
