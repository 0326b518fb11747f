"""Days that are told, not written: "kemarin", "Kamis pekan lalu", "tanggal 12 bulan ini", "hari ketiga kampanye".

Relative days need the day of publication; days of a stage need the election: ``data/stage_days.csv`` lists its stages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ikrar.core.data import files
from ikrar.core.election.table import Election
from ikrar.core.text.date import WEEKDAYS
from ikrar.core.text.number import NUMBER_WORDS, number, ordinal
from ikrar.core.text.phrase import compile_phrases
from ikrar.core.text.span import Span

RELATIVE: Final = "relative"
DERIVED: Final = "derived"

_DAY: Final = datetime.timedelta(days=1)
_WEEK: Final = 7
_VOTE: Final = "vote"
_MOST_DAYS: Final = 400
_SPACES: Final = re.compile(r"[\s\-/]+")
_UP_TO: Final = re.compile(r"(?:hingga|sampai|sejak|mulai|dari|s/d|sampe)\s+$", re.IGNORECASE)
_BACK: Final = 12


@dataclass(frozen=True)
class Told:
    """A day that is told: its words, which way, and the day; None where what it is counted from is not known."""

    span: Span
    way: str
    day: datetime.date | None


@dataclass(frozen=True)
class Lexicon:
    """The words of days that are told, the stages they are counted from, and the first day of each by election."""

    relative: Mapping[str, int]
    words: re.Pattern[str]
    ago: re.Pattern[str]
    weekday: re.Pattern[str]
    weeks: Mapping[str, str]
    of_month: re.Pattern[str]
    nth: re.Pattern[str]
    beside: re.Pattern[str]
    counted: re.Pattern[str]
    stages: Mapping[str, str]
    stage_days: Mapping[tuple[str, str], datetime.date]


def load_lexicon() -> Lexicon:
    """Read the bundled tables ``data/event_dates.toml`` and ``data/stage_days.csv`` and compile them for use."""
    table: dict[str, Any] = files.table("event_dates.toml")
    ago, stages = table["ago"], table["stage"]
    count = rf"(?P<count>\d{{1,3}}|se|(?:{'|'.join(NUMBER_WORDS)})(?:\s+(?:puluh|belas))?)"
    stage = rf"(?P<stage>{compile_phrases(stages).pattern})"
    weeks = {phrase: name for name in ("last", "week_before", "this_week") for phrase in ago[name]}

    def made(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return Lexicon(
        relative=table["relative"],
        words=compile_phrases(table["relative"]),
        ago=made(rf"(?<!\w){count}\s*hari\s+{compile_phrases(ago['days']).pattern}"),
        weekday=made(
            rf"(?<!\w)(?P<weekday>{'|'.join(WEEKDAYS)})\s+(?:(?:pagi|siang|sore|malam)\s+)?(?P<week>{compile_phrases(weeks).pattern})"
        ),
        weeks=weeks,
        of_month=made(r"(?<!\w)(?:tanggal|tgl\.?)\s+(?P<day>\d{1,2})\s+bulan\s+(?P<month>ini|lalu|kemarin)(?!\w)"),
        nth=made(rf"(?<!\w)hari\s+(?P<nth>pertama|ke-?\s?\d{{1,3}}|ke[a-z]+(?:\s+(?:belas|puluh))?)\s+{stage}"),
        beside=made(
            rf"(?<!\w){count}\s*hari\s+(?P<side>setelah|sesudah|usai|pasca|sebelum|jelang|menjelang)\s+{stage}"
        ),
        counted=made(rf"(?<!\w)H\s?(?P<side>[-–+]|min(?:us)?\s|plus\s)\s?(?P<count>\d{{1,3}})(?!\w)(?:\s+{stage})?"),
        stages=stages,
        stage_days=_stage_days(),
    )


def _stage_days() -> Mapping[tuple[str, str], datetime.date]:
    """Read the first day of each stage by election and stage."""
    return {
        (row["election"], row["stage"]): datetime.date.fromisoformat(row["first_day"])
        for row in files.rows("stage_days.csv")
    }


def find(body: str, lexicon: Lexicon, issue: datetime.date | None, election: Election | None) -> tuple[Told, ...]:
    """Find the days that are told, in order; what runs up to or from a day ("hingga hari ini") is none."""
    found = [*_relative(body, lexicon, issue), *_derived(body, lexicon, election)]
    found.sort(key=lambda one: (one.span[0], -one.span[1]))
    return tuple(one for one in found if not _UP_TO.search(body, max(0, one.span[0] - _BACK), one.span[0]))


def last(weekday: int, issue: datetime.date, *, strict: bool = False) -> datetime.date:
    """Give the last such weekday up to the day of issue, or, when ``strict``, before it."""
    back = (issue.weekday() - weekday) % _WEEK
    return issue - (back or _WEEK * strict) * _DAY


def _relative(body: str, words: Lexicon, issue: datetime.date | None) -> Iterator[Told]:
    """Find the days that are counted from the day of publication."""
    for found in words.words.finditer(body):
        days = words.relative[_plain(found.group())]
        yield Told(found.span(), RELATIVE, issue - days * _DAY if issue else None)
    for found in words.ago.finditer(body):
        days = _count(found.group("count"))
        yield Told(found.span(), RELATIVE, issue - days * _DAY if issue else None)
    for found in words.weekday.finditer(body):
        yield Told(found.span(), RELATIVE, _in_week(found, words, issue) if issue else None)
    for found in words.of_month.finditer(body):
        yield Told(found.span(), RELATIVE, _in_month(found, issue) if issue else None)


def _in_week(found: re.Match[str], words: Lexicon, issue: datetime.date) -> datetime.date | None:
    """Give the weekday of this week or the one before, or the last one before the publication."""
    weekday = WEEKDAYS[found.group("weekday").lower()]
    week = words.weeks[_plain(found.group("week"))]
    if week == "last":
        return last(weekday, issue, strict=True)
    monday = issue - (issue.weekday() + _WEEK * (week == "week_before")) * _DAY
    day = monday + weekday * _DAY
    return day if day <= issue else None


def _in_month(found: re.Match[str], issue: datetime.date) -> datetime.date | None:
    """Give the day of this month or the one before; None where it would lie ahead or the month has no such day."""
    month = issue if found.group("month").lower() == "ini" else issue.replace(day=1) - _DAY
    try:
        day = month.replace(day=int(found.group("day")))
    except ValueError:
        return None
    return day if day <= issue else None


def _derived(body: str, words: Lexicon, election: Election | None) -> Iterator[Told]:
    """Find the days that are counted from a stage of the election."""
    for found in words.nth.finditer(body):
        nth = _nth(found.group("nth"))
        if nth:
            yield Told(found.span(), DERIVED, _from(election, words, found, nth - 1))
    for found in words.beside.finditer(body):
        before = found.group("side").lower() in ("sebelum", "jelang", "menjelang")
        days = _count(found.group("count"))
        yield Told(found.span(), DERIVED, _from(election, words, found, -days if before else days))
    for found in words.counted.finditer(body):
        before = found.group("side").strip().lower() not in ("+", "plus")
        days = int(found.group("count"))
        yield Told(found.span(), DERIVED, _from(election, words, found, -days if before else days))


def _from(election: Election | None, words: Lexicon, found: re.Match[str], days: int) -> datetime.date | None:
    """Count from the first day of the stage that is named, or from the voting day where none is."""
    if election is None:
        return None
    stage = words.stages[_plain(found.group("stage"))] if found.group("stage") else _VOTE
    start = election.voting_day if stage == _VOTE else words.stage_days.get((election.code, stage))
    return start + days * _DAY if start and abs(days) <= _MOST_DAYS else None


def _nth(written: str) -> int | None:
    """Read "ketiga", "ke-3", "kedua belas"; None for what only begins like a number."""
    try:
        return ordinal(written) or number(written.lower().removeprefix("ke"))
    except ValueError:
        return None


def _count(written: str) -> int:
    return 1 if written.lower() == "se" else number(written)


def _plain(phrase: str) -> str:
    return _SPACES.sub(" ", phrase.lower())
