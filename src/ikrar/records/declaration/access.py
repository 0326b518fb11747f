"""The gates of declarations: a draft belongs to its institution's secretaries, a frozen version to everybody."""

from __future__ import annotations

from functools import cache

from django.db.models import Q, QuerySet

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.declaration.newest import newest
from ikrar.records.prepared import Prepared


def public() -> QuerySet[Version]:
    """Return every frozen version: the public register."""
    return Version.objects.filter(frozen_at__isnull=False)


def visible_to(holder: Holder) -> QuerySet[Version]:
    """Return the versions, drafts among them, that the holder's secretary grants reach: institution and area both."""
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role != Role.SECRETARY:
            continue
        areas = Q(area__isnull=True)
        for code in grant.areas:
            areas |= Q(area_id=code) | Q(area__code__startswith=f"{code}.")
        reach |= Q(declaration__institution_id=grant.institution) & areas
    return Version.objects.filter(reach)


def newest_visible_to(holder: Holder) -> QuerySet[Version]:
    """Return the newest version that was not discarded of each declaration within the holder's reach."""
    return visible_to(holder) & newest()


def editable(holder: Holder, ref: str, *beside: str) -> Version:
    """Return the newest version of a declaration within the holder's reach; raises Missing for anything else.

    ``beside`` names the relations that are read with it, so that the act need not ask for them one by one.
    """
    found = newest_visible_to(holder).filter(declaration_id=ref).values_list("pk", flat=True)[:1]
    version = next((_whole(beside).first(pk) for pk in found), None)
    if version is None:
        raise Missing("Deklarasi ini tidak ada.")
    return version


@cache
def _whole(beside: tuple[str, ...]) -> Prepared[Version]:
    """Return the query of one version, by its key, that its gate let through."""
    rows = Version.objects.select_related("declaration", *beside)
    return Prepared(lambda pk: rows.filter(pk=pk), 4_000_000_000)


_REGISTERED = Prepared(lambda digest: public().filter(digest=digest).values_list("pk")[:1], "<digest>")


def is_registered(digest: str) -> bool:
    """Say whether a text with this digest (64 hex digits) was frozen before."""
    return bool(_REGISTERED.rows(digest))


def published(ref: str, number: int | None = None) -> Version:
    """Return a frozen version by its declaration's reference, the newest when no number is given; raises Missing."""
    found = public().filter(declaration_id=ref)
    if number is not None:
        found = found.filter(number=number)
    found = found.select_related(
        "declaration__institution", "election", "parent__parent__parent", "approval__institution"
    )
    version = found.order_by("-number").first()
    if version is None:
        raise Missing("Deklarasi ini tidak ada.")
    return version


def of_examples() -> QuerySet[Declaration]:
    """Return the example declarations, the only ones that may be erased."""
    return Declaration.objects.filter(example=True)
