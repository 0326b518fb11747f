"""What is in doubt about the event's date, with the readings that compete: weekday and number, year, several dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ikrar.core.reading import day_told, day_year
from ikrar.core.reading.day_told import Told
from ikrar.core.reading.day_weight import Weighed
from ikrar.core.reading.day_year import Frame
from ikrar.core.reading.record import Alternative, Doubt, Reason, doubt
from ikrar.core.text.date import WEEKDAY_NAMES, DateMention
from ikrar.core.text.span import Span

_FIELD: Final = "event_date"
_YEAR_DAYS: Final = 366
_MOST_SHOWN: Final = 4
_WEEK: Final = 7
_SLIPS: Final = (10, -10, 20, -20)
_MONTHS: Final = 12


def _written(mention: DateMention, time: Frame) -> str:
    """Give a mention as the contract's JSON would hold it, or as day and month where its year is not known."""
    day, _ = day_year.resolve(mention, time)
    return day.isoformat() if day else f"{mention.day}/{mention.month}"


def reasons(ranked: Iterable[Weighed], time: Frame) -> Iterator[Reason]:
    """Tell what moved each date up or down."""
    for one in ranked:
        value = _written(one.mention, time)
        yield from (Reason(_FIELD, value, float(weight), span) for weight, span in one.parts)


def conflicts(
    mention: DateMention, day: datetime.date, time: Frame, likely: Sequence[datetime.date]
) -> Iterator[Doubt]:
    """Tell what does not fit: the weekday, a day after publication, a year that was only concluded."""
    if not mention.agrees(day) and mention.weekday is not None:
        yield doubt(
            _FIELD,
            "Hari dan tanggal tidak cocok: tanggal {day} jatuh pada hari {weekday}. Angka yang dipakai.",
            *_alternatives((day, *_slips(day, mention.weekday)), mention.span),
            day=day.isoformat(),
            weekday=WEEKDAY_NAMES[day.weekday()],
        )
    if time.issue and day > time.issue:
        yield doubt(
            _FIELD,
            "Tanggal kegiatan sesudah tanggal terbit {issue}.",
            *_alternatives((day,), mention.span),
            issue=time.issue.isoformat(),
        )
    if mention.year is None and time.issue and (time.issue - day).days > _YEAR_DAYS:
        message = "Tahun tidak tertulis; hari itu lebih dari setahun sebelum terbit."
        yield doubt(_FIELD, message, *_alternatives(likely, mention.span))
    elif mention.year is None and len(likely) > 1 and (time.possible or mention.weekday != day.weekday()):
        message = "Tahun tidak tertulis; disimpulkan dari pemilihan atau tanggal terbit."
        yield doubt(_FIELD, message, *_alternatives(likely, mention.span))


def _alternatives(days: Iterable[datetime.date], span: Span) -> list[Alternative]:
    return [Alternative(day.isoformat(), (span,)) for day in list(days)[:_MOST_SHOWN]]


def _slips(day: datetime.date, weekday: int) -> list[datetime.date]:
    """List the days of that weekday that one slip of the pen away read like ``day``: the next, another ten, a month."""
    ahead = (weekday - day.weekday()) % _WEEK
    near = [day + datetime.timedelta(days=days) for days in (ahead, ahead - _WEEK)]
    near.sort(key=lambda one: abs((one - day).days))
    tens = [_replaced(day, day.year, day.month, day.day + by) for by in _SLIPS]
    months = [_replaced(day, day.year, day.month + by, day.day) for by in (1, -1) if 0 < day.month + by <= _MONTHS]
    years = [_replaced(day, day.year + by, day.month, day.day) for by in (-1, 1)]
    return [*near, *(one for one in (*tens, *months, *years) if one and one.weekday() == weekday)]


def _replaced(day: datetime.date, year: int, month: int, number: int) -> datetime.date | None:
    try:
        return day.replace(year=year, month=month, day=number)
    except ValueError:
        return None


