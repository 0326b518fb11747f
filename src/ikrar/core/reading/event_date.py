"""The day of the main event among all dates of an article.

Every date is weighed by the words around it (`day_weight`), its year is found where none is written (`day_year`), and
where no date is written a day that is told may stand in (`day_told`). Rather empty than wrong: what is not sure is
None, with a doubt that carries the readings in question.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ikrar.core.election.table import Election
from ikrar.core.reading import day_doubt, day_told, day_weight, day_year
from ikrar.core.reading.article import Article
from ikrar.core.reading.day_told import Told
from ikrar.core.reading.day_weight import EVENT, STATEMENT, Weighed, Weigher
from ikrar.core.reading.day_year import Frame
from ikrar.core.reading.electing import Talk
from ikrar.core.reading.record import Doubt, Found, doubt
from ikrar.core.text.date import WEEKDAYS, DateMention, find, weekdays
from ikrar.core.text.span import Cover, Span

_FIELD: Final = "event_date"
_LONGEST_SHOWN: Final = 70
_LONGEST_CLOCK: Final = 16
_MOST_WEIGHED: Final = 6
_THIS_DAY: Final = re.compile(r"\s(?:\w+ )?ini\b", re.IGNORECASE)


@dataclass(frozen=True)
class Lexicon:
    """The words around a date, and those of days that are told."""

    around: day_weight.Lexicon
    told: day_told.Lexicon


def load_lexicon() -> Lexicon:
    """Read the bundled tables of both."""
    return Lexicon(day_weight.load_lexicon(), day_told.load_lexicon())


def decide(
    article: Article, lexicon: Lexicon, said: Talk, elections: Sequence[Election], published: datetime.date | None
) -> Found[datetime.date | None]:
    """Choose the event's date; where the year is missing, find it from publication, election or the text.

    A weekday that contradicts the number is told as a doubt: the number stands. Weekday alone gives no date.
    """
    case = _case(article, lexicon, said, elections, published)
    reasons = tuple(day_doubt.reasons(case.ranked[:_MOST_WEIGHED], case.time))
    best = next((one for one in case.ranked[:1] if one.weight >= lexicon.around.weights["enough"]), None)
    if best and _is_aside(best, case):
        best = None
    best = best or _told_on_the_day(case)
    if best is None:
        return replace(_without_date(case), reasons=reasons)
    day, likely = day_year.resolve(_with_weekday(case, best.mention), case.time)
    if day is None:
        return Found(None, (), (day_doubt.no_year(best.mention, likely),), reasons)
    same = (one.mention.span for one in case.ranked if one.mention.same_day(best.mention))
    spans = (best.mention.span, *sorted(span for span in same if span != best.mention.span))
    doubts = (
        *day_doubt.conflicts(_contradicting(case, best.mention, day), day, case.time, likely),
        *day_doubt.rivals(best, case.ranked, case.time, lexicon.around.weights),
        *_other_weekday(case, best.mention, day),
    )
    return Found(day, spans, doubts, reasons)


def _with_weekday(case: _Case, mention: DateMention) -> DateMention:
    """Lend a date without year and weekday the one weekday that the text gives the event elsewhere."""
    if mention.weekday is not None or mention.year is not None:
        return mention
    days = {_weekday(case.article, span) for span in case.lone if _is_of_event(case, span)}
    return replace(mention, weekday=days.pop()) if len(days) == 1 else mention


def _is_of_event(case: _Case, span: Span) -> bool:
    """Say whether a lone weekday is the event's: an event's word governs it, or it is "hari Selasa ini"."""
    return case.weigher.role(span)[0] == EVENT or bool(_THIS_DAY.match(case.article.body, span[1]))


def _contradicting(case: _Case, chosen: DateMention, day: datetime.date) -> DateMention:
    """Give the mention of the chosen day that names another weekday, if the chosen one names none that contradicts."""
    if not chosen.agrees(day):
        return chosen
    others = (one.mention for one in case.ranked if one.mention.same_day(chosen))
    return next((one for one in others if not one.agrees(day)), chosen)


@dataclass(frozen=True)
class _Case:
    """What an article tells of its days: all dates, those weighed (likeliest first), weekdays without a date."""

    article: Article
    lexicon: Lexicon
    time: Frame
    weigher: Weigher
    mentions: Sequence[DateMention]
    ranked: Sequence[Weighed]
    lone: Sequence[Span]


def _case(
    article: Article, lexicon: Lexicon, said: Talk, elections: Sequence[Election], published: datetime.date | None
) -> _Case:
    mentions = find(article.body)
    voting_days = {(one.voting_day.day, one.voting_day.month) for one in elections if one.voting_day}
    weigher = Weigher(article, lexicon.around, voting_days)
    shown = {one.span for one in mentions if one.year and _is_shown(article, one, weigher)}
    time = day_year.frame(article.body, mentions, said, elections, published)
    weighed = [
        weigher.weigh(one, far=one.year is not None and time.far(one.year))
        for one in mentions
        if one.span not in shown and not one.ranged
    ]
    ranked = sorted(weighed, key=lambda one: (-one.weight, one.mention.span))
    return _Case(article, lexicon, time, weigher, mentions, ranked, _lone_weekdays(article, mentions))


def _is_shown(article: Article, mention: DateMention, weigher: Weigher) -> bool:
    """Say whether the page shows the date for its publication: on a short line of its own that tells of no event."""
    start, end = article.line(mention.span[0])
    if end - start > _LONGEST_SHOWN or mention.ranged:
        return False
    if article.body[start:end].endswith((".", ")")) or weigher.line_tells((start, end)):
        return False
    if article.in_caption(start) or (article.in_headline(start) and not _alone(article.body[start:end], mention)):
        return False
    return weigher.role(mention.span)[0] is None


def _alone(line: str, mention: DateMention) -> bool:
    """Say whether a line holds little else than its date: marks, a clock, a name of a zone."""
    return len(line) - (mention.span[1] - mention.span[0]) <= _LONGEST_CLOCK


def _lone_weekdays(article: Article, mentions: Sequence[DateMention]) -> tuple[Span, ...]:
    """List the weekdays that stand without a date."""
    taken = Cover(one.span for one in mentions)
    return tuple(span for span in weekdays(article.body) if not taken.meets(span))


def _weekday(article: Article, span: Span) -> int:
    return WEEKDAYS[article.body[span[0] : span[1]].lower()]


def _told_on_the_day(case: _Case) -> Weighed | None:
    """Take the day when somebody spoke for the event's where the text puts both on one weekday, or goes on for days."""
    statements = [one for one in case.ranked if one.role == STATEMENT]
    if not statements or any(one.role == EVENT for one in case.ranked):
        return None
    first = min(statements, key=lambda one: one.mention.span)
    days = {_weekday(case.article, span) for span in case.lone if case.weigher.role(span)[0] == EVENT}
    if first.mention.weekday is not None and days == {first.mention.weekday}:
        return first
    opening = (case.article.headline, *case.article.lead)
    ongoing = any(case.lexicon.around.ongoing.search(case.article.body, *cut) for cut in opening)
    return first if ongoing and all(one.mention.same_day(first.mention) for one in statements) else None


