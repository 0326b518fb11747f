"""Words and sentences with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ikrar.core.text.span import Span, trim

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END: Final = re.compile(r"(?:(?<![.!?])[.!?]++[\"”’)]*+(?=\s)|\n+)")
_LONGEST_ABBREVIATION: Final = 16
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(,/–-])(?:[^\W_]|\d{1,2}|(?:[A-Z][a-z]{0,3}\.)+[A-Z]?[a-z]{0,4}"
    r"|(?i:kab|kec|kel|prov|kep|drs?|dra|ir|hj|kh|pj|plt|plh|pjs|prof|irjen|brigjen|komjen|kombes|pol|inf|kav|arh|arm|czi"
    r"|no|moh|mohd|muh|muhd|abd|ach|jl|jln|gg|jend|akbp|akp|kompol|iptu|ipda|ops|tgk|st|rt|rw|km|dsn))$"
)


class Word(NamedTuple):
    """One word of a text: its letters and where they stand (code points)."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Say whether the word begins with a capital letter or a digit."""
        first = self.text[0]
        return first.isupper() or first.isdigit()


def each_word(text: str, start: int, end: int) -> Iterator[Word]:
    """Yield the words between ``start`` and ``end`` as they are asked for."""
    return (Word(found.group(), *found.span()) for found in _WORD.finditer(text, start, end))


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """List the words between ``start`` and ``end`` in order."""
    stop = len(text) if end is None else end
    return [Word(found.group(), *found.span()) for found in _WORD.finditer(text, start, stop)]


def sentences(text: str) -> tuple[Span, ...]:
    """Cut ``text`` into sentences; a line end always cuts, the dot of an abbreviation or initial never does."""
    cuts: list[Span] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if "\n" not in found.group() and _ABBREVIATION.search(
            text, max(start, found.start() - _LONGEST_ABBREVIATION), found.start()
        ):
            continue
        cuts.append(trim(text, (start, found.end())))
        start = found.end()
    cuts.append(trim(text, (start, len(text))))
    return tuple(cut for cut in cuts if cut[0] < cut[1])
