"""Dates as Indonesian newspapers write them: "Jumat (16/8)", "Senin, 19 Agustus 2024", "19/8/24", dates in words.

The words stand in ``data/date_words.toml``. What goes before a number is looked for backwards from it, within a fixed
length, so that finding takes time in proportion to the text.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.text.distance import distance
from ikrar.core.text.number import NUMBER_WORDS, number
from ikrar.core.text.phrase import by_first_letter
from ikrar.core.text.span import Cover, Span

_TABLE: Final[dict[str, Any]] = files.table("date_words.toml")
WEEKDAYS: Final = {name: at for at, names in enumerate(_TABLE["weekdays"]) for name in names}
WEEKDAY_NAMES: Final = tuple(names[0].capitalize() for names in _TABLE["weekdays"])
MONTHS: Final = {name: at for at, names in enumerate(_TABLE["months"], 1) for name in names}
_FIRST_NAMES: Final = frozenset(names[0] for names in _TABLE["months"])


def _either(words: Iterable[str]) -> str:
    """Give a pattern for any of ``words``, the longest first; a space stands for any space."""
    return "|".join(_longest_first(words))


def _longest_first(words: Iterable[str]) -> list[str]:
    return [re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)]


# A look back never reaches farther than this: "Jumat dini hari, pada tanggal (" has 32.
_BACK: Final = 48
_CENTURY: Final = 2000
_LAST_CENTURY: Final = 1900
_NEXT_CENTURY: Final = 50
_FULL_NAME: Final = 5
_SHORTEST_SLIP: Final = 4
_LONG_NAME: Final = 7

_START: Final = r"(?<!\w)"
_GAP: Final = r"[\s,|/–—-]*"
_WEEKDAY_BEFORE: Final = re.compile(
    rf"(?<!\w)(?P<weekday>{_either(WEEKDAYS)})(?:\s+(?:{_either(_TABLE['day_parts'])}))?{_GAP}"
    rf"(?:(?:pada\s+)?(?:{_either(_TABLE['day_words'])})\s*)?\(?\s*$",
    re.IGNORECASE,
)
_TOLD_BEFORE: Final = re.compile(rf"(?:(?<!\w)(?:{_either(_TABLE['day_words'])})|\()\s*$", re.IGNORECASE)
_CLOCK_BEFORE: Final = re.compile(rf"(?<!\w)(?:{_either(_TABLE['clock_words'])})\s*$", re.IGNORECASE)
_FRACTION_BEFORE: Final = re.compile(rf"(?<!\w)(?:{_either(_TABLE['fractions'])})\s*\(\s*$", re.IGNORECASE)
_NAMED_BEFORE: Final = re.compile(rf"(?<!\w)(?:{_either(_TABLE['named_after'])})\s+$", re.IGNORECASE)

_YEAR_WORD: Final = rf"(?:(?:{_either(_TABLE['year_words'])})\s*)?"
_MONTH_WORD: Final = rf"(?:(?:{_either(_TABLE['month_words'])})\s+)"
_ISO: Final = re.compile(r"(?P<year>[12](?<![\d/.-]\d)\d{3})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
_NUMERIC: Final = re.compile(
    r"(?P<day>\d(?<![\d.,]\d)(?<!\d/\d)\d?)(?P<sep>[.-]|\s?/)\s?(?P<month>\d{1,2})"
    r"(?:\s?(?P<next>[/.-])\s?(?P<year>\d{4}|\d{2}))?(?!\d|\s?/\s?\d|[.,-]\d)"
)
_NAMED: Final = re.compile(
    rf"(?P<day>\d(?<![\d.,]\d)(?<!\d/\d)\d?)(?!\d)\s*(?:[-/.]\s*)?{_MONTH_WORD}?(?P<month>[A-Za-z]{{3,12}})(?![^\W\d_])"
    rf"(?:\.?,?[\s/-]*{_YEAR_WORD}(?P<year>\d{{4}})(?!\d))?",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    rf"(?P<day>\d(?<![\d/.,]\d)\d?)\s+{_MONTH_WORD}(?P<month>\d{{1,2}})\s+{_YEAR_WORD}(?P<year>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_AMERICAN_REST: Final = re.compile(r"\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)")
_UNIT: Final = _either(NUMBER_WORDS[1:10])
_TENS: Final = rf"(?:sepuluh|sebelas|(?:{_UNIT})[\s-]*belas|(?:{_UNIT})[\s-]*puluh(?:[\s-]*(?:{_UNIT}))?|{_UNIT})"
_WORDS_BEFORE: Final = re.compile(rf"(?<!\w)(?P<day>{_TENS})\s+{_MONTH_WORD}?$", re.IGNORECASE)
_MONTH: Final = re.compile(rf"{by_first_letter(_longest_first(MONTHS), _START)}(?!\w)", re.IGNORECASE)
_YEAR_AFTER: Final = re.compile(
    rf"[\s,]*{_YEAR_WORD}(?P<year>[12]\d{{3}}(?!\d)|dua\s*ribu(?:[\s-]*{_TENS})?(?!\w)"
    rf"|seribu\s+sembilan\s+ratus(?:\s+{_TENS})?(?!\w)|dua\s+nol(?:\s+(?:nol|{_UNIT})){{2}}(?!\w))",
    re.IGNORECASE,
)
_RANGE_JOIN: Final = re.compile(rf"[\s,()]*(?:{_either(_TABLE['until'])})[\s,()]*", re.IGNORECASE)
_HALF_BEFORE: Final = re.compile(
    rf"(?<![\d/.,-])(?P<day>\d{{1,2}})(?:\s*{_MONTH_WORD}?)\s*(?:{_either((*_TABLE['until'], *_TABLE['lists']))})\s*$",
    re.IGNORECASE,
)
_AFTER_HYPHEN: Final = re.compile(r"\d-$")
_WEEKDAY: Final = re.compile(rf"{by_first_letter(_longest_first(WEEKDAYS), _START)}(?!\w)", re.IGNORECASE)
_WEEK: Final = "minggu"
_DAY_BEFORE: Final = re.compile(r"(?:hari|malam|pada)\s$", re.IGNORECASE)


@dataclass(frozen=True)
class DateMention:
    """A date as written: ``year`` and ``weekday`` (0 is Monday) may be missing.

    ``ranged`` marks both ends of a period; ``since`` is the first day of one whose first end is a bare number.
    """

    span: Span
    day: int
    month: int
    year: int | None
    weekday: int | None
    ranged: bool = False
    since: int | None = None

    def on(self, year: int) -> datetime.date | None:
        """Give the date in ``year``, or None where the calendar has no such day."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None

    def agrees(self, date: datetime.date) -> bool:
        """Say whether the written weekday, if any, is that of ``date``."""
        return self.weekday is None or self.weekday == date.weekday()

    def same_day(self, other: DateMention) -> bool:
        """Say whether both name the same day of the same month."""
        return (self.day, self.month) == (other.day, other.month)


