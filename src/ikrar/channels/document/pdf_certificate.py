"""What a PDF of ours carries and shows: its attached text and proof, and the words on its pages."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from ikrar.channels.document import pdf_file
from ikrar.channels.document.document import Document
from ikrar.channels.document.pdf_attachment import attached
from ikrar.channels.document.pdf_file import BROKEN, CLOSED
from ikrar.core.errors import BadInput

TEXT: Final = "naskah.json"
PROOF: Final = "bukti.json"
WORDS: Final = "words"
LARGEST: Final = 5_000_000


def read(data: bytes) -> tuple[Document, ...]:
    """Read what there is of attached text, attached proof and words on pages, each named by its title.

    Raises BadInput for a PDF that is broken or locked.
    """
    found = []
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        for name in (TEXT, PROOF):
            content = attached(document, name)
            if content is not None and len(content) <= LARGEST:
                found.append(Document(content.decode(errors="replace"), title=name))
    except (*CLOSED, *BROKEN):
        raise BadInput("PDF ini rusak atau terkunci, jadi tidak dapat diperiksa.") from None
    with suppress(BadInput):
        found += [Document(one.text, title=WORDS) for one in pdf_file.read(data)]
    return tuple(found)
