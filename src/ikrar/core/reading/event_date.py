"""The day of the main event among all dates of an article, and its year where none is written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from ikrar.core.election.table import Election
from ikrar.core.reading.article import Article
from ikrar.core.reading.electing import Talk
from ikrar.core.reading.record import Doubt, Found, doubt
from ikrar.core.text.date import WEEKDAY_NAMES, DateMention, find, weekdays
from ikrar.core.text.span import Span

_Day = tuple[int, int]

_FIELD: Final = "event_date"
_YEAR_DAYS: Final = 366
_LOOK_BACK: Final = 3
_LONGEST_SHOWN: Final = 70

_PERIOD_BEFORE: Final = re.compile(
    r"(?:sejak|mulai|terhitung(?: mulai)?|hingga|sampai|s/d|berakhir|dari)\s+(?:tanggal\s+)?$", re.IGNORECASE
)
_VOTING_BEFORE: Final = re.compile(
    r"(?:pencoblosan|pemungutan suara|hari h|pilkada|pemilu|pemilihan)(?:\s+[^\W\d]+){0,5}[\s,(]*$", re.IGNORECASE
)
_LAW_BEFORE: Final = re.compile(r"(?:nomor|no\.?|pkpu|uu|keputusan|peraturan)[^.\n]{0,40}$", re.IGNORECASE)
_TODAY_BEFORE: Final = re.compile(r"hari ini[\s,(]*(?:\w+[\s,(]*)?$", re.IGNORECASE)
_SPEECH: Final = re.compile(
    r"\b(?:kata|ujar|ucap|ungkap|jelas|tutur|terang|tandas|tegas|pungkas|sebut)(?:nya)?\b|\bmengatakan\b", re.IGNORECASE
)
_EVENT: Final = re.compile(
    r"gelar|diadakan|mengadakan|berlangsung|dilaksanakan|melaksanakan|dipimpin|di pimpin|memimpin|bertempat|hadir"
    r"|diikuti|membuka|deklarasi|apel|rapat|rakor|kirab|estafet|serah terima|acara|kegiatan|sambang|memperagakan",
    re.IGNORECASE,
)


def decide(
    article: Article, said: Talk, elections: Sequence[Election], published: datetime.date | None
) -> Found[datetime.date | None]:
    """Choose the event's date; where the year is missing, find it from publication, election or the text.

    A weekday that contradicts the number is told as a doubt: the number stands. Weekday alone gives no date.
    """
    mentions = find(article.body)
    shown = _shown(article, mentions)
    candidates = [one for one in mentions if one.span not in shown and not one.ranged]
    weights = _weights(article, candidates, elections)
    ranked = sorted(candidates, key=lambda one: (-weights[one], one.span))
    if not ranked or weights[ranked[0]] < 0:
        return Found(None, (), _why_none(article))
    best = ranked[0]
    issue = published or _issue(shown.values())
    day = _dated(best, said, elections, issue, mentions)
    if day is None:
        why = doubt(_FIELD, "Tahun untuk tanggal {day}/{month} tidak dapat dipastikan.", day=best.day, month=best.month)
        return Found(None, (), (why,))
    same = tuple(one.span for one in candidates if (one.day, one.month) == (best.day, best.month))
    return Found(day, (best.span, *(span for span in same if span != best.span)), _conflict(best, day, issue))


def _shown(article: Article, mentions: Sequence[DateMention]) -> dict[Span, DateMention]:
    """Pick the dates that the page shows for its publication: on a line of their own, or with a clock time."""
    return {one.span: one for one in mentions if one.year and _is_shown(article, one)}


def _is_shown(article: Article, mention: DateMention) -> bool:
    start, end = article.line(mention.span[0])
    if end - start > _LONGEST_SHOWN or mention.ranged:
        return False
    line = article.body[start:end]
    if line.endswith((".", ")")) or _EVENT.search(line):
        return False
    return not article.in_headline(start) and not article.in_caption(start)


def _issue(shown: Iterable[DateMention]) -> datetime.date | None:
    days = [day for one in shown if one.year and (day := one.on(one.year))]
    return min(days) if days else None


def _weights(
    article: Article, mentions: Sequence[DateMention], elections: Sequence[Election]
) -> dict[DateMention, int]:
    """Weigh how likely each is the event's own date; a sentence is read once, however many dates it names."""
    sentences = {article.sentence(one.span[0]) for one in mentions}
    told = {(start, end): _told(article.body[start:end]) for start, end in sentences}
    days = frozenset((one.voting_day.day, one.voting_day.month) for one in elections if one.voting_day)
    return {one: _weight(article, one, told, days) for one in mentions}


