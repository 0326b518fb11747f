"""The file that a PDF of ours carries for programs, found by its name."""

from __future__ import annotations

import io
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from ikrar.channels.document.document import Document
from ikrar.channels.document.pdf_file import BROKEN, CLOSED
from ikrar.core.errors import BadInput, TooLarge

NAME: Final = "deklarasi.json"
MOST_NAMES: Final = 1_000
LARGEST: Final = 16 * 1024 * 1024


def read(data: bytes) -> tuple[Document, ...]:
    """Read the attached file as one document; raises BadInput when there is none, or the PDF is broken or locked."""
    try:
        found = attached(PDFDocument(PDFParser(io.BytesIO(data))), NAME)
    except (*CLOSED, *BROKEN):
        raise BadInput("PDF ini rusak atau terkunci. Minta berkas JSON, CSV atau XLSX dari asalnya.") from None
    if found is None:
        raise BadInput("PDF ini tidak membawa lampiran {name}. Pakai PDF yang diunduh dari Ikrar.", name=NAME)
    if len(found) > LARGEST:
        raise TooLarge("Lampiran PDF ini paling besar {limit} MB.", limit=LARGEST // 1024**2)
    try:
        return (Document(found.decode()),)
    except UnicodeDecodeError:
        raise BadInput("Bukan JSON dalam UTF-8.") from None


def attached(document: Any, name: str) -> bytes | None:
    """Return the file that is attached under a name, None without one; raises what pdfminer raises for broken PDFs."""
    names = resolve1(resolve1(document.catalog.get("Names", {})).get("EmbeddedFiles", {}))
    waiting, seen = [names], 0
    while waiting and seen < MOST_NAMES:
        seen += 1
        node = resolve1(waiting.pop())
        waiting += resolve1(node.get("Kids", []))
        pairs = resolve1(node.get("Names", []))
        for entry in pairs[1::2]:
            specification = resolve1(entry)
            stream = resolve1(resolve1(specification.get("EF", {})).get("F"))
            if _named(specification) == name and isinstance(stream, PDFStream):
                return bytes(stream.get_data())
    return None


def _named(specification: Any) -> str:
    raw = resolve1(specification.get("UF", specification.get("F", b"")))
    if raw.startswith(b"\xfe\xff"):
        return str(raw[2:].decode("utf-16-be"))
    return str(raw.decode("utf-8"))
