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
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])-$")
_LONGEST_WORD: Final = 40
_STEM: Final = 4  # letters of a word's end that its double begins with
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
            parts.append(f"\n{after}")
        elif _is_forced(line, after, width):
            whole = joined(line, after)  # the line without its last sign, then what the two share from there
            parts += [parts.pop()[:-1], whole[len(line) - 1 :]]
        else:
            parts.append(f"\n\n{after}")
    return "".join(parts)


def joined(before: str, after: str) -> str:
    """Join two lines of one sentence; a hyphen that broke a word goes, one that doubles it stays (anak-anak)."""
    if not _HYPHEN.search(before):
        return f"{before} {after}"
    stem = before[-_LONGEST_WORD:-1].rpartition(" ")[2].lstrip('(“"').lower()
    doubled = bool(stem) and after.lower().startswith(stem[-_STEM:])
    return before + after if doubled or not after[:1].islower() else before[:-1] + after
