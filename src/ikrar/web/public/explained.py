"""What a declaration's page says beyond the text: in short, what to do, when it is looked at again, what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Final

from django.utils import formats
from django.utils.translation import gettext

from ikrar.core.declaration import kind
from ikrar.core.declaration.canonical import PledgingOffice
from ikrar.core.declaration.gap import Told as Gap
from ikrar.core.declaration.gap import gaps
from ikrar.core.declaration.outcome import Lack, Meaning, lack, meanings
from ikrar.core.declaration.review_day import ReviewDay, Turn, review_days, upcoming
from ikrar.core.stage.standing import legal_day
from ikrar.core.stage.table import stages
from ikrar.door.language import read_in
from ikrar.records.declaration.queries import Registered
from ikrar.records.signature.queries import Signed

#: From this many offices on they are set small in columns, and neighbours of one capacity under one heading.
MANY: Final = 13
#: Kinds named in the sentence that sums a declaration up; the page names all of them.
NAMED: Final = 4


@dataclass(frozen=True)
class Point:
    """A point as the page shows it: its kinds, what is missing to know what became of it, its translations."""

    n: int
    text: str
    kinds: tuple[kind.Kind, ...]
    lack: Lack
    translations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Group:
    """Neighbours in signing order that pledge in one capacity; ``first`` is the number of the first of them."""

    capacity: str
    first: int
    offices: tuple[PledgingOffice, ...]


@dataclass(frozen=True)
class Page:
    """Everything the page says that is no column of a table."""

    summary: str
    when_where: str
    outlook: str
    description: str
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    compact: bool
    days: tuple[tuple[ReviewDay, Turn], ...]
    today: str
    outcomes: tuple[Meaning, ...]
    gaps: tuple[Gap, ...]
    report_days: str
    acted: tuple[Signed, ...]
    signed_count: int
    signed_words: str


def page(found: Registered, now: datetime, signed: Sequence[Signed] = ()) -> Page:
    """Return what the page of a declaration says, as of ``now`` (aware), with what each office did."""
    today = legal_day(now, found.text.area)
    election = found.election
    line = stages(election.code, election.voting_day) if election else ()
    days = review_days(line, found.text.event_date)
    points = tuple(_point(found, n) for n in range(len(found.points)))
    summary, where = _summary(found, points), _when_where(found)
    return Page(
        summary=summary,
        when_where=where,
        outlook=_outlook(upcoming(days, today)),
        description=f"{summary} {where}".strip(),
        points=points,
        groups=groups(found.text.pledging_offices),
        compact=len(found.text.pledging_offices) >= MANY,
        days=tuple((one, one.turn(today)) for one in days),
        today=formats.date_format(today, "l, j F Y"),
        outcomes=meanings(),
        gaps=gaps(
            found.text,
            kinds=[point.kinds for point in found.points],
            source=found.source_url,
            superseded=found.superseded,
            signed=sum(one.stands for one in signed),
        ),
        acted=tuple(one for one in signed if one.method or one.refused or one.waiting),
        signed_count=sum(one.stands for one in signed),
        signed_words=_signed_words(signed),
        report_days=_report_days(election.kind if election else ""),
    )


def _signed_words(signed: Sequence[Signed]) -> str:
    """Return how many of the offices signed, in one sentence."""
    given = sum(one.stands for one in signed)
    if given == len(signed):
        return gettext("Semua {n} lembaga atau jabatan menandatangani naskah ini.").format(n=given)
    words = gettext("{n} dari {total} lembaga atau jabatan menandatangani naskah ini.")
    return words.format(n=given, total=len(signed))


def groups(offices: Sequence[PledgingOffice]) -> tuple[Group, ...]:
    """Put neighbours of one capacity under it where there are many, never out of their signing order."""
    if len(offices) < MANY:
        return (Group("", 1, tuple(offices)),)
    found, first = [], 1
    for capacity, run in groupby(offices, key=lambda one: one.capacity or ""):
        rows = tuple(run)
        found.append(Group(capacity, first, rows))
        first += len(rows)
    return tuple(found)


@cache
def _kinds() -> Mapping[str, kind.Kind]:
    return {one.code: one for one in kind.load()}


def _point(found: Registered, index: int) -> Point:
    point, known = found.points[index], _kinds()
    return Point(
        n=point.n,
        text=point.text,
        kinds=tuple(known[code] for code in point.kinds if code in known),
        lack=lack(point.kinds, attitudes={one.code for one in known.values() if one.attitude}),
        translations=tuple((one.language, one.points[index]) for one in found.translations if index < len(one.points)),
    )


def _summary(found: Registered, points: Iterable[Point]) -> str:
    """Return who pledged how much, in one sentence."""
    language = read_in()
    names = list(dict.fromkeys(one.name[language] for point in points for one in point.kinds))
    n, offices = len(found.points), len(found.text.pledging_offices)
    who = (
        gettext("Satu lembaga atau jabatan") if offices == 1 else gettext("{n} lembaga atau jabatan").format(n=offices)
    )
    if offices:
        said = gettext("{who} berikrar dalam satu poin") if n == 1 else gettext("{who} berikrar dalam {n} poin")
    else:
        said = gettext("Ikrar ini berisi satu poin") if n == 1 else gettext("Ikrar ini berisi {n} poin")
    told = said.format(who=who, n=n)
    return f"{told}: {_listed(names)}." if names else f"{told}."


def _listed(names: Sequence[str]) -> str:
    """Return names as a list within a sentence; a comma parts them unless one holds a comma itself."""
    few = [name[:1].lower() + name[1:] for name in names[:NAMED]]
    mark = "; " if any("," in name for name in few) else ", "
    if len(names) > NAMED:
        few.append(gettext("{n} hal lain").format(n=len(names) - NAMED))
    if len(few) == 1:
        return few[0]
    before = " " if len(few) == 2 and mark == ", " else mark
    return f"{mark.join(few[:-1])}{before}{gettext('dan')} {few[-1]}"


def _when_where(found: Registered) -> str:
    """Return where and when it was, in one sentence; empty when neither is known."""
    day = formats.date_format(found.text.event_date, "l, j F Y") if found.text.event_date else ""
    where = found.place.name if found.place else ""
    if day and where:
        return gettext("Di {where} pada {day}.").format(where=where, day=day)
    return f"{where or day}." if where or day else ""


def _outlook(nearest: ReviewDay | None) -> str:
    """Return whether it was kept, in one sentence: nobody knows yet."""
    if nearest is None or nearest.day is None:
        return gettext("Ditepati atau tidak: belum diketahui.")
    return gettext("Ditepati atau tidak: belum diketahui. Dilihat lagi {day}.").format(
        day=formats.date_format(nearest.day, "l, j F Y")
    )


def _report_days(election_kind: str) -> str:
    """Return within which time a formal report goes to Bawaslu (UU 7/2017 art. 454(6); Pilkada: art. 134(4))."""
    if election_kind == "pilkada":
        return gettext("paling lambat 7 hari sejak diketahui")
    return gettext("paling lambat 7 hari kerja sejak diketahui")