def find(text: str) -> tuple[DateMention, ...]:
    """Find the dates of ``text`` in order; what the calendar does not know (31/13) is no date."""
    found: list[DateMention] = []
    for finder in (_by_digits(_ISO), _in_words, _by_digits(_NUMBERED), _named, _numeric):
        taken = Cover(one.span for one in found)
        found += [one for one in finder(text) if not taken.meets(one.span)]
    return _mark_ranges(text, sorted(found, key=lambda one: one.span))


def weekdays(text: str) -> tuple[Span, ...]:
    """Find every weekday's name in ``text``, also those without a date; "minggu" that means a week is none."""
    return tuple(match.span() for match in _WEEKDAY.finditer(text) if _is_day(match))


def _is_day(match: re.Match[str]) -> bool:
    """Say whether the word is a weekday: "minggu" in small letters is a week unless "hari" or "pada" stands before."""
    if match.group() != _WEEK:
        return True
    return bool(_DAY_BEFORE.search(match.string, max(0, match.start() - len(_WEEK)), match.start()))


def _back(text: str, start: int) -> str:
    return text[max(0, start - _BACK) : start]


def _mention(text: str, span: Span, day: int, month: int, year: int | None, *, sure: bool = True) -> DateMention | None:
    """Take the weekday before the number into the mention; None where the calendar has no such day.

    What is not ``sure`` is a date only after a weekday, "tanggal" or a period's first day, or in brackets.
    """
    before = _back(text, span[0])
    found = _WEEKDAY_BEFORE.search(before)
    weekday = WEEKDAYS[found.group("weekday").lower()] if found else None
    half = _HALF_BEFORE.search(before)
    since = int(half.group("day")) if half and 0 < int(half.group("day")) < day else None
    first = found or (half if since else None)
    start = span[0] - len(before) + first.start() if first else span[0]
    if not (sure or found or since or _TOLD_BEFORE.search(before)):
        return None
    mention = DateMention((start, span[1]), day, month, year, weekday, since is not None, since)
    return mention if mention.on(_CENTURY if year is None else year) else None


def _by_digits(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[DateMention]]:
    """Make a finder of dates that their form alone makes sure."""

    def finder(text: str) -> Iterator[DateMention]:
        for match in (one for pattern in patterns for one in pattern.finditer(text)):
            month = _month(match.group("month"))
            if month and (
                one := _mention(text, match.span(), int(match.group("day")), month, int(match.group("year")))
            ):
                yield one

    return finder


