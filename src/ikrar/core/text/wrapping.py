"""Texts cut into lines of one width, as e-mail, PDF and old editors leave them, become paragraphs again.

A break is forced when the next line's first word would not have fitted any more. Where nearly all breaks are, the text
was wrapped: forced breaks go, the others end paragraphs. Items of a list stay lines of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

LISTED: Final = re.compile(
    r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] |[-•*·▪●–»] "
    r"|(?:pertama|(?:ke)?(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan))(?:[,.:]| *$)|[^\W\d_][\w/ ]{2,20} *:(?: |$)",
    re.IGNORECASE,
)
_NARROWEST, _WIDEST = 40, 100
_FEWEST: Final = 4  # forced breaks, for a text to count as wrapped
_MOST_FREE: Final = 0.25  # of its breaks that are not forced
_SENTENCE_END: Final = (".", "!", "?", ":", '"', "”", ";")


def unwrap(text: str) -> str:
    """Join the lines of a text that was wrapped at one width; any other text stays as it is."""
    blocks = [block.split("\n") for block in text.split("\n\n")]
    width = max((len(line) for lines in blocks for line in lines if " " in line), default=0)
    if not _NARROWEST <= width <= _WIDEST or not _wrapped(blocks, width):
        return text
    return "\n\n".join(_paragraphs(lines, width) for lines in blocks)


def _wrapped(blocks: list[list[str]], width: int) -> bool:
    breaks = [(line, after) for lines in blocks for line, after in pairwise(lines) if not LISTED.match(after)]
    forced = [line for line, after in breaks if _is_forced(line, after, width)]
    ended = sum(line.endswith(_SENTENCE_END) for line in forced)
    return len(forced) >= max(_FEWEST, (1 - _MOST_FREE) * len(breaks)) and ended * 2 <= len(forced)


def _is_forced(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.split(" ", 1)[0]) > width


def _paragraphs(lines: list[str], width: int) -> str:
    parts = [lines[0]]
    for line, after in pairwise(lines):
        if LISTED.match(after):
            parts.append("\n")
        else:
            parts.append(" " if _is_forced(line, after, width) else "\n\n")
        parts.append(after)
    return "".join(parts)