def _is_aside(best: Weighed, case: _Case) -> bool:
    """Say whether a date stands beside the story, no event's word near it, and somebody spoke on another day."""
    if best.role is not None or any(start <= best.mention.span[0] < end for start, end in case.article.lead):
        return False
    return any(one.role == STATEMENT and not one.mention.same_day(best.mention) for one in case.ranked)


def _other_weekday(case: _Case, mention: DateMention, day: datetime.date) -> Iterator[Doubt]:
    """Tell of another weekday that the text gives the event."""
    if mention.weekday is not None:
        return
    for span in case.lone:
        weekday = _weekday(case.article, span)
        if weekday != day.weekday() and case.weigher.role(span)[0] == EVENT:
            yield day_doubt.other_weekday(mention, day, weekday, span)
            return


def _without_date(case: _Case) -> Found[datetime.date | None]:
    """Take a day that is told instead of written, else give none and say why, with the readings that were left."""
    told = day_told.find(case.article.body, case.lexicon.told, case.time.issue, case.time.election)
    told = tuple(one for one in told if _is_events(case, one))
    known = [one for one in told if one.day and not any(_differs(case, one, span) for span in case.lone)]
    if known and known[0].day:
        return Found(known[0].day, (known[0].span,), (day_doubt.told(known, case.time),))
    return Found(None, (), (_why_none(case, told),))


def _is_events(case: _Case, one: Told) -> bool:
    """Say whether a day that is told is the event's: its own words govern it, in nobody's mouth."""
    if case.weigher.quoted(one.span[0]):
        return False
    role, _ = case.weigher.role(one.span)
    opening = (case.article.headline, *case.article.lead)
    return role == EVENT or (role is None and any(start <= one.span[0] < end for start, end in opening))


def _differs(case: _Case, one: Told, span: Span) -> bool:
    """Say whether a weekday in the same sentence is not that of the day."""
    together = case.article.sentence(one.span[0]) == case.article.sentence(span[0])
    return together and one.day is not None and _weekday(case.article, span) != one.day.weekday()


def _why_none(case: _Case, told: Sequence[Told]) -> Doubt:
    """Say why the date is empty, with the days that it might be."""
    open_to = [one.mention for one in case.ranked if one.role in (STATEMENT, EVENT, None)]
    if open_to:
        return day_doubt.not_the_event(open_to, case.time)
    periods = [one for one in case.mentions if one.ranged]
    held = {case.article.sentence(one.span[0]) for one in periods if case.weigher.role(one.span)[0] == EVENT}
    if held:
        ends = [one for one in periods if case.article.sentence(one.span[0]) in held]
        return day_doubt.several_days(ends, case.time)
    if told:
        return doubt(_FIELD, "Hari kegiatan hanya dapat dihitung bila tanggal terbit atau pemilihannya diketahui.")
    if not case.lone:
        return doubt(_FIELD, "Tanggal kegiatan tidak tertulis.")
    return day_doubt.weekday_alone([(_weekday(case.article, span), span) for span in case.lone], case.time)
