"""Read drafts and what the reader found in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from ikrar.core.reading import doubt as doubts
from ikrar.core.reading.form import ReadingForm, form_from_json
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.reading import access
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
    return _as_listed(access.visible_to(holder))


def _as_listed(found: QuerySet[Reading]) -> QuerySet[Reading]:
    live = Version.objects.filter(declaration=OuterRef("declaration"), discarded_at__isnull=True)
    return found.annotate(begins=Left("text", BEGINNING), confirmed=Exists(live)).defer("text", "found", "form")


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


def queue(holder: Holder, *, state: str = "", words: str = "", page: str = "1") -> Page[Reading]:
    """Return one page (20 drafts) of the holder's queue, newest first, narrowed by state and by words of the title.

    An unknown state narrows nothing. What expires is shown soonest first. At most ``WORDS`` words count. Two queries.
    """
    found = _listed(holder)
    if state in STATES:
        found = found.filter(_states()[state])
    for word in words.split()[:WORDS]:
        found = found.filter(title__icontains=word)
    order = ("expires", "ref") if state == "expiring" else ("-created", "ref")
    return Paginator(found.order_by(*order), PAGE).get_page(page)


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


def names_behind(declaration_ref: str) -> tuple[str, ...]:
    """Return the persons' names kept in the drafts a declaration came from: for the check before freezing alone.

    The list is the one its author reviewed; when the draft is erased, it is empty.
    """
    with identity.system():  # another secretary freezes what its author read
        forms = list(Reading.objects.filter(declaration_id=declaration_ref).values_list("form", flat=True))
    return tuple(sorted({p.name for form in forms for p in form_from_json(form).persons if p.name.strip()}))
