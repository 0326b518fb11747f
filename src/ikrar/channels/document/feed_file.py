"""RSS and Atom files: each entry a document of its own. Nothing is fetched."""

from __future__ import annotations

import datetime
import email.utils
import io
import re
import time
from typing import Any, Final

import feedparser

from ikrar.channels.document import html_page
from ikrar.channels.document.document import MOST_PARTS, Document, headed
from ikrar.core.errors import BadInput, EmptyText, TooLarge

#: Entities of its own no feed needs, and every entity bomb does; in any of the encodings XML knows.
_ENTITY: Final = re.compile(rb"<\x00*!\x00*E\x00*N\x00*T", re.IGNORECASE)


def read(data: bytes) -> tuple[Document, ...]:
    """Read every entry with its text; raises BadInput for what is no feed, TooLarge for more than ten thousand entries,
    EmptyText when no entry has text."""
    if _ENTITY.search(data):
        raise BadInput("Umpan ini memuat entitas buatan sendiri, jadi tidak dibuka. Simpan ulang dari situsnya.")
    found = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    if not found.get("version") and not found.entries:
        raise BadInput("Berkas XML ini bukan umpan RSS atau Atom. Berikan halaman beritanya atau teksnya.")
    if len(found.entries) > MOST_PARTS:
        raise TooLarge("Umpan berisi lebih dari {limit} berita. Bagi menjadi beberapa berkas.", limit=MOST_PARTS)
    documents = tuple(one for one in map(_document, found.entries) if one.text.strip())
    if not documents:
        raise EmptyText("Umpan ini tidak memuat berita. Simpan ulang dari situsnya.")
    return documents


def _document(entry: Any) -> Document:
    title = " ".join(html_page.plain(entry.get("title") or "").split()) or None
    bodies = [one.get("value") or "" for one in entry.get("content") or ()] + [entry.get("summary") or ""]
    text = html_page.plain(max(bodies, key=len))
    return Document(headed(title, text), _day(entry), entry.get("link") or None, title)


def _day(entry: Any) -> datetime.date | None:
    """Give the day an entry was published, in the zone the feed wrote it in."""
    written = entry.get("published") or entry.get("updated") or ""
    try:
        return datetime.datetime.fromisoformat(written).date()
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        parsed: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
        return datetime.date(*parsed[:3]) if parsed else None
