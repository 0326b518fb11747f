"""What a file is: seen from its bytes first, from the end of its name second."""

from __future__ import annotations

import re
from typing import Final

from ikrar.core.errors import BadInput, NotText
from ikrar.core.text import source

TEXT, HTML, DOCX, PDF, MAIL, MBOX, FEED = "text", "html", "docx", "pdf", "mail", "mbox", "feed"
ATTACHMENT: Final = "attachment"  # asked for by name, never found from bytes
CERTIFICATE: Final = "certificate"  # likewise

#: The ends of names that a folder is searched for, and what each says where the bytes leave it open.
SUFFIXES: Final = {
    "txt": TEXT,
    "text": TEXT,
    "html": HTML,
    "htm": HTML,
    "xhtml": HTML,
    "mht": MAIL,
    "mhtml": MAIL,
    "docx": DOCX,
    "pdf": PDF,
    "eml": MAIL,
    "mbox": MBOX,
    "rss": FEED,
    "atom": FEED,
    "xml": FEED,
}
_HEAD: Final = 4096
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_FEED: Final = re.compile(r"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1"
    r"|meta|title|table|span|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_HEADER: Final = re.compile(
    r"^(return-path|received|delivered-to|message-id|mime-version|from|to|subject|date|content-type|x-[\w-]+"
    r"|dkim-signature|reply-to|cc|authentication-results|arc-[\w-]+|list-[\w-]+|snapshot-content-location):",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_HEADERS: Final = 3
_MAILED: Final = frozenset({"mime-version", "message-id", "received", "return-path", "delivered-to"})


def suffix(name: str) -> str:
    """Give the end of a file's name in lower case, without its dot; empty where it has none."""
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem else ""


def of(data: bytes, name: str = "") -> str:
    """Say which form the bytes have; plain text when nothing else fits.

    Raises NotText for pictures and BadInput for forms of which Ikrar reads a neighbour (DOC, RTF, ODT), with the way.
    """
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    _refuse(data)
    head = source.lenient(data[:_HEAD])
    if head.startswith("From ") and _is_mail(head.partition("\n")[2]):
        return MBOX
    told = SUFFIXES.get(suffix(name), TEXT)
    if _is_mail(head) or (told == MAIL and _HEADER.match(head)):
        return MAIL
    if _FEED.search(head[:1500]):
        return FEED
    if _HTML.match(head) or (told == HTML and "<" in head):
        return HTML
    return TEXT


def _refuse(data: bytes) -> None:
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise NotText("Berkas ini gambar. Ikrar tidak membaca tulisan di dalam gambar; salin teksnya ke berkas UTF-8.")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("Berkas ini berformat Office lama (DOC atau MSG). Simpan ulang sebagai DOCX, EML atau teks.")
    if data.startswith(b"{\\rtf"):
        raise BadInput("Berkas ini berformat RTF. Simpan ulang sebagai DOCX atau teks.")


def _is_mail(head: str) -> bool:
    """Say whether the first lines are the header of a message, as a mail program stores it."""
    block = re.split(r"\r?\n\r?\n", head, maxsplit=1)[0]
    names = {found.group(1).lower() for found in _HEADER.finditer(block)}
    return bool(_HEADER.match(block)) and len(names) >= _FEWEST_HEADERS and bool(names & _MAILED)
