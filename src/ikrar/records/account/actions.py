"""Accounts, second factors, grants and sign-in links."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import timezone

from ikrar.core.account.grant import Grant as GrantRule
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing
from ikrar.records.account.models import Grant, SignInLink, User
from ikrar.records.institution.models import Institution
from ikrar.records.ledger import actions as ledger
from ikrar.records.place.models import Area
from ikrar.records.ref import new_ref
from ikrar.records.turn import take_turn

LINK_LIFE = timedelta(minutes=10)


def register(*, username: str, name: str) -> User:
    """Write an account without a usable password, or return the one that is there; re-runnable."""
    with transaction.atomic():
        user, created = User.objects.get_or_create(username=username, defaults={"name": name})
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
    return user


def set_second_factor(user: User, secret: str) -> None:
    """Replace the person's TOTP secret (base32 text); the old one stops working at once."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(user, secret)


def give_grant(
    user: User,
    *,
    role: Role,
    institution: str,
    areas: Iterable[str],
    starts: date,
    ends: date,
    now: datetime,
    request: str = "",
) -> Grant:
    """Give a role at an institution for a set of areas and days; leaves a leaf without the person (R47).

    Called by an approved ``request``, by the setting up of an installation and by the demo, never by a page (R8).
    Raises InvalidField when the role cannot be granted, a code is off or unknown, no area is named, or a date is off.
    """
    rule = GrantRule(role, institution, frozenset(areas), starts, ends)
    with transaction.atomic():
        check_known(rule)
        grant = Grant.objects.create(
            ref=new_ref(),
            user=user,
            role=rule.role.value,
            institution_id=institution,
            starts=starts,
            ends=ends,
        )
        grant.areas.set(Area.objects.filter(code__in=rule.areas))
        record = {
            "act": "grant.given",
            "grant": grant.ref,
            "role": rule.role.value,
            "institution": institution,
            "areas": sorted(rule.areas),
            "starts": starts.isoformat(),
            "ends": ends.isoformat(),
            "request": request or None,
        }
        ledger.append(type="grant.given", by=institution, ref=grant.ref, record=record, now=now)
    return grant


def check_known(rule: GrantRule) -> None:
    """Raise InvalidField for codes no table knows: the leaf would promise what the grant's rows do not hold."""
    if not rule.areas:
        raise InvalidField("Mandat memerlukan sedikitnya satu wilayah.", field="areas")
    known = Area.objects.filter(code__in=rule.areas).values_list("code", flat=True)
    for code in sorted(rule.areas.difference(known)):
        raise InvalidField("Kode wilayah {code} tidak dikenal.", field="areas", code=code)
    if not Institution.objects.filter(code=rule.institution).exists():
        raise InvalidField("Kode lembaga {code} tidak dikenal.", field="institution", code=rule.institution)


def extend_grant(grant: Grant, *, ends: date, now: datetime, request: str) -> None:
    """Move the last day of a grant in force, as an approved request asks; leaves a leaf."""
    with transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(ends=ends)
        record = {"act": "grant.extended", "grant": grant.ref, "ends": ends.isoformat(), "request": request}
        ledger.append(type="grant.extended", by=grant.institution_id, ref=grant.ref, record=record, now=now)


def end_grant(grant: Grant, *, reason: str, now: datetime, request: str = "") -> None:
    """End a grant today; it stops the holder's next request (R9) and leaves a leaf. Ending twice changes nothing."""
    with transaction.atomic():
        live = Grant.objects.filter(pk=grant.pk, ended_on__isnull=True)
        if not live.update(ended_on=timezone.localdate(now)):
            return
        record = {"act": "grant.ended", "grant": grant.ref, "reason": reason, "request": request or None}
        ledger.append(type="grant.ended", by=grant.institution_id, ref=grant.ref, record=record, now=now)


def make_link(user: User, now: datetime) -> str:
    """Return a fresh sign-in token for the demo; only its hash is kept, for ten minutes."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        SignInLink.objects.filter(expires__lt=now).delete()
        SignInLink.objects.create(token_hash=_hash(token), user=user, expires=now + LINK_LIFE)
    return token


def use_link(token: str, now: datetime) -> User:
    """Use a sign-in token up and return its person; raises Missing when it is unknown, used or too old."""
    with transaction.atomic():
        take_turn(_hash(token))
        link = SignInLink.objects.select_related("user").filter(token_hash=_hash(token)).first()
        if link is None:
            raise Missing("Tautan masuk ini sudah dipakai atau tidak dikenal. Minta yang baru dengan: ikrar demo links")
        user, expires = link.user, link.expires
        link.delete()
    if expires < now:
        raise Missing("Tautan masuk ini sudah lewat sepuluh menit. Minta yang baru dengan: ikrar demo links")
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
