"""Who wrote, took or sent the page's words and pictures: lines about them name nobody of the event."""

from __future__ import annotations

import re
from typing import Final

from ikrar.core.reading.article import Article

_AUTHOR: Final = re.compile(
    r"\W{0,3}(?:penulis|editor|pewarta|reporter|laporan|redaktur|publish(?:er)?|kontributor|sumber|diposting|notulis|oleh"
    r"|copyright|dok|fotografer|ditulis oleh|narahubung)\b[^\w\n]{0,3}",
    re.IGNORECASE,
)
_RANK_LENGTH: Final = len("Briptu Hj. ")
_LONGEST_SIGN_OFF: Final = 60


def author(article: Article, start: int) -> bool:
    """Say whether the name at ``start`` is that of the writer: it follows "Penulis:" at the beginning of a line."""
    line = article.line(start)[0]
    found = _AUTHOR.match(article.text, line)
    return found is not None and found.end() >= start - _RANK_LENGTH


def sign_off(article: Article, start: int) -> bool:
    """Say whether the line at ``start`` is only a sign-off: "(Diskominfo/ardi)", "Penulis: Humas Bawaslu"."""
    begin, end = article.line(start)
    line = article.text[begin:end].strip()
    short = len(line) <= _LONGEST_SIGN_OFF
    return short and (line[:1] + line[-1:] in ("()", "[]", "~~") or _AUTHOR.match(line) is not None)
