"""The child that opens strangers' files: one request after the other on standard input, one answer a line.

A request is a line ``{"form", "size"}`` and that many bytes. Libraries are loaded by the first request that needs them.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
from typing import Any, Final

from ikrar.channels.document import form
from ikrar.channels.document.document import MOST_PARTS, MOST_TEXT
from ikrar.channels.document.opener import as_row
from ikrar.core.errors import IkrarError, TooLarge

MEMORY: Final = 1_073_741_824  # bytes of address space
PROCESSOR: Final = 20  # seconds a file
_READERS: Final = {
    form.TEXT: ("text_file", "read"),
    form.HTML: ("html_page", "read"),
    form.DOCX: ("docx_file", "read"),
    form.PDF: ("pdf_file", "read"),
    form.ATTACHMENT: ("pdf_attachment", "read"),
    form.CERTIFICATE: ("pdf_certificate", "read"),
    form.MAIL: ("mail_file", "read"),
    form.MBOX: ("mail_file", "read_box"),
    form.FEED: ("feed_file", "read"),
}


def main() -> None:
    """Answer until standard input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not speak into the answers
    while line := requests.readline():
        asked = json.loads(line)
        _grant_time()
        answers.write(json.dumps(answer(asked["form"], requests.read(asked["size"]))).encode() + b"\n")
        answers.flush()


def _grant_time() -> None:
    """Let the next file use its share of processor time, counted from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + PROCESSOR
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """Give the rows of a file's documents, or of the error that refuses it: what one line of the answers holds."""
    try:
        return {"documents": [as_row(one) for one in _read(kind, data)]}
    except IkrarError as error:
        return {"error": {"code": error.code, "message": error.message, "params": error.params}}


def _read(kind: str, data: bytes) -> tuple[Any, ...]:
    module, function = _READERS[kind]
    found: tuple[Any, ...] = getattr(importlib.import_module(f"ikrar.channels.document.{module}"), function)(data)
    if len(found) > MOST_PARTS or sum(len(one.text) for one in found) > MOST_TEXT:
        raise TooLarge("Berkas ini memuat terlalu banyak teks. Bagi menjadi beberapa berkas.")
    return found


if __name__ == "__main__":
    main()
