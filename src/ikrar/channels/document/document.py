"""What every format gives: a text, and what the file itself says of its day and its source."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

LARGEST_FILE: Final = 25_000_000  # bytes; a newspaper page with pictures stays far below
MOST_PARTS: Final = 10_000
MOST_TEXT: Final = 20_000_000  # characters of all documents of one file together


@dataclass(frozen=True)
class Document:
    """One text of a file.

    ``published`` is the day the file states for it, ``source_url`` the address it was published under; ``title`` its
    headline, already the first line of ``text`` where it was not in it; ``part`` the name of the part of the file that
    it came from (an attachment), None for the file itself.
    """

    text: str
    published: datetime.date | None = None
    source_url: str | None = None
    title: str | None = None
    part: str | None = None


def headed(title: str | None, text: str) -> str:
    """Put the title before the text, unless the text already begins with it."""
    if not title or _plain(title) in _plain(text[: 3 * len(title) + 200]):
        return text
    return f"{title}\n\n{text}"


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
