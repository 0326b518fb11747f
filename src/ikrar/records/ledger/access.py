"""Leaves hold nothing about anybody and will be public; the trail at the desk shows each role those of its concern."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ikrar.core.account.role import Role
from ikrar.records.account.access import Holder
from ikrar.records.ledger.models import Leaf


def visible_to(holder: Holder) -> QuerySet[Leaf]:
    """Return the leaves of the institutions a person administers, and of those in the areas a person audits.

    An institution's code begins with the code of its area, so no other table is asked.
    """
    reach = Q(by__in=holder.institutions(Role.ADMINISTRATOR))
    for grant in holder.grants:
        if grant.role is Role.AUDITOR:
            for code in grant.areas:
                reach |= Q(by__startswith=f"{code}/") | Q(by__startswith=f"{code}.")
    return Leaf.objects.filter(reach)
