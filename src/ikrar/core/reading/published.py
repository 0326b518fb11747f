"""The day of publication as the page shows it: on a line of its own beside the story, or in the page's address.

A date inside the story is never it. Words that may stand beside such a date are in ``data/publication.toml``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ikrar.core.data import files
from ikrar.core.reading.article import Article
from ikrar.core.reading.noise import PARTED
from ikrar.core.reading.record import Alternative, Doubt, Found, doubt
from ikrar.core.text import date
from ikrar.core.text.date import DateMention
from ikrar.core.text.span import Span

FIELD: Final = "published"
_LONGEST: Final = 120
_FIRST_LINES: Final = 12
_LAST_LINES: Final = 6
_MOST_OTHERS: Final = 4  # words beside the date that the table does not know: a name of an author or a page
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_STORY_END: Final = (".", '"', "”", "?", "!", ",", ";")
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAY_ADDRESS: Final = re.compile(rf"(?<!\d){_YEAR}([/_-]?)(?P<month>\d\d)\2(?P<day>\d\d)(?!\d)")
_ADDRESS: Final = re.compile(r"https?://[^\s]{1,300}", re.IGNORECASE)
_MONTH_ADDRESS: Final = re.compile(rf"/{_YEAR}/(?P<month>\d\d?)/")
_FIGURES: Final = re.compile(r"\d\d")  # of the year; lines without any are passed over at once


@dataclass(frozen=True)
class Lexicon:
    """Words before the date of a publication, of a change, of an event, and words that may stand beside either."""

    labels: frozenset[str]
    updates: frozenset[str]
    beside: frozenset[str]
    events: re.Pattern[str]


@dataclass(frozen=True)
class Published:
    """The day of publication; ``latest`` is that day, or the last one it may be where only its month is known."""

    day: Found[datetime.date | None]
    latest: datetime.date | None


@dataclass(frozen=True)
class _Shown:
    """A date on a line of its own: ``rank`` 0 where a word says that it is the publication's, 2 where of a change."""

    rank: int
    span: Span
    day: datetime.date


def load_lexicon() -> Lexicon:
    """Load the bundled words."""
    table = files.table("publication.toml")
    labels, updates, beside = (frozenset(table[name]) for name in ("labels", "updates", "beside"))
    words = "|".join(map(re.escape, table["events"]))
    return Lexicon(labels, updates, beside, re.compile(rf"\W*(?:{words})\b[^:\n]{{0,20}}:", re.IGNORECASE))


def decide(article: Article, lexicon: Lexicon, given: datetime.date | None, address: str | None = None) -> Published:
    """Take the given day, else the one shown on the page, else that in the address where it holds one.

    A given day that another shown one contradicts stays, with a doubt that shows both.
    """
    shown = sorted(_shown(article, lexicon), key=lambda one: (one.rank, one.span))
    if given is not None:
        return Published(Found(given, tuple(one.span for one in shown if one.day == given)), given)
    if shown:
        best = shown[0]
        rivals = [one for one in shown if one.rank == best.rank and one.day != best.day]
        spans = tuple(one.span for one in shown if one.day == best.day)
        why = (_doubt([best, *rivals]),) if rivals else ()
        return Published(Found(best.day, spans, why), best.day)
    if address:
        return _by_address(address)
    written = _ADDRESS.match(article.text)
    return _by_address(written.group(), written.start()) if written else Published(Found(None), None)


def _doubt(shown: list[_Shown]) -> Doubt:
    readings = [Alternative(one.day.isoformat(), (one.span,)) for one in shown]
    return doubt(FIELD, "Halaman menunjukkan lebih dari satu tanggal terbit; yang pertama yang dipakai.", *readings)


def _shown(article: Article, lexicon: Lexicon) -> Iterator[_Shown]:
    """Yield the dates with a year on lines beside the story: at the top, and below its end."""
    for start, end in _lines(article):
        line = article.text[start:end]
        mentions = [one for one in date.find(line) if one.year is not None and not one.ranged]
        if len(mentions) not in {1, 2}:
            continue
        ranks = [_rank(line, one, lexicon) for one in mentions]
        if _is_story(line, mentions, lexicon) and not (ranks[0] == 0 and not line.endswith(".")):
            continue
        for one, rank in zip(mentions, ranks, strict=True):
            start_of, end_of = one.span
            yield _Shown(rank, (start + start_of, start + end_of), datetime.date(one.year or 0, one.month, one.day))


def _lines(article: Article) -> Iterator[Span]:
    """Yield the short lines with figures among the first and the last ones of the story, its headline excepted."""
    lines = [found.span() for found in _LINE.finditer(article.text, 0, article.end)]
    near = lines if len(lines) <= _FIRST_LINES + _LAST_LINES else [*lines[:_FIRST_LINES], *lines[-_LAST_LINES:]]
    for start, stop in near:
        short = stop - start <= _LONGEST and _FIGURES.search(article.text, start, stop)
        if short and not article.in_headline(start) and not article.in_caption(start):
            yield start, stop


def _rank(line: str, mention: DateMention, lexicon: Lexicon) -> int:
    before = [word.lower() for word in _WORD.findall(line[: mention.span[0]])][-3:]
    if any(word in lexicon.updates for word in before):
        return 2
    return 0 if any(word in lexicon.labels for word in before) and len(before) <= 2 else 1


def _is_story(line: str, mentions: list[DateMention], lexicon: Lexicon) -> bool:
    """Say whether the line tells something: it ends as a sentence does, or holds more words than a page adds."""
    if line.rstrip().endswith(_STORY_END) or line.endswith(")"):
        return True
    if lexicon.events.match(line):
        return True
    rest = line
    for one in reversed(mentions):
        rest = rest[: one.span[0]] + rest[one.span[1] :]
    known = lexicon.beside | lexicon.labels | lexicon.updates
    others = [word for word in _WORD.findall(rest) if word.lower() not in known]
    parted = bool(PARTED.search(line))
    return len(others) > _MOST_OTHERS or any(word.islower() and not parted for word in others)


def _by_address(address: str, start: int | None = None) -> Published:
    """Read the day in an address (/2024/09/12/), or bound it by the month (/2024/09/).

    ``start`` is where the address stands in the text, None where it does not.
    """
    for found in _DAY_ADDRESS.finditer(address):
        try:
            day = datetime.date(*(int(found.group(name)) for name in ("year", "month", "day")))
        except ValueError:
            continue
        spans = () if start is None else ((start + found.start(), start + found.end()),)
        return Published(Found(day, spans), day)
    month = _MONTH_ADDRESS.search(address)
    if month and 1 <= int(month.group("month")) <= len(calendar.month_name) - 1:
        year, number = int(month.group("year")), int(month.group("month"))
        return Published(Found(None), datetime.date(year, number, calendar.monthrange(year, number)[1]))
    return Published(Found(None), None)
