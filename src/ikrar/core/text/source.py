"""Bytes of a file or a form become text, or a clear sentence why not."""

from __future__ import annotations

import codecs
from typing import Final

from ikrar.core.errors import EmptyText, NotText, TooLarge

LIMIT: Final = 5_000_000

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN_CONTROLS: Final = frozenset("\t\n\r\f\v\x1b\x85")
_MOST_CONTROLS: Final = 0.1


def decode(data: bytes, *, limit: int = LIMIT) -> str:
    """Decode ``data`` as UTF-8, UTF-16 with a byte order mark, or CP1252 when it is neither.

    ``limit`` is in bytes. Raises TooLarge above it, NotText for binary data, EmptyText for blank text.
    """
    if len(data) > limit:
        raise TooLarge(
            "Berkas berisi {size} bita, lebih dari batas {limit} bita. Bagi menjadi berkas yang lebih kecil.",
            size=len(data),
            limit=limit,
        )
    text = _with_mark(data)
    if text is None:
        text = _without_mark(data)
    if _mostly_control(text):
        raise NotText("Isi berkas bukan teks. Berikan berkas .txt yang disimpan sebagai UTF-8.")
    if not text.strip("\x00\ufeff \t\r\n\f\v\xa0"):
        raise EmptyText("Teks kosong. Tempelkan isi berita, atau pilih berkas yang berisi teks.")
    return text


def _with_mark(data: bytes) -> str | None:
    """Decode by the byte order mark, or answer None when there is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText(
                    "Teks rusak pada bita ke-{position}. Simpan ulang berkas sebagai UTF-8.",
                    position=error.start + len(mark),
                ) from error
    return None


def lenient(data: bytes) -> str:
    """Decode bytes whose encoding is not told, or wrongly: by their mark, as UTF-8 or as CP1252; refuses nothing."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return _western(data)


def _without_mark(data: bytes) -> str:
    """Decode as UTF-8, else as CP1252; a NUL byte means that it is no text."""
    if b"\x00" in data:
        raise NotText("Isi berkas bukan teks. Berikan berkas .txt yang disimpan sebagai UTF-8.")
    return _western(data)


def _western(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _mostly_control(text: str) -> bool:
    """Say whether control or undecodable characters make up more than a tenth of the text."""
    odd = sum(1 for sign in text if (sign < " " or sign in "\x7f\ufffd") and sign not in _PLAIN_CONTROLS)
    return odd > _MOST_CONTROLS * len(text)