def _told(sentence: str) -> int:
    """Weigh a sentence for every date in it: one that tells of an event, not one that tells what somebody said."""
    return 2 * bool(_EVENT.search(sentence)) - bool(_SPEECH.search(sentence))


def _weight(article: Article, mention: DateMention, told: Mapping[Span, int], voting: Container[_Day]) -> int:
    """Weigh one date by its sentence, its place, and the words just before it."""
    body, (start, end) = article.body, mention.span
    sentence = article.sentence(start)
    before = body[max(sentence[0], start - 60) : start]
    weight = 2 * (mention.weekday is not None) + 2 * (body[max(0, start - 1) : start] == "(" or "(" in body[start:end])
    weight += 2 * any(cut[0] <= start < cut[1] for cut in article.lead) + told[sentence]
    weight += 4 * bool(_TODAY_BEFORE.search(before)) - article.in_caption(start)
    weight -= 6 * bool(_LAW_BEFORE.search(before)) + 6 * _is_voting_day(mention, voting, before)
    weight -= 5 * bool(_PERIOD_BEFORE.search(before)) * (not _TODAY_BEFORE.search(before))
    return weight


def _is_voting_day(mention: DateMention, voting: Container[_Day], before: str) -> bool:
    return (mention.day, mention.month) in voting and mention.weekday is None and bool(_VOTING_BEFORE.search(before))


def _dated(
    mention: DateMention,
    said: Talk,
    elections: Sequence[Election],
    issue: datetime.date | None,
    mentions: Sequence[DateMention],
) -> datetime.date | None:
    """Give the full date: the written year, else that of the issue, of the election, or of the text's other dates."""
    if mention.year is not None:
        return mention.on(mention.year)
    if issue is not None:
        return _latest(mention, issue)
    voting = _voting_day(said, elections)
    if voting is not None:
        return _latest(mention, voting)
    years = {one.year for one in mentions if one.year} | set(said.years)
    days = [day for year in years if (day := mention.on(year)) and mention.weekday is not None and mention.agrees(day)]
    return days[0] if len(days) == 1 else None


def _voting_day(said: Talk, elections: Sequence[Election]) -> datetime.date | None:
    for one in elections:
        if one.kind == said.sort and one.year in said.years[:1]:
            return one.voting_day
    return None


def _latest(mention: DateMention, limit: datetime.date) -> datetime.date | None:
    """Give the latest such day up to ``limit``; of the last years, one whose weekday agrees goes first."""
    days = [day for back in range(_LOOK_BACK) if (day := mention.on(limit.year - back)) and day <= limit]
    agreeing = [day for day in days if mention.agrees(day)]
    return next(iter(agreeing or days), None)


def _conflict(mention: DateMention, day: datetime.date, issue: datetime.date | None) -> tuple[Doubt, ...]:
    """Tell what does not fit: the weekday, or a day after publication."""
    doubts = []
    if not mention.agrees(day):
        doubts.append(
            doubt(
                _FIELD,
                "Hari dan tanggal tidak cocok: tanggal {day} jatuh pada hari {weekday}. Angka yang dipakai.",
                day=day.isoformat(),
                weekday=WEEKDAY_NAMES[day.weekday()],
            )
        )
    if issue and day > issue:
        doubts.append(doubt(_FIELD, "Tanggal kegiatan sesudah tanggal terbit {issue}.", issue=issue.isoformat()))
    if mention.year is None and issue and (issue - day).days > _YEAR_DAYS:
        doubts.append(doubt(_FIELD, "Tahun tidak tertulis; hari itu lebih dari setahun sebelum terbit."))
    return tuple(doubts)


def _why_none(article: Article) -> tuple[Doubt, ...]:
    if weekdays(article.body):
        return (doubt(_FIELD, "Hanya nama hari yang tertulis, tanpa tanggal."),)
    return (doubt(_FIELD, "Tanggal kegiatan tidak tertulis."),)
