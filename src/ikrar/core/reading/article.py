"""The parts of a press text: headline, lead, sentences; what the page added around the story is blanked out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ikrar.core.text import normalise, token
from ikrar.core.text.span import Span, mask, trim

_LINE_END: Final = re.compile(r"\n")
_LINE: Final = re.compile(r"[^\n]+")
_LONGEST_HEADLINE: Final = 160
_LEAD_SENTENCES: Final = 4
_CAPTION: Final = re.compile(r"\(?(?:foto|keterangan foto|caption)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Noise:
    """How the lines begin that a page adds to its stories, and the lines after which another story follows."""

    lines: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """A press text: ``text`` in normal form; ``body`` the same length, with the page's additions blanked.

    ``headline`` is an empty span where the text begins with its story; ``lead`` are the first sentences after it.
    """

    text: str
    body: str
    headline: Span
    sentences: tuple[Span, ...]
    lead: tuple[Span, ...]

    @cached_property
    def _line_starts(self) -> list[int]:
        """List where the lines begin, and last where one more would begin."""
        ends = [found.end() for found in _LINE_END.finditer(self.body)]
        return [0, *ends, len(self.body) + 1]

    def show(self, span: Span) -> str:
        """Give the words of ``span``."""
        return self.text[span[0] : span[1]]

    def sentence(self, position: int) -> Span:
        """Give the sentence that holds ``position``; an empty span where no sentence does."""
        at = bisect_right(self.sentences, (position, len(self.text))) - 1
        if at >= 0 and position < self.sentences[at][1]:
            return self.sentences[at]
        return position, position

    def line(self, position: int) -> Span:
        """Give the line that holds ``position``."""
        at = bisect_right(self._line_starts, position) - 1
        return self._line_starts[at], self._line_starts[at + 1] - 1

    def in_headline(self, position: int) -> bool:
        """Say whether ``position`` stands in the headline."""
        return self.headline[0] <= position < self.headline[1]

    def in_caption(self, position: int) -> bool:
        """Say whether ``position`` stands in the caption of a photograph."""
        start, end = self.line(position)
        return bool(_CAPTION.match(self.body, start, end))


def parse(raw: str, noise: Noise) -> Article:
    """Bring ``raw`` to its normal form and cut it into its parts."""
    text = normalise.normalise(raw)
    body = mask(text, _noise(text, noise))
    sentences = token.sentences(body)
    headline = _headline(body)
    rest = [cut for cut in sentences if cut[0] >= headline[1]]
    return Article(text, body, headline, sentences, tuple(rest[:_LEAD_SENTENCES]))


def _noise(text: str, noise: Noise) -> Iterator[Span]:
    """Yield the spans of what the page added."""
    skip_next = False
    for found in _LINE.finditer(text):
        line = found.group().lower()
        if line.startswith(noise.endings):
            yield found.start(), len(text)
            return
        matched = line.startswith(noise.lines)
        if matched or skip_next:
            yield found.span()
        skip_next = matched and line.startswith("baca") and line.rstrip().endswith(":")


def _headline(body: str) -> Span:
    """Take the first line for the headline if it is short and no sentence; else an empty span at the start."""
    first = _LINE.search(body)
    if first is None:
        return 0, 0
    span = trim(body, first.span())
    line = body[span[0] : span[1]]
    story_follows = first.end() < len(body.rstrip())
    if story_follows and len(line) <= _LONGEST_HEADLINE and line[-1:] not in '.,:;"”' and not _CAPTION.match(line):
        return span
    return 0, 0
