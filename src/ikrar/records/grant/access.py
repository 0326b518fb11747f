"""What an administrator may see and do: the people of the own institution, and requests that wait for a second person.

The rule itself is :mod:`ikrar.core.account.request`; here rows become its arguments.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ikrar.core.account.grant import Grant as GrantRule
from ikrar.core.account.request import Act, Staff, State, approve_as
from ikrar.core.account.request import Request as RequestRule
from ikrar.core.account.role import Role
from ikrar.core.errors import Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant, User
from ikrar.records.grant.models import Request


def rule_of(row: Grant) -> GrantRule:
    """Return a grant's row as the rule sees it."""
    return GrantRule(
        Role(row.role), row.institution_id, frozenset(a.code for a in row.areas.all()), row.starts, row.ends
    )


def staff(user: User) -> Staff:
    """Return a person with every grant that nobody ended; a closed account holds none."""
    if not user.is_active:
        return Staff(user.username, ())
    rows = user.grants.filter(ended_on__isnull=True).prefetch_related("areas")
    return Staff(user.username, tuple(rule_of(row) for row in rows))


def administrators(today: date) -> set[tuple[str, str]]:
    """Return (user name, institution) of every administrator in force."""
    rows = Grant.objects.filter(
        role=Role.ADMINISTRATOR.value,
        ended_on__isnull=True,
        starts__lte=today,
        ends__gte=today,
        user__is_active=True,
    )
    return set(rows.values_list("user__username", "institution_id"))


def request_rule(row: Request, today: date, areas: frozenset[str] | None = None) -> RequestRule:
    """Return a request as the rule sees it, with the institutions that have no other administrator today.

    ``areas`` stands in for those of a row that is not stored yet.
    """
    old = rule_of(row.grant) if row.grant else None
    involved = {row.institution_id} | ({old.institution} if old else set())
    present = {institution for name, institution in administrators(today) if name != row.beneficiary}
    if areas is None:
        areas = frozenset(a.code for a in row.areas.all())
    return RequestRule(Act(row.act), row.beneficiary, row.institution_id, areas, old, frozenset(involved - present))


def _below(areas: frozenset[str]) -> Q:
    found = Q(area__code__in=areas)
    for code in areas:
        found |= Q(area__code__startswith=f"{code}.")
    return found


def visible_to(holder: Holder) -> QuerySet[Grant]:
    """Return the grants of the institutions a person administers, as far as one grant's areas cover all of theirs."""
    reach: Q = Q(pk__in=())
    through = Grant.areas.through.objects
    for mine in holder.grants:
        if mine.role is Role.ADMINISTRATOR:
            outside = through.filter(grant=OuterRef("pk")).exclude(_below(mine.areas))
            reach = reach | (Q(institution=mine.institution) & Q(~Exists(outside)))
    return Grant.objects.filter(reach)


def grant_for(holder: Holder, ref: str) -> Grant:
    """Return one grant within reach; raises Missing for anything else."""
    row = visible_to(holder).select_related("user", "institution").filter(ref=ref).first()
    if row is None:
        raise Missing("Halaman ini tidak ada.")
    return row


def own_requests(holder: Holder) -> QuerySet[Request]:
    """Return the requests proposed or decided in the name of an institution the person administers."""
    mine = holder.institutions(Role.ADMINISTRATOR)
    return Request.objects.filter(Q(proposed_as__in=mine) | Q(decided_as__in=mine))


def first_of(holder: Holder, row: Request) -> Grant | None:
    """Return the grant of another institution's first administrator, whom the person's institution proposed for it.

    Nobody else can invite that person: the institution has no administrator with an opened account yet.
    """
    helped = row.proposed_as_id in holder.institutions(Role.ADMINISTRATOR) and row.proposed_as_id != row.institution_id
    if not helped or (row.state, row.act, row.role) != (State.APPROVED, Act.GIVE, Role.ADMINISTRATOR):
        return None
    username = row.beneficiary
    found = Grant.objects.filter(user__username=username, institution=row.institution_id, role=row.role)
    return found.select_related("user").filter(ended_on__isnull=True, ends__gte=holder.today).first()


def may_judge(holder: Holder, row: Request) -> bool:
    """Say whether a request waits for this very person: it is open, and the rule lets them decide it."""
    if row.state != State.OPEN.value or row.expires <= timezone.now():
        return False
    try:
        judge_as(holder, row)
    except Refused:
        return False
    return True


def judge_as(holder: Holder, row: Request) -> str:
    """Return the institution in whose name a person may decide a request; raises Refused with the reason."""
    person = staff(User.objects.get(pk=holder.user_id))
    rule = request_rule(row, holder.today)
    return approve_as(person, rule, proposer=staff(row.proposer), proposed_as=row.proposed_as_id, today=holder.today)


def request_for(holder: Holder, ref: str) -> Request:
    """Return a request of the own institution, or one that waits for this person; raises Missing for anything else."""
    rows = Request.objects.select_related("proposer", "proposed_as", "decided_as", "institution", "grant")
    row = rows.filter(ref=ref).first()
    if row is None or not (own_requests(holder).filter(ref=ref).exists() or may_judge(holder, row)):
        raise Missing("Halaman ini tidak ada.")
    return row
