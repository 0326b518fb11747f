"""Read drafts and what the reader found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left
from django.utils import timezone

from ikrar.core.reading import doubt as doubts
from ikrar.core.reading.form import ReadingForm, form_from_json
from ikrar.core.reading.same_event import Likeness, compare
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.prepared import Prepared
from ikrar.records.reading import access
from ikrar.records.reading.event import sketch
from ikrar.records.reading.models import Reading

PAGE = 20
WORDS = 8  # of a search, each looked up on its own (R36)
LAST_DAYS = timedelta(days=7)  # in which a draft counts as expiring
STATES = ("new", "unsure", "confirmed", "expiring")
BEGINNING = 120  # characters of an article shown for a draft without a title


def drafts(holder: Holder, *, limit: int | None = None) -> list[Reading]:
    """Return the holder's drafts, newest first; one that became a declaration stays among them until it expires."""
    return list(_listed(holder).order_by("-created", "ref")[:limit])


def _listed(holder: Holder) -> QuerySet[Reading]:
    """Return the holder's drafts as a list shows them: without the article, but for how it begins."""
    return _as_listed(access.visible_to(holder).filter(merged_into=None))


def _as_listed(found: QuerySet[Reading]) -> QuerySet[Reading]:
    within = Reading.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    live = Version.objects.filter(declaration=OuterRef("declaration"), discarded_at__isnull=True)
    shown = found.annotate(
        begins=Left("text", BEGINNING),
        confirmed=Exists(live),
        from_others=Subquery(within.annotate(n=Count("pk")).values("n")),
    )
    return shown.defer("text", "found", "form")


def listed(made: Iterable[Reading]) -> list[Reading]:
    """Return drafts that were just made as a list shows them, in their order; whoever has them may see them."""
    order = [one.pk for one in made]
    found = {row.pk: row for row in _as_listed(Reading.objects.filter(pk__in=order))}
    return [found[pk] for pk in order]


def _states() -> dict[str, Q]:
    """Return the condition of each state of the queue."""
    return {
        "new": Q(confirmed=False, edition=1),
        "unsure": Q(confirmed=False) & ~Q(doubtful=""),
        "confirmed": Q(confirmed=True),
        "expiring": Q(confirmed=False, expires__lte=timezone.now() + LAST_DAYS),
    }


@dataclass(frozen=True)
class Queue:
    """One page of events, the drafts of each together in ``groups``; ``count`` is of drafts on all pages."""

    page: Page[Any]
    groups: tuple[tuple[Reading, ...], ...]
    count: int


def queue(holder: Holder, *, state: str = "", words: str = "", page: str = "1") -> Queue:
    """Return one page (20 events) of the holder's queue, newest first, narrowed by state and by words of the title.

    Drafts that may tell of one event stand together. An unknown state narrows nothing. What expires is shown soonest
    first. At most ``WORDS`` words count. Four queries.
    """
    found = _listed(holder)
    if state in STATES:
        found = found.filter(_states()[state])
    for word in words.split()[:WORDS]:
        found = found.filter(title__icontains=word)
    soonest = state == "expiring"
    events = found.order_by().values("event").annotate(at=Min("expires") if soonest else Max("created"))
    shown = Paginator(events.order_by("at" if soonest else "-at", "event"), PAGE).get_page(page)
    groups: dict[str, list[Reading]] = {row["event"]: [] for row in shown.object_list}
    for draft in found.filter(event__in=list(groups)).order_by("-created", "ref"):
        groups[draft.event].append(draft)
    return Queue(shown, tuple(map(tuple, groups.values())), found.count())


def same_event(reading: Reading, holder: Holder) -> list[Reading]:
    """Return the holder's other drafts that are suggested to tell of the draft's event, oldest first."""
    return list(_besides(reading, holder).filter(event=reading.event).order_by("created", "ref"))


def count_same_event(reading: Reading, holder: Holder) -> int:
    """Return how many of the holder's other drafts are suggested to tell of the draft's event."""
    return _besides(reading, holder).filter(event=reading.event).count()


def others(reading: Reading, holder: Holder, *, limit: int) -> list[Reading]:
    """Return at most ``limit`` of the holder's other drafts that are no sources, newest first."""
    return list(_besides(reading, holder).order_by("-created", "ref")[:limit])


def _besides(reading: Reading, holder: Holder) -> QuerySet[Reading]:
    return access.visible_to(holder).filter(merged_into=None).exclude(pk=reading.pk)


def sources(reading: Reading) -> list[Reading]:
    """Return the drafts merged into a draft, oldest first."""
    return list(reading.sources.order_by("created", "ref"))


def origins(reading: Reading) -> dict[str, list[str]]:
    """Return by field the references of the sources that hold what a merged draft holds."""
    found: dict[str, list[str]] = {}
    for field, source in reading.origins.order_by("source__created").values_list("field", "source_id"):
        found.setdefault(field, []).append(source)
    return found


def likeness(one: Reading, other: Reading) -> Likeness:
    """Return how alike two drafts are, with the reasons."""
    return compare(sketch(one), sketch(other))


def counts(holder: Holder) -> dict[str, int]:
    """Return how many of the holder's drafts are in each state, and ``all`` of them, in one query."""
    numbers = {f"n_{name}": Count("ref", filter=condition) for name, condition in _states().items()}
    found = _listed(holder).aggregate(n_all=Count("ref"), **numbers)
    return {name.removeprefix("n_"): number for name, number in found.items()}


def form_in(reading: Reading) -> ReadingForm:
    """Return the form of a draft."""
    return form_from_json(reading.form)


def questions(reading: Reading) -> tuple[doubts.Question, ...]:
    """Return the doubts of a draft with the readings that compete and what was chosen."""
    return doubts.questions(reading.found, reading.chosen)


_BEHIND = Prepared(
    lambda ref: Reading.objects.filter(Q(declaration_id=ref) | Q(merged_into__declaration_id=ref)).only("form"), "<ref>"
)


def names_behind(declaration_ref: str) -> tuple[str, ...]:
    """Return the persons' names kept in the drafts a declaration came from, and in the sources merged into them.

    For the check before freezing alone.

    The list is the one its author reviewed; when the draft is erased, it is empty.
    """
    with identity.system():  # another secretary freezes what its author read
        forms = [row.form for row in _BEHIND.objects(declaration_ref)]
    return tuple(sorted({p.name for form in forms for p in form_from_json(form).persons if p.name.strip()}))
