"""The year of a day that is written without one: from the publication, the election, the weekday and the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.election.table import Election
from ikrar.core.reading.electing import Talk
from ikrar.core.text.date import DateMention

_YEAR: Final = re.compile(r"20(?<![\d/.,]20)[0-4]\d(?![.,]\d)(?!\d)")
_LOOK_BACK: Final = 2
# How many days before the voting day an election is spoken of: near it, and at all. A Pemilu is prepared for longer.
_NEAR_DAYS: Final = {"pilkada": 330, "pemilu": 365}
_FAR_DAYS: Final = {"pilkada": 330, "pemilu": 600}
_AFTER_DAYS: Final = 120
_FRESH_DAYS: Final = 60
_OLD_DAYS: Final = 240
_EARLY_DAYS: Final = 7
_AGREES, _WRITTEN, _FRESH, _NEAR, _FAR, _NAMED = 4, 6, 4, 4, 2, 1
_STALE, _FUTURE, _OUTSIDE = -2, -4, -3
_ENOUGH: Final = 4
_APART: Final = 2


@dataclass(frozen=True)
class Frame:
    """What an article tells about its time: the day of issue, the election, and the years that it names.

    ``written`` maps (day, month) to the year that the same day has elsewhere in the text. Where the election's year is
    not told, ``possible`` are the elections of its sort.
    """

    issue: datetime.date | None
    election: Election | None
    years: frozenset[int]
    written: Mapping[tuple[int, int], int]
    possible: tuple[Election, ...] = ()

    @property
    def voting(self) -> datetime.date | None:
        """Give the voting day of the election, where it is known."""
        return self.election.voting_day if self.election else None

    def far(self, year: int) -> bool:
        """Say whether a year lies far from the publication and the election."""
        near = [one.year for one in (self.issue, self.voting) if one]
        return bool(near) and all(abs(year - one) > _LOOK_BACK for one in near)


def frame(
    body: str,
    mentions: Sequence[DateMention],
    said: Talk,
    elections: Sequence[Election],
    issue: datetime.date | None,
) -> Frame:
    """Collect what an article tells about its time."""
    years = {int(found.group()) for found in _YEAR.finditer(body)} | set(said.years)
    years |= {one.year for one in mentions if one.year}
    written = {(one.day, one.month): one.year for one in reversed(mentions) if one.year}
    election = _election(said, years, elections)
    known = tuple(row for row in elections if row.kind == said.sort and row.voting_day)
    return Frame(issue, election, frozenset(years), written, () if election or said.years or issue else known)


def _election(said: Talk, years: Collection[int], elections: Sequence[Election]) -> Election | None:
    """Give the election that the article is about: of the year beside its words, else of the one year in the text."""
    known = [row for row in elections if row.kind == said.sort and row.voting_day]
    named = [row for year in said.years[:1] for row in known if row.year == year]
    only = [row for row in known if row.year in years]
    if named or said.years:
        return next(iter(named), None)
    return only[0] if len(only) == 1 else None


def resolve(mention: DateMention, time: Frame) -> tuple[datetime.date | None, tuple[datetime.date, ...]]:
    """Give the full date, or None where no year stands out, and the days in question, likeliest first."""
    if mention.year is not None:
        day = mention.on(mention.year)
        return day, (day,) if day else ()
    scores = {day: _score(mention, day, time) for year in _years(time) if (day := mention.on(year))}
    ranked = sorted(scores, key=lambda day: (-scores[day], -day.toordinal()))
    likely = tuple(day for day in ranked if scores[day] > 0)
    if not ranked or scores[ranked[0]] < _ENOUGH:
        return _by_weekday(mention, time.possible, likely)
    if len(ranked) > 1 and scores[ranked[0]] < scores[ranked[1]] + _APART:
        return None, likely
    return ranked[0], likely


def _by_weekday(
    mention: DateMention, possible: Sequence[Election], likely: tuple[datetime.date, ...]
) -> tuple[datetime.date | None, tuple[datetime.date, ...]]:
    """Of the elections that may be meant, take the one before which the day had that weekday, if there is but one."""
    days = [
        day
        for row in possible
        if row.voting_day
        for year in (row.voting_day.year, row.voting_day.year - 1)
        if (day := mention.on(year)) and _by_voting((row.voting_day - day).days, row.kind) == _NEAR
    ]
    agreeing = [day for day in days if mention.weekday is not None and mention.agrees(day)]
    rest = sorted({*days, *likely} - set(agreeing), reverse=True)
    return (agreeing[0] if len(agreeing) == 1 else None), (*sorted(agreeing, reverse=True), *rest)


def _years(time: Frame) -> frozenset[int]:
    """List the years that may be meant."""
    years = {year - back for year in time.years for back in (0, 1)}
    for day in (time.issue, time.voting):
        if day:
            years |= {day.year - _LOOK_BACK, day.year - 1, day.year, day.year + 1}
    return frozenset(years)


def _score(mention: DateMention, day: datetime.date, time: Frame) -> int:
    score = _AGREES * (mention.weekday is not None and mention.agrees(day)) + _NAMED * (day.year in time.years)
    score += _WRITTEN * (time.written.get((mention.day, mention.month)) == day.year)
    if time.issue:
        score += _by_issue((time.issue - day).days)
    if time.election and time.voting:
        score += _by_voting((time.voting - day).days, time.election.kind)
    return score


def _by_issue(lag: int) -> int:
    """Weigh how many days before its publication an event lies."""
    if 0 <= lag <= _FRESH_DAYS:
        return _FRESH
    if -_EARLY_DAYS <= lag <= _OLD_DAYS:
        return 1
    return _STALE if lag > 0 else _FUTURE


def _by_voting(ahead: int, sort: str) -> int:
    """Weigh how many days before the voting day an event lies."""
    if -_AFTER_DAYS <= ahead <= _NEAR_DAYS[sort]:
        return _NEAR
    return _FAR if 0 <= ahead <= _FAR_DAYS[sort] else _OUTSIDE
