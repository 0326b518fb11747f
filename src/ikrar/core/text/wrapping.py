"""Texts cut into lines of one width, as e-mail, PDF and old editors leave them, become paragraphs again.

A break is forced when the next line's first word would not have fitted any more. Where nearly all breaks are, the text
was wrapped: forced breaks go, the others end paragraphs. Items of a list stay lines of their own.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

LISTED: Final = re.compile(
    r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] |[-•*·▪●○–»] "
    r"|(?:pertama|(?:ke)?(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan))(?:[,.:]| *$)|[^\W\d_][\w/ ]{2,20} *:(?: |$)",
    re.IGNORECASE,
)
_NARROWEST, _WIDEST = 40, 100
_FEWEST: Final = 4  # forced breaks, for a text to count as wrapped
_MOST_FREE: Final = 0.25  # of its breaks that are not forced
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])-$")
_LONGEST_WORD: Final = 40
_STEM: Final = 4  # letters of a word's end that its double begins with
_WRAPPED: Final = re.compile(r"(?<=[^\W\d_,])\n(?=[a-z][a-z])")
_DANGLING: Final = re.compile(
    r"(?<= )(di|ke|dari|dan|yang|untuk|pada|dengan|oleh|serta|dalam|depan|atau|bahwa|kepada|para)\n"
    r"(?=[^\W_])(?!(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] )"
)
_INITIAL: Final = re.compile(r"[A-Z]\. [A-Z][a-z]")
_LONG_LINE: Final = 45  # a shorter one was not cut for its width
_RAGGED: Final = 24  # by which the lines of a cut paragraph differ at most
_NARROW_LINE, _NARROW_RAGGED = 32, 14  # the same for a narrow column, told by more lines
_FEWEST_NARROW: Final = 3
_FEWEST_CUT: Final = 2  # lines before the last one of a paragraph, for it to count as cut
_SENTENCE_END: Final = (".", "!", "?", ":", '"', "”", ";")


def rejoin(text: str) -> str:
    """Join what was cut: a whole text that was wrapped, else its paragraphs that were, else single sentences."""
    return _join_sentences("\n\n".join(map(_join_block, unwrap(text).split("\n\n"))))


def joined(before: str, after: str) -> str:
    """Join two lines of one sentence; a hyphen that broke a word goes, one that doubles it stays (anak-anak)."""
    if not _HYPHEN.search(before):
        return f"{before} {after}"
    stem = before[-_LONGEST_WORD:-1].rpartition(" ")[2].lstrip('(“"').lower()
    doubled = bool(stem) and after.lower().startswith(stem[-_STEM:])
    return before + after if doubled or not after[:1].islower() else before[:-1] + after


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
            _append(parts, line, after)
        else:
            parts.append(f"\n\n{after}")
    return "".join(parts)


def _append(parts: list[str], line: str, after: str) -> None:
    """Put ``after`` behind ``line``, the last of the parts: that without its last sign, then what both share."""
    parts += [parts.pop()[:-1], joined(line, after)[len(line) - 1 :]]


def _join_block(block: str) -> str:
    """Join the lines of a paragraph that was cut at one width; a list or separate lines stay as they are."""
    lines = block.split("\n")
    full = [len(line) for line in lines[:-1]]
    if not _is_column(full):
        return block
    if sum(line.endswith(_SENTENCE_END) for line in lines[:-1]) * 2 > len(full) or any(map(_is_listed, lines)):
        return block
    parts = [lines[0]]
    for line, after in pairwise(lines):
        _append(parts, line, after)
    return "".join(parts)


def _is_listed(line: str) -> bool:
    """Say whether a line is an item of a list, not the initial of a name that was cut: "H. Rahmadi"."""
    return bool(LISTED.match(line)) and not _INITIAL.match(line)


def _is_column(full: list[int]) -> bool:
    """Say whether lines of these lengths look cut at one width: few wide ones, or more of a narrow column."""
    if len(full) < _FEWEST_CUT:
        return False
    least, spread = min(full), max(full) - min(full)
    wide = least >= _LONG_LINE and spread <= _RAGGED
    return wide or (len(full) >= _FEWEST_NARROW and least >= _NARROW_LINE and spread <= _NARROW_RAGGED)


def _join_sentences(text: str) -> str:
    """Join a line that stops inside a sentence: a long one before lower case, any one after a joining word."""
    parts: list[str] = []
    done = line_start = 0
    for found in _WRAPPED.finditer(text):
        line_start = text.rfind("\n", 0, found.start()) + 1
        if found.start() - line_start >= _LONG_LINE:
            parts += [text[done : found.start()], " "]
            done = found.end()
    return _DANGLING.sub(r"\1 ", "".join([*parts, text[done:]]))
