"""Spans: where in a text something stands, as half-open pairs of code points."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]


def mask(text: str, spans: Iterable[Span]) -> str:
    """Blank out the spans with spaces (line ends stay), so that every other position keeps its number."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        begin = max(start, done)
        parts.append(text[done:begin])
        parts.append(re.sub(r"[^\n]", " ", text[begin:end]))
        done = max(done, end)
    parts.append(text[done:])
    return "".join(parts)


def overlaps(one: Span, other: Span) -> bool:
    """Say whether two spans share at least one code point."""
    return one[0] < other[1] and other[0] < one[1]


def inside(one: Span, spans: Iterable[Span]) -> bool:
    """Say whether ``one`` overlaps any of ``spans``."""
    return any(overlaps(one, other) for other in spans)


def trim(text: str, span: Span, signs: str = " \t\n") -> Span:
    """Shrink the span until neither end holds one of ``signs``."""
    start, end = span
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return start, end
