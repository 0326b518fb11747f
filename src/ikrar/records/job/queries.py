"""Letters as the desk of their sender sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from ikrar.core.job.delivery import Cause, Kind, Sort, State, sort_of
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.job import access
from ikrar.records.job.models import Delivery, Try

PAGE = 50
TOGETHER = 500  # letters of a file that are read at once


@dataclass(frozen=True)
class Letter:
    """A letter as its sender follows it. ``unsure``: how many tries may have arrived though none said so.

    ``cause`` and ``code`` are those of the last try that ended; ``due_at`` counts while it waits. ``asked``: it goes
    once more because "you" or a "colleague" let it; empty for the first time.
    """

    ref: str
    kind: Kind
    about: str
    to: str
    payload: dict[str, Any]
    made_at: datetime
    state: State
    due_at: datetime
    tries: int
    ended_at: datetime | None
    cause: Cause
    code: int
    unsure: int
    asked: str = ""

    @property
    def sort(self) -> Sort:
        """What it tells its addressee."""
        return sort_of(self.payload)

    @property
    def doubled(self) -> bool:
        """Say whether the addressee may have it twice: it was sent after a try that is unsure."""
        return self.state is State.SENT and self.unsure > 0


@dataclass(frozen=True)
class Wanted:
    """Which letters are looked for: each condition empty when it is none; words in title, office and address."""

    state: State | None = None
    sort: Sort | None = None
    words: str = ""


@dataclass(frozen=True)
class Tried:
    """One try: when it began, and how it ended; ``ended_at`` is None while it runs or when it was cut off."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    cause: Cause
    code: int
    unsure: bool


@dataclass(frozen=True)
class Page:
    """One page of letters, newest first; ``after`` asks for the next one, empty at the end."""

    letters: tuple[Letter, ...]
    after: str
    counts: dict[State, int]


def configured() -> bool:
    """Say whether a mail server is named; without one letters wait, and the desk offers them as files."""
    return settings.ENVIRONMENT.mail is not None


def letters(holder: Holder, wanted: Wanted = Wanted(), *, after: str = "") -> Page:
    """Return a page of the letters of the person's institutions that were asked for. Three queries.

    ``after`` is what the page before said; one that was never said begins at the top.
    """
    with identity.system():
        mine = access.visible_to(holder)
        rows = _narrowed(mine, wanted)
        last = mine.filter(ref=after).first() if after else None
        if last is not None:
            rows = _older(rows, last.made_at, last.ref)
        found = list(rows[: PAGE + 1])
        counts = {State(one): n for one, n in mine.order_by().values_list("state").annotate(n=Count("pk"))}
        shown = tuple(_letters(found[:PAGE], holder))
    return Page(shown, shown[-1].ref if len(found) > PAGE else "", counts)


def letter(holder: Holder, ref: str) -> Letter:
    """Return one letter of the person's institutions; raises Missing for anything else."""
    with identity.system():
        (found,) = _letters([access.letter(holder, ref)], holder)
    return found


def history(holder: Holder, ref: str) -> list[Tried]:
    """Return the tries to send a letter, the first one first; raises Missing as :func:`letter` does."""
    with identity.system():
        rows = Try.objects.filter(delivery=access.letter(holder, ref)).order_by("number")
        return [Tried(x.number, x.began_at, x.ended_at, Cause(x.cause), x.code, x.unsure) for x in rows]


def exported(holder: Holder, wanted: Wanted) -> Iterator[Letter]:
    """Yield all letters that were asked for, newest first, so many at a time; each time is an identity of its own."""
    last: Letter | None = None
    while True:
        with identity.system():
            rows = _narrowed(access.visible_to(holder), wanted)
            found = list((rows if last is None else _older(rows, last.made_at, last.ref))[:TOGETHER])
            shown = list(_letters(found, holder))
        yield from shown
        if len(shown) < TOGETHER:
            return
        last = shown[-1]


def _older(rows: QuerySet[Delivery], made_at: datetime, ref: str) -> QuerySet[Delivery]:
    """Keep the letters after one in the order of the lists."""
    return rows.filter(Q(made_at__lt=made_at) | Q(made_at=made_at, ref__lt=ref))


def _narrowed(rows: QuerySet[Delivery], wanted: Wanted) -> QuerySet[Delivery]:
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    if wanted.sort is Sort.OFF:
        rows = rows.filter(payload__status="CANCELLED")
    elif wanted.sort is not None:
        standing = rows.filter(payload__status__in=["CONFIRMED", "TENTATIVE"])
        rows = standing.filter(payload__again=wanted.sort is Sort.CHANGED)
    for word in wanted.words.split()[:6]:
        named = Q(payload__title__icontains=word) | Q(payload__attendee_name__icontains=word)
        rows = rows.filter(named | Q(to__icontains=word))
    return rows.order_by("-made_at", "-ref")


def standing(about: Collection[str]) -> dict[str, Letter]:
    """Return the newest letter about each of these, by what it is about; for whoever passed that noun's gate."""
    with identity.system():
        rows = Delivery.objects.filter(about__in=about).order_by("made_at", "ref")
        return {one.about: one for one in _letters(list(rows), None)}


def failed(holder: Holder) -> int:
    """Count the letters of the person's institutions that were given up: the desk tells it on its first page."""
    with identity.system():
        return access.visible_to(holder).filter(state=State.FAILED.value).count()


def _asked(row: Delivery, holder: Holder | None) -> str:
    """Who let it go once more, without a name: those stand nowhere but in a person's own session."""
    if row.asked_by_id is None:
        return ""
    return "you" if holder is not None and row.asked_by_id == holder.user_id else "colleague"


def _letters(rows: list[Delivery], holder: Holder | None) -> Iterable[Letter]:
    tried: dict[str, list[Try]] = {one.ref: [] for one in rows}
    for attempt in Try.objects.filter(delivery__in=tried).order_by("number"):
        tried[attempt.delivery_id].append(attempt)
    for row in rows:
        ended = [one for one in tried[row.ref] if one.ended_at is not None]
        lapsed = row.state == State.FAILED.value and not ended
        yield Letter(
            ref=row.ref,
            kind=Kind(row.kind),
            about=row.about,
            to=row.to,
            payload=row.payload,
            made_at=row.made_at,
            state=State(row.state),
            due_at=row.due_at,
            tries=row.tries,
            ended_at=row.ended_at,
            cause=Cause.LAPSED if lapsed else Cause(ended[-1].cause) if ended else Cause.NONE,
            code=ended[-1].code if ended else 0,
            unsure=sum(one.unsure for one in tried[row.ref]),
            asked=_asked(row, holder),
        )