def _in_words(text: str) -> Iterator[DateMention]:
    """Find "sembilan belas September tahun dua ribu delapan belas" and "Aug 27, 2024".

    "Sebelas Maret" alone is a name, not a date.
    """
    for match in _MONTH.finditer(text):
        one = _american(match) or _written_out(match)
        if one:
            yield one


def _american(match: re.Match[str]) -> DateMention | None:
    text, month = match.string, MONTHS[match.group().lower()]
    rest = _AMERICAN_REST.match(text, match.end())
    if rest is None:
        return None
    return _mention(text, (match.start(), rest.end()), int(rest.group("day")), month, int(rest.group("year")))


def _written_out(match: re.Match[str]) -> DateMention | None:
    text, month = match.string, MONTHS[match.group().lower()]
    before = _back(text, match.start())
    words = _WORDS_BEFORE.search(before)
    if words is None:
        return None
    found = _YEAR_AFTER.match(text, match.end())
    year = number(found.group("year")) if found else None
    span = match.start() - len(before) + words.start(), found.end() if found else match.end()
    return _mention(text, span, number(words.group("day")), month, year, sure=found is not None)


def _named(text: str) -> Iterator[DateMention]:
    """Find "23 September 2024" with the month's name as printed, slips of the pen included."""
    for match in _NAMED.finditer(text):
        written, year = match.group("month").lower(), match.group("year")
        known = MONTHS.get(written)
        month = known or _month(written)
        if month is None or (year is None and _NAMED_BEFORE.search(_back(text, match.start()))):
            continue
        sure = known is not None and (year is not None or len(written) >= _FULL_NAME or written in _FIRST_NAMES)
        one = _mention(
            text,
            match.span(),
            int(match.group("day")),
            month,
            int(year) if year else None,
            sure=sure or year is not None,
        )
        if one:
            yield one


def _numeric(text: str) -> Iterator[DateMention]:
    """Find "16/8", "19/8/24", "23.09.2024"; two bare numbers only where the words before them tell of a day."""
    for match in _NUMERIC.finditer(text):
        if _is_other_number(match):
            continue
        written, joined = match.group("year"), match.group("sep").strip()
        sure = written is not None and (joined == "/" or len(written) > len("24")) and not _glued(match)
        one = _mention(
            text, match.span(), int(match.group("day")), int(match.group("month")), _year(written), sure=sure
        )
        if one and (written or joined == "/" or (one.weekday is not None and text[match.end() :][:1] == ")")):
            yield one


def _glued(match: re.Match[str]) -> bool:
    """Say whether a sign joins the number to a word before it, as in "ST/12/9/2024"."""
    return match.string[max(0, match.start() - 1) : match.start()] in ("/", "-")


def _is_other_number(match: re.Match[str]) -> bool:
    """Say whether the numbers are a part of a whole, a time of the day, or joined in two ways."""
    before = _back(match.string, match.start())
    if _AFTER_HYPHEN.search(before) and not _HALF_BEFORE.search(before):
        return True
    mixed = match.group("next") == "." != match.group("sep")
    return mixed or bool(_FRACTION_BEFORE.search(before) or _CLOCK_BEFORE.search(before))


@functools.lru_cache(maxsize=1024)
def _month(written: str) -> int | None:
    """Give the month of a number or a name; of a misspelt name, the one month that is nearest within few letters."""
    if written.isdigit():
        return int(written)
    if written.lower() in MONTHS or len(written) < _SHORTEST_SLIP:
        return MONTHS.get(written.lower())
    near: dict[int, int] = {}
    for name, month in MONTHS.items():
        limit = 2 if len(name) >= _LONG_NAME else 1
        slips = distance(written.lower(), name, limit) if len(name) >= _SHORTEST_SLIP else limit + 1
        if slips <= limit:
            near[month] = min(slips, near.get(month, slips))
    best = [month for month, slips in near.items() if slips == min(near.values())]
    return best[0] if len(best) == 1 else None


def _year(written: str | None) -> int | None:
    if written is None or len(written) > len("24"):
        return int(written) if written else None
    value = int(written)
    return value + (_CENTURY if value < _NEXT_CENTURY else _LAST_CENTURY)


def _mark_ranges(text: str, found: list[DateMention]) -> tuple[DateMention, ...]:
    """Mark both ends of "25 Agustus hingga 13 September"; the first takes the year of the last."""
    marked = list(found)
    for at in range(len(marked) - 1):
        one, other = marked[at], marked[at + 1]
        if _RANGE_JOIN.fullmatch(text, one.span[1], other.span[0]):
            marked[at] = replace(one, ranged=True, year=one.year or other.year)
            marked[at + 1] = replace(other, ranged=True)
    return tuple(marked)
