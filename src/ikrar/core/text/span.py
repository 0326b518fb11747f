"""Spans: where in a text something stands, as half-open pairs of code points."""

from __future__ import annotations

import re
from bisect import bisect_left
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


class Cover:
    """The ground that several spans cover together; asking about one more costs the same however many they are."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, one: Span) -> bool:
        """Say whether ``one`` overlaps any of the spans."""
        at = bisect_left(self._starts, one[1]) - 1
        return at >= 0 and one[0] < self._ends[at]


def trim(text: str, span: Span, signs: str = " \t\n") -> Span:
    """Shrink the span until neither end holds one of ``signs``."""
    start, end = span
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return start, end
