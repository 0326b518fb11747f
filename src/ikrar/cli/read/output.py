"""The file of ``ikrar read --out``: whole lines only, and none twice, however often the run was stopped."""

from __future__ import annotations

import fcntl
import json
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from ikrar.cli.read.batch import Row
from ikrar.core.errors import BadInput

_HEAD: Final = re.compile(rb'\{"id": ("(?:[^"\\]|\\.)*"), "(?:kind": "([a-z_]+)"|error": )')
_PIECE: Final = 1_048_576


class Output:
    """Rows in a file: opening it cuts off a torn last line and notes which ids are there already.

    Raises BadInput for a file that holds something else, is written by another run, or cannot be opened.
    """

    def __init__(self, name: str) -> None:
        self.ids: set[str] = set()
        self.kinds: dict[str | None, int] = {}
        try:
            if Path(name).exists() and not Path(name).is_file():  # what was written could not be read again
                raise BadInput("{name} bukan berkas biasa. Berikan nama berkas lain.", name=name)
            self._file: BinaryIO = Path(name).open("a+b", buffering=0)  # noqa: SIM115  closed at the end
        except OSError as error:
            message = "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya."
            raise BadInput(message, name=name, reason=error.strerror) from error
        try:
            self._take(name)
        except BadInput:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.fsync(self._file.fileno())
        self._file.close()

    def holds(self, article_id: str) -> bool:
        """Say whether the file with this id was read to its end: a file with several entries is asked again."""
        return article_id in self.ids

    def add(self, row: Row) -> None:
        """Write one row as one whole line."""
        line = memoryview(row.line.encode() + b"\n")
        while line:  # a disk nearly full takes a part, and says so only when asked to take the rest
            line = line[self._file.write(line) :]
        self.ids.add(row.id)
        self.kinds[row.kind] = self.kinds.get(row.kind, 0) + 1

    def _take(self, name: str) -> None:
        """Keep other runs away (the lock ends with this process, however that ends), then look what is there."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput("{name} sedang ditulis oleh perintah lain. Tunggu sampai selesai.", name=name) from None
        self._scan(name)

    def _scan(self, name: str) -> None:
        self._file.seek(0)
        end = 0
        for number, line in enumerate(self._file_lines(), 1):
            if not line.endswith(b"\n"):
                break
            head = _HEAD.match(line)
            if head is None or not line.endswith(b"}\n"):
                message = "{name} baris {number} bukan hasil ikrar read. Berikan nama berkas lain."
                raise BadInput(message, name=name, number=number)
            kind = head.group(2).decode() if head.group(2) else None
            self.ids.add(json.loads(head.group(1)))
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
            end += len(line)
        self._file.truncate(end)

    def _file_lines(self) -> Any:
        with open(self._file.fileno(), "rb", buffering=_PIECE, closefd=False) as lines:
            yield from lines
