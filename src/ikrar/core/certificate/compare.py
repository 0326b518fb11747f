"""What of a registered text is not to be found among the words that a document shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ikrar.core.declaration.canonical import DeclarationText

_BETWEEN: Final = re.compile(r"[\s\u00ad\u2010-]+")
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Lacking:
    """A part of the registered text that a document does not show: its field, its number from 1 (or 0), its words."""

    field: str
    n: int
    words: str


def lacking(text: DeclarationText, shown: str) -> tuple[Lacking, ...]:
    """Return which parts of a text a document's words do not hold, at most ``MOST``.

    Spaces, line breaks and hyphens are ignored. That a part is there does not show that nothing else is: only the
    registered text counts.
    """
    page = _plain(shown)
    parts = [("title", 0, text.title), ("preamble", 0, text.preamble or "")]
    parts += [("points", n, words) for n, words in enumerate(text.points, start=1)]
    parts += [("closing", 0, text.closing or "")]
    for n, one in enumerate(text.pledging_offices, start=1):
        head = ", ".join(filter(None, (one.office, one.institution)))
        parts.append(("pledging_offices", n, head))
    return tuple(Lacking(*part) for part in parts if _plain(part[2]) not in page)[:MOST]


def _plain(words: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", words)).casefold()
