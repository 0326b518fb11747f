"""The normal form of a text: the one that is shown, and into which every span counts.

NFC; one kind of line end; one kind of space, never two in a row; no zero-width or direction marks; one sign for those
that look alike (hyphens, quotation marks, bullets, ligatures, mathematical letters used as false bold); signs that were
once read in the wrong encoding are put right; a line broken inside a sentence is joined.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ikrar.core.text import mojibake, wrapping

_LINE_ENDS: Final = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]"
)
_SPACES: Final = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
#: Signs that stand for one of ours: hyphens, dashes, quotation marks, bullets of word processors' own fonts.
_SIGNS: Final = (
    dict.fromkeys("\u2010\u2011\ufe63", "-")
    | dict.fromkeys("\u2012\u2015\u2212", "–")
    | dict.fromkeys("\u02bc\u2032\u00b4`\u201b\u02b9", "’")
    | dict.fromkeys("\u201f\u275d\u301d", "“")
    | dict.fromkeys("\u275e\u301e\u2033", "”")
    | dict(zip("\x91\x92\x93\x94\x95\x96\x97", "‘’“”•–—", strict=True))  # CP1252 where Unicode was promised
    | dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\u2022\u25e6\u2023\u2043", "•")
)
_LOOKALIKE: Final = re.compile(rf"[\U0001d400-\U0001d7ff\uff01-\uff5e\ufb00-\ufb06{re.escape(''.join(_SIGNS))}]")
#: A sign that could not be decoded, between a place and the news from it: nothing but a dash stands alone.
_LOST_DASH: Final = re.compile(r"(?<=[ \u00a0])\ufffd(?=[ \u00a0])")
_EDGE: Final = re.compile(r" ?\n ?")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
# No language writes more marks on one letter (UAX #15, section 13), and to put more of them in order takes long.
_MOST_MARKS: Final = 30
_STACKED: Final = re.compile(rf"[\u0300-\U0010ffff]{{{_MOST_MARKS + 1},}}")


def normalise(text: str) -> str:
    """Bring ``text`` to its normal form; doing it twice changes nothing more."""
    while True:
        tidy = _tidy(mojibake.repair(text))
        joined = wrapping.rejoin(tidy)
        if joined == tidy and mojibake.repair(tidy) == tidy:
            return tidy
        text = joined


def _tidy(text: str) -> str:
    """Bring the signs of a text to one form each, its lines as they are."""
    text = _LOST_DASH.sub("–", _LOOKALIKE.sub(_plain, text))
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", _STACKED.sub(_unstack, text))
    text = _EDGE.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _plain(found: re.Match[str]) -> str:
    """Give the usual sign in place of one that looks like it."""
    sign = found.group()
    return _SIGNS.get(sign) or unicodedata.normalize("NFKC", sign)


def _unstack(found: re.Match[str]) -> str:
    """Leave out the combining marks of a letter that has more of them than any language writes."""
    kept: list[str] = []
    marks = 0
    for sign in found.group():
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
