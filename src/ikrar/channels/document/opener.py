"""Files are opened apart from the program: what parses strangers' bytes runs in a child process with limits.

Plain text is decoded here. For every other form one child is started when the first such file comes, and serves all
that follow; it may use a gibibyte of memory and twenty seconds of processor time a file, and writes no file. When it
dies or answers too late, the file is refused and the next file gets a new child.
"""

from __future__ import annotations

import datetime
import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from types import TracebackType
from typing import Any, Final, Self

from ikrar.channels.document import form, text_file
from ikrar.channels.document.document import LARGEST_FILE, Document
from ikrar.core import errors
from ikrar.core.errors import BadInput, TooLarge

SECONDS: Final = 30.0  # by the clock, for one file
_PIECE: Final = 65_536
_ERRORS: Final = {one.code: one for one in (errors.BadInput, errors.NotText, errors.EmptyText, errors.TooLarge)}


class Opener:
    """Opens files, one after the other; closes its child when its ``with`` block ends.

    ``seconds`` are what the next file may take by the clock.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self, data: bytes, name: str = "") -> tuple[Document, ...]:
        """Read the documents of a file, whatever its form; the name helps only where the bytes leave it open.

        Raises TooLarge above 25 million bytes (text: 5 million), BadInput or one of its kinds, each with what to do.
        """
        kind = form.of(data, name)
        if kind == form.TEXT:
            return text_file.read(data)
        if len(data) > LARGEST_FILE:
            raise TooLarge("Berkas paling besar 25 MB. Simpan hanya beritanya, atau salin teksnya.")
        return _documents(self._ask(kind, data))

    def attached(self, data: bytes) -> str:
        """Read the declaration that a PDF of ours carries as JSON.

        Raises TooLarge above 25 million bytes, and BadInput when there is none or the PDF is broken.
        """
        if len(data) > LARGEST_FILE:
            raise TooLarge("PDF paling besar 25 MB. Minta berkas JSON, CSV atau XLSX dari asalnya.")
        return _documents(self._ask(form.ATTACHMENT, data))[0].text

    def certificate(self, data: bytes) -> dict[str, str]:
        """Read what a PDF of ours carries and shows, by the names of ``pdf_certificate``; raises BadInput if broken."""
        return {one.title or "": one.text for one in _documents(self._ask(form.CERTIFICATE, data))}

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        child.wait()

    def _ask(self, kind: str, data: bytes) -> dict[str, Any]:
        child = self._started()
        try:
            child.stdin.write(json.dumps({"form": kind, "size": len(data)}).encode() + b"\n" + data)  # type: ignore[union-attr]
            child.stdin.flush()  # type: ignore[union-attr]
            answer = self._line(child)
        except BrokenPipeError:
            answer = None
        if answer is None:
            self.close()
            raise BadInput("Berkas ini terlalu berat atau rusak, jadi tidak dibuka. Salin beritanya sebagai teks.")
        found: dict[str, Any] = json.loads(answer)
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            words = [sys.executable, "-m", "ikrar.channels.document.child"]
            self._child = subprocess.Popen(  # noqa: S603  our own program, no shell
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
            )
        return self._child

    def _line(self, child: subprocess.Popen[bytes]) -> bytes | None:
        """Wait for one line; None when the child ended or the time is up."""
        pieces: list[bytes] = []
        until = time.monotonic() + self.seconds
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]
            while waiting.select(max(0.0, until - time.monotonic())):
                piece = os.read(child.stdout.fileno(), _PIECE)  # type: ignore[union-attr]
                if not piece:
                    return None
                pieces.append(piece)
                if piece.endswith(b"\n"):
                    return b"".join(pieces)
        return None


def _documents(answer: dict[str, Any]) -> tuple[Document, ...]:
    """Make documents, or raise the error, of a child's answer."""
    if "error" in answer:
        told = answer["error"]
        raise _ERRORS[told["code"]](told["message"], **told["params"])
    return tuple(_document(row) for row in answer["documents"])


def _document(row: dict[str, Any]) -> Document:
    day = row.pop("published")
    return Document(published=datetime.date.fromisoformat(day) if day else None, **row)


def as_row(document: Document) -> dict[str, Any]:
    """Give a document in the form in which a child sends it."""
    return asdict(document) | {"published": document.published.isoformat() if document.published else None}
