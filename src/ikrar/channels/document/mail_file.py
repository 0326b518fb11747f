"""E-mail: one message (EML, MHTML) or a box of them (MBOX); documents sent along are read too."""

from __future__ import annotations

import datetime
import email
import email.policy
import email.utils
import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any, Final

from ikrar.channels.document import form
from ikrar.channels.document.document import MOST_PARTS, Document, headed
from ikrar.core.errors import BadInput, EmptyText, IkrarError, TooLarge
from ikrar.core.text import letter, source

_DEEPEST: Final = 4
_COVER: Final = 400  # characters: a shorter message that brings documents only says that it does
_BEGIN: Final = re.compile(rb"^From [^\r\n]*\r?\n", re.MULTILINE)
_BLANK: Final = (b"\n\n", b"\n\r\n")
_REPLY: Final = re.compile(r"^\s*(?:(?:re|fwd?|tr|bls|trs)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_READ_ALONG: Final = frozenset({form.DOCX, form.PDF, form.HTML, form.TEXT})
_MODULES: Final = {form.DOCX: "docx_file", form.PDF: "pdf_file", form.HTML: "html_page", form.TEXT: "text_file"}
_BROKEN: Final = (LookupError, ValueError, TypeError, AttributeError, AssertionError)


def read(data: bytes) -> tuple[Document, ...]:
    """Read one message: its own text and the documents that came with it.

    Raises BadInput for what is no message and EmptyText for one without any text.
    """
    found = tuple(_message(data, 0))
    if not found:
        raise EmptyText("Surel ini tidak memuat teks. Simpan lampirannya, lalu berikan lampiran itu.")
    return found


def read_box(data: bytes) -> tuple[Document, ...]:
    """Read every message of a box; messages without text are left out.

    Raises TooLarge for more than ten thousand, EmptyText when none has text.
    """
    starts = [
        at for at in _BEGIN.finditer(data) if not at.start() or data[at.start() - 3 : at.start()].endswith(_BLANK)
    ]
    if len(starts) > MOST_PARTS:
        raise TooLarge("Kotak surat berisi lebih dari {limit} surel. Bagi menjadi beberapa berkas.", limit=MOST_PARTS)
    ends = [*(at.start() for at in starts), len(data)][1:]
    found = [one for at, end in zip(starts, ends, strict=True) for one in _message(_unquoted(data[at.end() : end]), 0)]
    if not found:
        raise EmptyText("Kotak surat ini tidak memuat teks. Periksa apakah surelnya ikut tersimpan.")
    return tuple(found)


def _unquoted(data: bytes) -> bytes:
    """Take back the sign that a box puts before a line that begins with "From "."""
    return re.sub(rb"^>(>*From )", rb"\1", data, flags=re.MULTILINE)


def _message(data: bytes, depth: int) -> Iterator[Document]:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = list(_parts(message, depth))
        subject = _subject(message)
        day = _day(message)
        address = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    except _BROKEN:
        raise BadInput("Surel ini rusak dan tidak dapat dibaca. Simpan ulang, atau salin teksnya.") from None
    body = _body(parts)
    along = list(_along(parts, day))
    if body.strip() and (not along or len(body) >= _COVER):
        yield _own(body, subject, day, address)
    yield from along


def _own(body: str, subject: str | None, day: datetime.date | None, address: str | None) -> Document:
    told = letter.opened(body)
    title = _REPLY.sub("", told.subject or subject or "").strip() or None
    return Document(headed(title, told.text), told.day or day, str(address) if address else None, title)


def _parts(message: Any, depth: int) -> Iterator[Any]:
    """Yield the parts that hold something, those of a forwarded message too."""
    if depth > _DEEPEST:
        return
    if message.is_multipart():
        for part in message.iter_parts():
            yield from _parts(part, depth + 1)
    else:
        yield message


def _body(parts: list[Any]) -> str:
    """Take the plain text, or the HTML beside it where that says far more: some programs leave the plain part empty."""
    texts = {"text/plain": "", "text/html": ""}
    for part in parts:
        kind = part.get_content_type()
        if kind in texts and not _attached(part):
            texts[kind] += ("\n\n" if texts[kind] else "") + _decoded(part)
    if texts["text/html"]:
        page = importlib.import_module("ikrar.channels.document.html_page")
        shown = page.plain(texts["text/html"])
        if len(texts["text/plain"].strip()) * 2 < len(shown):
            return str(shown)
    return texts["text/plain"]


def _attached(part: Any) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _decoded(part: Any) -> str:
    """Decode as the part declares; where it declares what it is not, as any text."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return source.lenient(data)


def _along(parts: list[Any], day: datetime.date | None) -> Iterator[Document]:
    """Read the documents that were sent along; what cannot be read is left out, as pictures are."""
    for part in parts:
        data = part.get_payload(decode=True) if _attached(part) else None
        if not isinstance(data, bytes) or not data.strip():
            continue
        name = part.get_filename() or ""
        try:
            kind = form.of(data, name)
            if kind in _READ_ALONG and (kind != form.TEXT or form.suffix(name) in form.SUFFIXES):
                module = importlib.import_module(f"ikrar.channels.document.{_MODULES[kind]}")
                yield from (replace(one, published=one.published or day, part=name) for one in module.read(data))
        except IkrarError:
            continue


def _subject(message: EmailMessage) -> str | None:
    subject = " ".join(str(message.get("Subject") or "").split())
    return subject or None


def _day(message: EmailMessage) -> datetime.date | None:
    """Give the day the message was sent, in its sender's time."""
    try:
        return email.utils.parsedate_to_datetime(str(message.get("Date") or "")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
