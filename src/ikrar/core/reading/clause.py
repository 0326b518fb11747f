"""Lists without marks: lines, clauses between semicolons, and promises one after the other in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ikrar.core.reading.listing import Listing
from ikrar.core.text.span import Span, trim

LINES, SEMICOLONS, COMMAS = "lines", "semicolons", "commas"

# What ends with a colon, or says that the text follows; and what announces promises inside a sentence.
_COLON: Final = re.compile(
    r"(?::|\b(?:berikut|berbunyi|bunyinya)\.?) ?(?P<lines>[\"”]?\n\s*)?[\"“*]{0,2}(?=[^\W\d])", re.IGNORECASE
)
_ANNOUNCED: Final = re.compile(
    r"(?<!\w)(?:(?:di ?antaranya|antara lain|yakni|yaitu|isinya|berisi|memuat|bunyinya|berbunyi)(?: adalah| ialah)?"
    r"|(?:poin|point|butir|isi|ikrar|pernyataan|komitmen|janji)(?: \w+){0,2} (?:adalah|ialah))"
    r"(?:,? (?:kata|ujar|menurut|jelas|sebut|tutur) ?(?:dia|nya|[a-z]+),)?[,:]? ",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"(?<![\s.(][A-Za-z\d])[.!?][\"”’)]*(?=\s|$)|\n|[”\"](?=[,.\s])")
_COMMA: Final = re.compile(r"[,;] (?:dan |serta |juga )?")
_LINK: Final = re.compile(r" (?:dan|serta) ")
_SEMICOLON: Final = re.compile(r";\s(?:dan |serta )?")
_TWO_SENTENCES: Final = re.compile(r"[a-z]{2}[.!?] [A-Z]")
_EDGE: Final = ' \t\n.,;:"“”*'
_LONGEST: Final = 900
_LONGEST_LINE: Final = 220
_FEWEST: Final = 2
_GAP: Final = 8
_FEWEST_WORDS: Final = 3


def find(text: str, pledging: re.Pattern[str]) -> Iterator[Listing]:
    """Yield the lists of at least two items without marks, in which every item begins as a promise."""
    done = 0
    for found in _COLON.finditer(text):
        if found.end() < done or not pledging.match(text, found.end()):
            continue
        items = _lines(text, found.end(), pledging) if found.group("lines") else _semicolons(text, found.end())
        if len(items) >= _FEWEST:
            done = items[-1][1]
            yield Listing(found.end(), tuple(items), LINES if found.group("lines") else SEMICOLONS)
    for found in _ANNOUNCED.finditer(text):
        items = _commas(text, found.end(), pledging) if pledging.match(text, found.end()) else []
        if len(items) >= _FEWEST:
            yield Listing(found.start(), tuple(items), COMMAS)


def _lines(text: str, start: int, pledging: re.Pattern[str]) -> list[Span]:
    """List the lines from ``start`` on that each begin as a promise and hold one sentence."""
    items: list[Span] = []
    limit = len(text)
    while start < limit and pledging.match(text, start):
        end = text.find("\n", start)
        end = limit if end < 0 else end
        if end - start > _LONGEST_LINE or _TWO_SENTENCES.search(text, start, end):
            break
        items.append(trim(text, (start, end), _EDGE))
        start = trim(text, (end, min(limit, end + _GAP)), _EDGE)[0]
    return items


def _semicolons(text: str, start: int) -> list[Span]:
    """List the clauses between semicolons up to the sentence's end."""
    end = _sentence_end(text, start)
    return _cut(text, start, end, [found.span() for found in _SEMICOLON.finditer(text, start, end)])


def _commas(text: str, start: int, pledging: re.Pattern[str]) -> list[Span]:
    """List the promises of a sentence; one before its last "dan" counts alone only where commas part the others."""
    end = _sentence_end(text, start)
    gaps = [found.span() for found in _COMMA.finditer(text, start, end) if pledging.match(text, found.end())]
    if gaps:
        links = (found.span() for found in _LINK.finditer(text, gaps[-1][1], end) if pledging.match(text, found.end()))
        gaps += [gap for gap in links if len(text[gaps[-1][1] : gap[0]].split()) >= _FEWEST_WORDS][-1:]
    return _cut(text, start, end, gaps)


def _sentence_end(text: str, start: int) -> int:
    stop = _STOP.search(text, start, start + _LONGEST)
    return stop.start() if stop else min(len(text), start + _LONGEST)


def _cut(text: str, start: int, end: int, gaps: Sequence[Span]) -> list[Span]:
    """Cut the words between ``start`` and ``end`` at the gaps."""
    begins, ends = [start, *(gap[1] for gap in gaps)], [*(gap[0] for gap in gaps), end]
    items = [trim(text, (one, other), _EDGE) for one, other in zip(begins, ends, strict=True)]
    return [item for item in items if item[0] < item[1]]
