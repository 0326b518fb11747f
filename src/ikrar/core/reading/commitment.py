"""What participants commit or are called to: from the points first, else from sentences that call for something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ikrar.core.declaration.kind import Kind, coarse, suggest
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found
from ikrar.core.text.span import Span


def of_points(points: Sequence[str], kinds: Sequence[Kind]) -> tuple[tuple[str, ...], ...]:
    """Give the fine kinds of each point."""
    return tuple(tuple(one.code for one in suggest(point, kinds)) for point in points)


def find(
    article: Article,
    points: Sequence[Span],
    calls: re.Pattern[str],
    kinds: Sequence[Kind],
    wider: Mapping[str, re.Pattern[str]],
) -> Found[tuple[str, ...]]:
    """Give the coarse kinds in the order in which the text says them, with the words that moved each."""
    places = list(points) or _calling(article, calls)
    found: dict[str, list[Span]] = {}
    for place in places:
        text = article.show(place)
        for one in suggest(text, kinds):
            _note(found, coarse(one.code, text, kinds), place[0], one.spans)
        for code, pattern in wider.items():
            _note(found, code, place[0], [match.span() for match in pattern.finditer(text)])
    spans = tuple(sorted({span for where in found.values() for span in where}))
    return Found(tuple(found), spans)


def _calling(article: Article, calls: re.Pattern[str]) -> list[Span]:
    """List the sentences outside the headline that promise or call for something."""
    return [
        cut
        for cut in article.sentences
        if not article.in_headline(cut[0]) and not article.in_caption(cut[0]) and calls.search(article.body, *cut)
    ]


def _note(found: dict[str, list[Span]], code: str, offset: int, spans: Sequence[Span]) -> None:
    if spans:
        found.setdefault(code, []).extend((start + offset, end + offset) for start, end in spans)
