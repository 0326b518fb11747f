"""PDF with a text layer: lines in reading order, also in columns; broken lines joined; page numbers and running heads
left out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from ikrar.channels.document import page_layout
from ikrar.channels.document.document import Document
from ikrar.channels.document.page_layout import Line
from ikrar.core.errors import BadInput, EmptyText, TooLarge

MOST_PAGES: Final = 60
CLOSED: Final = (PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed)
BROKEN: Final = (
    PDFException,
    PSException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    ArithmeticError,
    LookupError,
    EOFError,
    OSError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)
_LAYOUT: Final = LAParams(char_margin=1.8, line_margin=0.3, boxes_flow=None, all_texts=True)


def read(data: bytes) -> tuple[Document, ...]:
    """Read the text layer of all pages as one document.

    Raises BadInput for a file that is broken or locked, TooLarge for more than sixty pages, EmptyText for pages that
    are pictures.
    """
    try:
        pages = [_lines(page) for page in extract_pages(io.BytesIO(data), maxpages=MOST_PAGES + 1, laparams=_LAYOUT)]
    except CLOSED:
        raise BadInput(
            "PDF ini terkunci kata sandi. Buka dengan kata sandinya, lalu simpan sebagai PDF tanpa sandi."
        ) from None
    except BROKEN:
        raise BadInput("PDF ini rusak dan tidak dapat dibaca. Simpan ulang sebagai PDF, atau salin teksnya.") from None
    if len(pages) > MOST_PAGES:
        raise TooLarge("PDF berisi lebih dari {limit} halaman. Simpan hanya halaman beritanya.", limit=MOST_PAGES)
    text = page_layout.text_of(pages)
    if not text.strip():
        raise EmptyText("PDF ini hanya berisi gambar, tanpa teks. Salin atau ketik teksnya, atau pakai berkas aslinya.")
    return (Document(text),)


def _lines(page: Any) -> list[Line]:
    """List the lines of a page; up is positive, as in PDF."""
    return [line for line in _text_lines(page) if line.text.strip()]


def _text_lines(container: Any) -> Iterator[Line]:
    waiting = [container]
    while waiting:
        for one in waiting.pop():
            if isinstance(one, LTTextLine):
                text = one.get_text().replace("\n", " ").replace("\u00ad", "-").replace("\u2010", "-").strip()
                yield Line(text, one.x0, one.y0, one.x1, one.y1)
            elif isinstance(one, LTTextContainer) or hasattr(one, "__iter__"):
                waiting.append(one)