def rivals(best: Weighed, ranked: Sequence[Weighed], time: Frame, weights: Mapping[str, int]) -> Iterator[Doubt]:
    """Tell of another date that is nearly as likely: by the weights "enough" and "close"."""
    least = max(weights["enough"], best.weight - weights["close"])
    likely = [one for one in ranked if one.weight >= least and not one.mention.same_day(best.mention)]
    others = {(one.mention.day, one.mention.month): one for one in reversed(likely)}
    if others:
        rows = [best, *sorted(others.values(), key=lambda one: -one.weight)][:_MOST_SHOWN]
        readings = (Alternative(_written(one.mention, time), (one.mention.span,)) for one in rows)
        yield doubt(_FIELD, "Tanggal lain dalam teks juga dapat menjadi hari kegiatan.", *readings)


def no_year(mention: DateMention, likely: Sequence[datetime.date]) -> Doubt:
    """Say that the year cannot be told, with the years in question."""
    return doubt(
        _FIELD,
        "Tahun untuk tanggal {day}/{month} tidak dapat dipastikan.",
        *_alternatives(likely, mention.span),
        day=mention.day,
        month=mention.month,
    )


def other_weekday(mention: DateMention, day: datetime.date, weekday: int, span: Span) -> Doubt:
    """Tell of a weekday elsewhere that is not that of the date."""
    near = [one for one in _slips(day, weekday) if abs((one - day).days) < _WEEK]
    return doubt(
        _FIELD,
        "Teks juga menyebut hari {weekday}, sedangkan tanggal {day} bukan hari itu.",
        Alternative(day.isoformat(), (mention.span,)),
        *(Alternative(one.isoformat(), (span,)) for one in near),
        weekday=WEEKDAY_NAMES[weekday],
        day=day.isoformat(),
    )


def told(known: Sequence[Told], time: Frame) -> Doubt:
    """Tell how a day was found that stands nowhere in the text; ``known`` are the days that are told, not empty."""
    first = {one.day: one for one in reversed(known) if one.day}
    rows = sorted(first.items(), key=lambda row: row[1].span)[:_MOST_SHOWN]
    readings = [Alternative(day.isoformat(), (one.span,)) for day, one in rows]
    if known[0].way == day_told.RELATIVE and time.issue:
        message = "Tanggal dihitung dari tanggal terbit {issue}; periksa."
        return doubt(_FIELD, message, *readings, issue=time.issue.isoformat())
    return doubt(_FIELD, "Tanggal diturunkan dari jadwal tahapan pemilihan; periksa.", *readings)


def not_the_event(mentions: Sequence[DateMention], time: Frame) -> Doubt:
    """Say that the dates of the text seem to be of something else, such as the day of a statement."""
    readings = (Alternative(_written(one, time), (one.span,)) for one in mentions[:_MOST_SHOWN])
    return doubt(_FIELD, "Tanggal yang tertulis tampaknya bukan hari kegiatan.", *readings)


def several_days(ends: Sequence[DateMention], time: Frame) -> Doubt:
    """Say that the text names several days, with the ends of each period."""
    readings = []
    for one in ends:
        day, _ = day_year.resolve(one, time)
        if day and one.since:
            readings.append(Alternative(day.replace(day=one.since).isoformat(), (one.span,)))
        readings.append(Alternative(_written(one, time), (one.span,)))
    return doubt(_FIELD, "Teks menyebut rentang hari, bukan satu hari kegiatan.", *readings[:_MOST_SHOWN])


def weekday_alone(found: Sequence[tuple[int, Span]], time: Frame) -> Doubt:
    """Say that only weekdays are written; with a day of issue, the last such days before it are the readings."""
    days = {day_told.last(weekday, time.issue): span for weekday, span in reversed(found)} if time.issue else {}
    rows = sorted(days.items(), key=lambda row: row[1])[:_MOST_SHOWN]
    readings = (Alternative(day.isoformat(), (span,)) for day, span in rows)
    return doubt(_FIELD, "Hanya nama hari yang tertulis, tanpa tanggal.", *readings)
