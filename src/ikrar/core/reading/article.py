"""The parts of a press text: headline, lead, sentences; what the page added around the story is blanked out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ikrar.core.reading.noise import Noise
from ikrar.core.text import normalise, token
from ikrar.core.text.span import Span, mask, trim

_LINE_END: Final = re.compile(r"\n")
_LINE: Final = re.compile(r"[^\n]+")
_LONGEST_HEADLINE: Final = 160
_LEAD_SENTENCES: Final = 4
_TITLE_CASE: Final = 0.85  # of the words of a sentence, short ones not counted
_SHORT_WORD: Final = 3  # letters
_CAPTION: Final = re.compile(r"\(?(?:foto|keterangan foto|caption)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """A press text: ``text`` in normal form; ``body`` the same length, with the page's additions blanked.

    ``headline`` is an empty span where the text begins with its story; ``lead`` are the first sentences after it;
    ``end`` is where a list of other stories begins, or the end of the text.
    """

    text: str
    body: str
    headline: Span
    sentences: tuple[Span, ...]
    lead: tuple[Span, ...]
    end: int

    @cached_property
    def _line_starts(self) -> list[int]:
        """List where the lines begin, and last where one more would begin."""
        ends = [found.end() for found in _LINE_END.finditer(self.body)]
        return [0, *ends, len(self.body) + 1]

    @cached_property
    def titled(self) -> frozenset[Span]:
        """Give the sentences that capitalise nearly every word, verbs too, so that capitals tell nothing."""
        return frozenset(cut for cut in self.sentences if _is_titled(self.body, cut))

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


def _is_titled(body: str, cut: Span) -> bool:
    listed = [word for word in token.each_word(body, *cut) if len(word.text) > _SHORT_WORD]
    return sum(word.capital for word in listed) > _TITLE_CASE * len(listed)


def parse(raw: str, noise: Noise) -> Article:
    """Bring ``raw`` to its normal form and cut it into its parts."""
    text = normalise.normalise(raw)
    out = tuple(noise.spans(text))
    body = mask(text, out)
    sentences = token.sentences(body)
    headline = _headline(body, noise)
    rest = [cut for cut in sentences if cut[0] >= headline[1]]
    end = out[-1][0] if out and "\n" in text[slice(*out[-1])] else len(text)
    return Article(text, body, headline, sentences, tuple(rest[:_LEAD_SENTENCES]), end)


def _headline(body: str, noise: Noise) -> Span:
    """Take the first line for the headline if it is short and no sentence; else an empty span at the start.

    What pages write above a headline is passed over: the way to the page, its day, a heading of one or two words.
    """
    for found in _LINE.finditer(body):
        span = trim(body, found.span())
        line = body[span[0] : span[1]]
        if not line or noise.is_above_headline(line):
            continue
        story_follows = found.end() < len(body.rstrip())
        if story_follows and len(line) <= _LONGEST_HEADLINE and line[-1:] not in '.,:;"”' and not _CAPTION.match(line):
            return span
        break
    return 0, 0
