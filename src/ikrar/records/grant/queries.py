"""What administrators see: people, requests, and whose service was not attested lately."""

from __future__ import annotations

from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q

from ikrar.core.account.request import ATTEST_AFTER, State, state_at
from ikrar.core.account.role import Role
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import access
from ikrar.records.grant.models import Request
from ikrar.records.institution.models import Institution

PAGE_SIZE = 50


def people(holder: Holder, *, words: str = "", ended: bool = False) -> list[Grant]:
    """Return grants within reach by user name and first day, those that ended only if asked for; ``words`` filter."""
    rows = access.visible_to(holder).select_related("user", "institution").prefetch_related("areas")
    rows = rows.annotate(attested=Max("attestations__day"))
    if not ended:
        rows = rows.filter(ended_on__isnull=True, ends__gte=holder.today)
    wanted = words.casefold().split()[:5]
    found = rows.order_by("user__username", "starts", "pk")
    return [row for row in found if all(word in _text(row) for word in wanted)]


def people_attested(holder: Holder) -> list[tuple[Grant, date | None]]:
    """Return every grant within reach, also those that ended, with when somebody last said that its holder serves."""
    return [(row, getattr(row, "attested", None)) for row in people(holder, ended=True)]


def _text(row: Grant) -> str:
    areas = " ".join(f"{area.code} {area.name}" for area in row.areas.all())
    return f"{row.user.username} {row.role} {row.institution.name} {row.institution_id} {areas}".casefold()


def people_page(holder: Holder, *, words: str = "", ended: bool = False, number: int = 1) -> Page[Grant]:
    """Return a page of :func:`people`."""
    return Paginator(people(holder, words=words, ended=ended), PAGE_SIZE).get_page(number)


def to_attest(holder: Holder) -> list[Grant]:
    """Return grants in force within reach that nobody attested for a while, the longest first; not one's own."""
    rows = access.visible_to(holder).select_related("user", "institution").prefetch_related("areas")
    rows = rows.filter(ended_on__isnull=True, starts__lte=holder.today, ends__gte=holder.today)
    due = holder.today - ATTEST_AFTER
    rows = rows.annotate(attested=Max("attestations__day")).exclude(user_id=holder.user_id)
    return [row for row in rows.order_by("starts", "pk") if (row.attested or row.starts) <= due]


def waiting(holder: Holder, now: datetime) -> list[Request]:
    """Return the open requests this person may decide, the oldest first."""
    rows = Request.objects.filter(state=State.OPEN.value, expires__gt=now).exclude(proposer_id=holder.user_id)
    rows = rows.select_related("institution", "proposed_as", "proposer", "grant").order_by("proposed_at", "ref")
    return [row for row in rows if access.may_judge(holder, row)]


def proposed(holder: Holder, *, limit: int = PAGE_SIZE) -> list[Request]:
    """Return what the person's institutions proposed or decided, the newest first."""
    rows = access.own_requests(holder).select_related("institution", "proposed_as", "decided_as")
    return list(rows.order_by("-proposed_at", "ref")[:limit])


def state_of(row: Request, now: datetime) -> State:
    """Return where a request stands at ``now``; an open one past its date has lapsed."""
    return state_at(State(row.state), row.expires, now)


def other_institutions(username: str, but: str, today: date) -> list[str]:
    """Return the names of other institutions an account serves: whoever approves a reset must know."""
    rows = Grant.objects.filter(user__username=username, ended_on__isnull=True, ends__gte=today)
    return sorted(set(rows.exclude(institution=but).values_list("institution__name", flat=True)))


def is_known(username: str) -> bool:
    """Say whether a user name belongs to an account already."""
    return User.objects.filter(username=username).exists()


def institutions_to_propose_for(holder: Holder, *, moving: bool = False) -> list[tuple[str, str]]:
    """Return (code, name) of the institutions a person may propose grants for: the own, and those without anybody.

    Institutions without an administrator are those within the person's own areas. An officer who is ``moving`` may go
    to any institution that has an administrator to receive them.
    """
    mine = set(holder.institutions(Role.ADMINISTRATOR))
    headed = {institution for _name, institution in access.administrators(holder.today)}
    within = Q(pk__in=())
    for code in own_areas(holder):
        within |= Q(area_id=code) | Q(area__code__startswith=f"{code}.")
    wanted = Q(code__in=mine) | (within & ~Q(code__in=headed))
    if moving:
        wanted |= Q(code__in=headed)
    return list(Institution.objects.filter(wanted).order_by("name", "code").values_list("code", "name"))


def own_areas(holder: Holder) -> list[str]:
    """Return the codes of the areas a person administers."""
    return sorted({code for g in holder.grants if g.role is Role.ADMINISTRATOR for code in g.areas})


def attested_on(grant: Grant) -> date | None:
    """Return when somebody last said that the holder of a grant serves."""
    last: date | None = grant.attestations.aggregate(last=Max("day"))["last"]
    return last
