"""What ``ikrar read`` was asked to read: files, the files of folders, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from ikrar.channels.document import folder, form
from ikrar.channels.document.document import LARGEST_FILE
from ikrar.core.errors import BadInput, EmptyText

STDIN: Final = "-"


class Item(NamedTuple):
    """One file, the id of its row, and the folder it was found in (None for a file that was named)."""

    path: str
    id: str
    folder: str | None = None


def items(names: list[str]) -> list[Item]:
    """List all files in order; raises EmptyText for folders without any article, BadInput for one not to be listed."""
    found = [item for name in names for item in _of(name)]
    if not found:
        message = "Tidak ada berita di folder itu. Nama berkas harus berakhir {ends}."
        raise EmptyText(message, ends=", ".join(f".{end}" for end in sorted(form.SUFFIXES)))
    return found


def _of(name: str) -> Iterator[Item]:
    if name == STDIN or not Path(name).is_dir():
        yield Item(name, name if name == STDIN else folder.stem(Path(name).name))
        return
    try:
        for path, article_id in folder.walk(name):
            yield Item(path, article_id, name)
    except OSError as error:
        raise _closed(name, error) from error


def refuse_doubles(found: list[Item]) -> None:
    """Raise BadInput when two files would share one id: a run that goes on could not tell them apart."""
    seen: dict[str, str] = {}
    for item in found:
        if item.id in seen:
            raise BadInput(
                "{one} dan {other} akan bernama sama dalam hasil. Taruh dalam satu folder, lalu berikan foldernya.",
                one=seen[item.id],
                other=item.path,
            )
        seen[item.id] = item.path


def content(path: str, most: int = LARGEST_FILE) -> bytes:
    """Read at most one byte more than the limit: enough to refuse. Raises BadInput for a file that cannot be opened."""
    if path == STDIN:
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise _closed(path, error) from error


def _closed(name: str, error: OSError) -> BadInput:
    message = "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya."
    return BadInput(message, name=name, reason=error.strerror)
