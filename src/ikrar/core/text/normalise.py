"""The normal form of a text: the one that is shown, and into which every span counts.

NFC; one kind of line end; one kind of space, never two in a row; no zero-width or direction marks; letters of the
mathematical alphabets (used as false bold on the web) become plain letters; a line broken inside a sentence is joined.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]"
)
_SPACES: Final = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_FALSE_BOLD: Final = re.compile(r"[\U0001d400-\U0001d7ff\uff01-\uff5e]")
_EDGE: Final = re.compile(r" ?\n ?")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_WRAPPED: Final = re.compile(r"(?<=[^\W\d_,])\n(?=[a-z][a-z])")
_LONG_LINE: Final = 45


def normalise(text: str) -> str:
    """Bring ``text`` to its normal form; doing it twice changes nothing more."""
    text = _FALSE_BOLD.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    text = _EDGE.sub("\n", _SPACES.sub(" ", text))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    return _join_wrapped(text)


def _join_wrapped(text: str) -> str:
    """Join a long line that stops inside a sentence with the next one, which begins in lower case."""
    parts: list[str] = []
    done = line_start = 0
    for found in _WRAPPED.finditer(text):
        line_start = text.rfind("\n", 0, found.start()) + 1
        if found.start() - line_start >= _LONG_LINE:
            parts += [text[done : found.start()], " "]
            done = found.end()
    return "".join([*parts, text[done:]])
