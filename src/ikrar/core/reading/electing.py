"""Which election an article is about: the words for it, their year, and what the event's date allows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.election.table import Election
from ikrar.core.reading.article import Article
from ikrar.core.reading.record import Found, doubt
from ikrar.core.text.span import Span

_YEAR: Final = re.compile(
    r"(?:\s+(?!dan\b|di\b|pada\b)[^\W\d]+){0,4}\s+(?:\d{1,2}\s+[A-Z]\w+\s+)?(?P<year>20\d\d)(?![/\d])"
)
_HEADLINE_WEIGHT: Final = 2
_OPERATION_WEIGHT: Final = 4
# General knowledge: the police name their national operation "Mantap Brata" at a Pemilu, "Mantap Praja" at a Pilkada.
_OPERATIONS: Final = {"pemilu": "brata", "pilkada": "praja"}
_AFTERMATH: Final = datetime.timedelta(days=90)
_OTHER: Final = "other"
_LONGEST_AHEAD: Final = datetime.timedelta(days=730)


@dataclass(frozen=True)
class Words:
    """The words for each sort of election, by sort: "pilkada", "pemilu", "other"."""

    patterns: dict[str, re.Pattern[str]]


@dataclass(frozen=True)
class Talk:
    """What an article says of elections: the best-supported sort, its spans, the years beside its words."""

    sort: str | None
    spans: tuple[Span, ...]
    years: tuple[int, ...]
    tied: bool


def talk(article: Article, words: Words, operation: str | None = None) -> Talk:
    """Weigh the words for elections; a year beside a word, the headline, and the operation's name count more."""
    found = {sort: [one.span() for one in words.patterns[sort].finditer(article.body)] for sort in words.patterns}
    weights = {sort: sum(_weight(article, span) for span in spans) for sort, spans in found.items()}
    for sort, name in _OPERATIONS.items():
        weights[sort] += _OPERATION_WEIGHT * bool(found[sort] and operation and name in operation.lower())
    ranked = sorted(weights, key=lambda sort: -weights[sort])
    best = ranked[0]
    if not weights[best]:
        return _by_operation(article, operation)
    years = [year for span in found[best] if (year := _year_beside(article.body, span))]
    tied = weights[best] == weights[ranked[1]]
    return Talk(best, tuple(found[best]), tuple(sorted(set(years), key=years.count, reverse=True)), tied)


def _by_operation(article: Article, operation: str | None) -> Talk:
    """Take the election that the security operation is named for, where no word for an election stands."""
    for sort, name in _OPERATIONS.items():
        if operation and name in operation.lower():
            start = article.body.index(operation)
            years = tuple(sorted((int(year) for year in re.findall(r"20\d\d", operation)), reverse=True))
            return Talk(sort, ((start, start + len(operation)),), years, False)
    return Talk(None, (), (), False)


def choose(
    said: Talk, elections: Sequence[Election], area_code: str | None, day: datetime.date | None
) -> Found[str | None]:
    """Choose the election of the table that fits; None with a doubt where the article leaves it open.

    A fictional election is chosen only for a place of its own area.
    """
    if said.sort is None:
        return Found(None)
    if said.tied:
        return _nearest(said, elections, day)
    if said.sort == _OTHER:
        return Found(_OTHER, said.spans)
    local = _fictional(said.sort, elections, area_code)
    if local:
        return Found(local.code, said.spans)
    return _of_table(said, [one for one in elections if not one.fictional], day)


def _of_table(said: Talk, elections: Sequence[Election], day: datetime.date | None) -> Found[str | None]:
    """Take the election of the written year, else the next one after the day; a day long past it points to another."""
    named = next((one for year in said.years for one in elections if (one.kind, one.year) == (said.sort, year)), None)
    ahead = [one for one in elections if day and one.voting_day and day <= one.voting_day <= day + _LONGEST_AHEAD]
    ahead.sort(key=lambda one: one.kind != said.sort)
    if named and not (ahead and _long_past(named, day)):
        return Found(named.code, said.spans)
    if named is None and said.years:
        why = doubt("election", "Pemilihan tahun {year} belum ada dalam daftar Ikrar.", year=said.years[0])
        return Found(_OTHER, said.spans, (why,))
    if ahead:
        why = doubt("election", "Jenis atau tahun pemilihan disimpulkan dari tanggal kegiatan; periksa.")
        return Found(ahead[0].code, said.spans, (why,))
    return Found(None, (), (doubt("election", "Tahun pemilihan tidak tertulis; pilih pemilihannya."),))


def _long_past(election: Election, day: datetime.date | None) -> bool:
    """Say whether the event was held long after the voting day: then a Pilkada was called Pemilu, or the reverse."""
    return bool(day and election.voting_day and day > election.voting_day + _AFTERMATH)


def _nearest(said: Talk, elections: Sequence[Election], day: datetime.date | None) -> Found[str | None]:
    """Of two sorts named alike, take the election that comes next after the event."""
    why = (doubt("election", "Teks menyebut lebih dari satu jenis pemilihan; periksa yang dipilih."),)
    ahead = [one for one in elections if day and one.voting_day and day <= one.voting_day <= day + _LONGEST_AHEAD]
    return Found(ahead[0].code, said.spans, why) if ahead else Found(None, (), why)


def _fictional(sort: str, elections: Sequence[Election], area_code: str | None) -> Election | None:
    province = area_code.split(".")[0] if area_code else ""
    fictional = (one for one in elections if one.fictional and one.kind == sort and one.area)
    return next((one for one in fictional if str(one.area).split(".")[0] == province), None)


def _weight(article: Article, span: Span) -> int:
    weight = _HEADLINE_WEIGHT if article.in_headline(span[0]) else 1
    return weight + bool(_year_beside(article.body, span))


def _year_beside(body: str, span: Span) -> int | None:
    found = _YEAR.match(body, span[1])
    return int(found.group("year")) if found else None
