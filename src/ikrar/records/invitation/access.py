"""Whom an administrator may invite: people of the own institution who have not opened their account yet."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Missing
from ikrar.records.account.access import Holder
from ikrar.records.account.models import User
from ikrar.records.invitation.models import Invitation


def is_open(user: User) -> bool:
    """Say whether somebody opened this account: it has a second factor, without which nobody signs in (R31)."""
    return bool(Authenticator.objects.filter(user=user).exists())


def live(now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that could still be used."""
    return Invitation.objects.filter(used_at__isnull=True, voided_at__isnull=True, expires__gt=now)


def behind(code_hash: str, now: datetime) -> Invitation | None:
    """Return the invitation a code opens: live, of an account nobody opened yet, with a grant that is not over."""
    row = live(now).select_related("user").filter(code_hash=code_hash, user__is_active=True).first()
    today = timezone.localdate(now)
    if row is None or is_open(row.user):
        return None
    return row if row.user.grants.filter(ended_on__isnull=True, ends__gte=today).exists() else None


def visible_to(holder: Holder) -> QuerySet[Invitation]:
    """Return the invitations issued by the institutions a person administers."""
    return Invitation.objects.filter(institution__in=holder.institutions(Role.ADMINISTRATOR))


def own(holder: Holder, ref: str) -> Invitation:
    """Return an invitation issued by an institution the person administers; raises Missing for anything else."""
    row = visible_to(holder).filter(ref=ref).first()
    if row is None:
        raise Missing("Halaman ini tidak ada.")
    return row
