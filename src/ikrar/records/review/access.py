"""The gates of reviews: a draft that an institution was asked to read is shown to its officers and secretaries there.

*Reviewer* is no standing role (decision 12): it is an officer or secretary of another institution, for one act.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing, Refused
from ikrar.core.review.move import State
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant
from ikrar.records.declaration.models import Version
from ikrar.records.review.models import Review

READERS = (Role.OFFICER, Role.SECRETARY)


def visible_to(holder: Holder) -> QuerySet[Review]:
    """Return what the holder's institutions were asked to read in the areas of the same grant, unless withdrawn."""
    reach = Q(pk__in=[])
    for grant in holder.grants:
        if grant.role not in READERS:
            continue
        areas = Q(pk__in=[])
        for code in grant.areas:
            areas |= Q(version__area_id=code) | Q(version__area__code__startswith=f"{code}.")
        reach |= Q(asked_id=grant.institution) & areas
    return Review.objects.filter(reach).exclude(state=State.WITHDRAWN.value)


def readable(holder: Holder, ref: str) -> Review:
    """Return a review within reach whose draft still has the edition asked about, or any that was answered.

    Raises Missing for anything else.
    """
    rows = visible_to(holder).select_related("version__declaration__institution", "version__supersedes", "asked")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise Missing("Tinjauan ini tidak ada.")
    return row


def is_own_work(holder: Holder, version: Version) -> bool:
    """Say whether somebody served the registering institution at any time since the draft was opened."""
    opened = version.steps.order_by("id").values_list("at", flat=True).first()
    since = timezone.localdate(opened)
    served = Grant.objects.filter(user_id=holder.user_id, institution=version.declaration.institution_id)
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=since)
    return served.filter(still, starts__lte=holder.today, ends__gte=since).exists()


def check_not_own_work(holder: Holder, version: Version) -> None:
    """Raise Refused for own work, as :func:`is_own_work` tells it."""
    if is_own_work(holder, version):
        raise Refused("Anda bekerja untuk lembaga yang menyusun naskah ini. Naskah sendiri tidak dapat Anda tinjau.")


def able(version: Version, today: date) -> QuerySet[Grant]:
    """Return the grants in force today, of other institutions, whose holders could read a draft: by role and area."""
    parts = (version.area_id or "").split(".")
    codes = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    able = Grant.objects.filter(
        role__in=[role.value for role in READERS],
        ended_on__isnull=True,
        starts__lte=today,
        ends__gte=today,
        user__is_active=True,
        areas__code__in=codes,
    )
    return able.exclude(institution=version.declaration.institution_id)
