"""Dates as Indonesian newspapers write them: "Jumat (16/8)", "Senin, 19 Agustus 2024", "19/8/24", dates in words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.text.number import NUMBER_WORDS, number
from ikrar.core.text.phrase import by_first_letter, gate
from ikrar.core.text.span import Cover, Span

WEEKDAYS: Final = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "jum’at": 4, "sabtu": 5, "minggu": 6,
    "ahad": 6,
}  # fmt: skip
WEEKDAY_NAMES: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = {
    "januari": 1, "jan": 1, "january": 1, "februari": 2, "pebruari": 2, "feb": 2, "february": 2, "maret": 3, "mar": 3,
    "march": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6,
    "juli": 7, "jul": 7, "july": 7,
    "agustus": 8, "agt": 8, "ags": 8, "agst": 8, "agu": 8, "aug": 8, "august": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "oct": 10, "october": 10, "november": 11, "nopember": 11, "nov": 11, "nop": 11,
    "desember": 12, "des": 12, "dec": 12, "december": 12,
}  # fmt: skip


def _either(names: Iterable[str]) -> str:
    return by_first_letter(sorted(map(re.escape, names), key=len, reverse=True))


def _begins(*names: Iterable[str]) -> str:
    """Look ahead for a letter with which a date may begin: everywhere else the search goes on at once."""
    return gate([*"0123456789", *(name[0] for group in (WEEKDAYS, *names) for name in group)])


_DAYNAME: Final = (
    rf"(?:(?P<weekday>{_either(WEEKDAYS)})\b(?:\s+(?:pagi|siang|sore|malam))?[,\s]*(?:tanggal\s+)?(?:\(\s*)?)?"
)
_NUMERIC: Final = re.compile(
    _begins()
    + _DAYNAME
    + r"(?<![\d/.,-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?:(?P=sep)(?P<year>\d{4}|\d{2}))?"
    + r"(?![\d/]|[.,-]\d)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    _begins()
    + _DAYNAME
    + rf"(?<![\d/.,])(?P<day>\d{{1,2}})\s*(?:[-/]\s*)?(?P<month>{_either(MONTHS)})\b\.?,?(?:\s*(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_AMERICAN: Final = re.compile(
    rf"\b(?P<month>{_either(MONTHS)})\b\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})\b", re.IGNORECASE
)
_ISO: Final = re.compile(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])")
# "seribu sembilan ratus sembilan puluh sembilan" has five words after its first.
_MOST_WORDS: Final = 5
_NUMBER: Final = rf"(?:{_either(NUMBER_WORDS)})(?:\s+(?:{_either(NUMBER_WORDS)})){{0,{_MOST_WORDS}}}"
_WORDS: Final = re.compile(
    _begins(NUMBER_WORDS)
    + _DAYNAME
    + rf"\b(?P<day>{_NUMBER})\s+(?:bulan\s+)?(?P<month>{_either(MONTHS)})\s+(?:tahun\s+)?"
    + rf"(?P<year>dua ribu(?:\s+{_NUMBER})?)",
    re.IGNORECASE,
)
_RANGE_JOIN: Final = re.compile(r"\s*(?:hingga|sampai(?:\s+dengan)?|s/d|s\.d\.?|sd|-|–|—|ke)\s*", re.IGNORECASE)
_HALF_RANGE: Final = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*(?:hingga|sampai(?:\s+dengan)?|s/d|s\.d\.|-|–)\s*(?=\d{1,2}\s+[A-Za-z])", re.IGNORECASE
)
_CENTURY: Final = 2000
_PATTERNS: Final = (_ISO, _WORDS, _AMERICAN, _NAMED, _NUMERIC)


@dataclass(frozen=True)
class DateMention:
    """A date as written: ``year`` and ``weekday`` (0 is Monday) may be missing; ``ranged`` marks a period's ends."""

    span: Span
    day: int
    month: int
    year: int | None
    weekday: int | None
    ranged: bool = False

    def on(self, year: int) -> datetime.date | None:
        """Give the date in ``year``, or None where the calendar has no such day."""
        try:
            return datetime.date(year, self.month, self.day)
        except ValueError:
            return None

    def agrees(self, date: datetime.date) -> bool:
        """Say whether the written weekday, if any, is that of ``date``."""
        return self.weekday is None or self.weekday == date.weekday()


def find(text: str) -> tuple[DateMention, ...]:
    """Find the dates of ``text`` in order; what the calendar does not know (31/13) is no date."""
    found: list[DateMention] = []
    for pattern in _PATTERNS:
        taken = Cover(one.span for one in found)
        mentions = map(_mention, pattern.finditer(text))
        found += [one for one in mentions if one and not taken.meets(one.span)]
    return _mark_ranges(text, sorted(found, key=lambda one: one.span))


def weekdays(text: str) -> tuple[Span, ...]:
    """Find every weekday's name in ``text``, also those that stand without a date."""
    pattern = rf"\b(?:{_either(WEEKDAYS)})\b"
    return tuple(match.span() for match in re.finditer(pattern, text, re.IGNORECASE))


def _mention(match: re.Match[str]) -> DateMention | None:
    parts = match.groupdict()
    day, month = number(parts["day"]), _month(parts["month"])
    year = _year(parts.get("year"))
    weekday = WEEKDAYS.get((parts.get("weekday") or "").lower())
    mention = DateMention(match.span(), day, month, year, weekday)
    leap = mention.on(_CENTURY if year is None else year)
    if leap is None or (parts.get("sep") and year is None and not _told_as_date(match, parts)):
        return None
    return mention


def _told_as_date(match: re.Match[str], parts: dict[str, str]) -> bool:
    """Say whether two bare numbers are a date: with a slash, and a weekday, a bracket or "tanggal" before them."""
    before = match.string[max(0, match.start() - len("tanggal ")) : match.start()].lower()
    return parts["sep"] == "/" and bool(parts.get("weekday") or before.endswith(("(", "tanggal ")))


def _month(written: str) -> int:
    return int(written) if written.isdigit() else MONTHS[written.lower()]


def _year(written: str | None) -> int | None:
    if not written:
        return None
    value = number(written)
    return value + _CENTURY if len(written) == len("24") else value


def _mark_ranges(text: str, found: list[DateMention]) -> tuple[DateMention, ...]:
    """Mark both ends of "25 Agustus hingga 13 September" and "5-12 Agustus"; the first takes the year of the last."""
    halves = {match.end() for match in _HALF_RANGE.finditer(text)}
    marked = [replace(one, ranged=True) if one.span[0] in halves else one for one in found]
    for at in range(len(marked) - 1):
        one, other = marked[at], marked[at + 1]
        if _RANGE_JOIN.fullmatch(text, one.span[1], other.span[0]):
            marked[at] = replace(one, ranged=True, year=one.year or other.year)
            marked[at + 1] = replace(other, ranged=True)
    return tuple(marked)
