"""Lists in running text: "1.", "a)", "Pertama, … Kedua, …", "kesatu … kedua …", "satu … Dua, …", bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.text.number import cardinal, ordinal
from ikrar.core.text.span import Span, trim

_UNITS: Final = "dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_MARKS: Final = (
    (
        "digit",
        re.compile(
            r"(?=[(\d])(?:(?<=\n)|(?<=^)|(?<=[:;.,] )|(?<=[a-z] ))"
            r"\(?(?P<mark>\d{1,2})[.)]\s+(?=[^\W\d])",
            re.MULTILINE,
        ),
    ),
    ("letter", re.compile(r"^(?P<mark>[a-j])[.)]\s+(?=\S)", re.MULTILINE)),
    (
        "ordinal",
        re.compile(
            r"(?-i:(?=[PpKk]))"
            r"(?:^|(?<=[,;:.“\"!?] )|(?<=[“\"])|(?<=yaitu )|(?<=yakni )|(?<=adalah )|(?<=dan )|(?<=berikut )|(?<=yang )"
            rf"|(?<=[a-z] )(?=\w+[,:]))(?P<mark>pertama|kesatu|ke(?:{_UNITS}))\b[,:]?\s+(?=[^\W\d])",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        "cardinal",
        re.compile(
            r"(?-i:(?=[SsDdTtEeLl]))"
            rf"(?:(?<=[;:.,“\"] )|(?<=[“\"])|(?<=\n))(?P<mark>satu|{_UNITS})\b[,:]?\s+(?=[^\W\d])",
            re.IGNORECASE,
        ),
    ),
    ("bullet", re.compile(r"^(?P<mark>[-•·*▪●–])\s+(?=\S)", re.MULTILINE)),
)
_NEXT_WORDS: Final = re.compile(
    r"(?:^|(?<=[.!?\"”] ))(?:Lalu|Kemudian|Selanjutnya|Berikutnya|Terakhir|terakhir),?\s+(?=\S)", re.MULTILINE
)
_SENTENCE_STOP: Final = re.compile(r"[.!?](?:[\"”']|(?=\s))|[\"”](?=[,\s.]|$)|\n")
_LINE_STOP: Final = re.compile(r"\n")
_ITEM_EDGE: Final = ' \t\n.,;:"“”'
_LAST_LINK: Final = re.compile(r"(?<![\s,;])[\s,;]+(?:dan|serta|dan juga|lalu)$", re.IGNORECASE)
_LONGEST_ITEM: Final = 700
_LAST: Final = -1


@dataclass(frozen=True)
class Mark:
    """One list mark: its number, and where the mark begins and its item may begin."""

    number: int
    start: int
    item: int


@dataclass(frozen=True)
class Listing:
    """A list found: ``start`` of its first mark, the ``items`` as spans without marks and final stops."""

    start: int
    items: tuple[Span, ...]


def find(text: str) -> tuple[Listing, ...]:
    """Find the lists of at least two items numbered 1, 2, … without a gap, in order of their beginning."""
    found = [one for style, pattern in _MARKS for one in _of_style(text, style, pattern)]
    return tuple(sorted(found, key=lambda one: one.start))


def _of_style(text: str, style: str, pattern: re.Pattern[str]) -> Iterator[Listing]:
    """Yield the lists of one style; each ends at the latest where the next one begins."""
    runs = list(_runs(_marks(text, style, pattern), style))
    ends = [run[0].start for run in runs[1:]] + [len(text)]
    return (_listing(text, run, style, end) for run, end in zip(runs, ends, strict=False))


def _marks(text: str, style: str, pattern: re.Pattern[str]) -> list[Mark]:
    marks = [
        Mark(number, match.start(), match.end())
        for match in pattern.finditer(text)
        if (number := _value(style, match.group("mark"))) is not None
    ]
    if style == "ordinal" and marks:
        marks += [
            Mark(_LAST if match.group().lower().startswith("terakhir") else 0, match.start(), match.end())
            for match in _NEXT_WORDS.finditer(text, marks[0].item)
        ]
    return sorted(marks, key=lambda mark: mark.start)


def _value(style: str, mark: str) -> int | None:
    """Read a mark as a number; 0 stands for "the next one" and for every bullet."""
    if style == "bullet":
        return 0
    if style == "letter":
        return ord(mark) - ord("a") + 1
    return ordinal(mark) if style == "ordinal" else cardinal(mark)


def _runs(marks: Sequence[Mark], style: str) -> Iterator[list[Mark]]:
    """Cut the marks into runs that count up from one; a wildcard counts as the number due."""
    run: list[Mark] = []
    for mark in marks:
        near = bool(run) and mark.start - run[-1].item <= _LONGEST_ITEM
        if near and (mark.number == len(run) + 1 or _is_next(run, mark, style)):
            run.append(mark)
        elif mark.number == 1 or (style == "bullet" and not near):
            if len(run) > 1:
                yield run
            run = [mark]
    if len(run) > 1:
        yield run


def _is_next(run: Sequence[Mark], mark: Mark, style: str) -> bool:
    """Say whether an unnumbered mark goes on with the run: "Lalu" not after "Kedua", which "Ketiga" would follow."""
    if mark.number == _LAST:
        return True
    return mark.number == 0 and (style == "bullet" or len(run) == 1 or run[-1].number == 0)


def _listing(text: str, run: Sequence[Mark], style: str, last: int) -> Listing:
    ends = [mark.start for mark in run[1:]] + [last]
    own_line = style in ("digit", "letter", "bullet") and text[run[0].start - 1 : run[0].start] in ("\n", "")
    items = tuple(
        _item(text, mark.item, end, is_last=mark is run[-1], own_line=own_line)
        for mark, end in zip(run, ends, strict=True)
    )
    return Listing(run[0].start, tuple(item for item in items if item[0] < item[1]))


def _item(text: str, start: int, end: int, *, is_last: bool, own_line: bool) -> Span:
    """Give the item up to the next mark or the line's end, the last inline one up to its sentence's end."""
    stop = (_LINE_STOP if own_line or not is_last else _SENTENCE_STOP).search(text, start, end)
    if stop:
        end = stop.start()
    start, end = trim(text, (start, end), _ITEM_EDGE)
    link = _LAST_LINK.search(text, start, end)
    return trim(text, (start, link.start() if link else end), _ITEM_EDGE)
