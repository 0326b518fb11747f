"""Find accounts and live sign-in links."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

from ikrar.records.account.models import SignInLink, User


def by_username(username: str) -> User | None:
    """Return an account by its user name."""
    return User.objects.filter(username=username).first()


def link_is_live(token: str, now: datetime) -> bool:
    """Say whether a sign-in token would still be accepted, without using it up."""
    digest = hashlib.sha256(token.encode("utf-8")).hexdigest()
    return SignInLink.objects.filter(token_hash=digest, expires__gte=now).exists()


def has_grant(user: User, today: date) -> bool:
    """Say whether an account holds any grant in force on a day."""
    return user.grants.filter(ended_on__isnull=True, starts__lte=today, ends__gte=today).exists()


def present_code(username: str) -> str | None:
    """Return the six digits the person's authenticator shows now; None without an account or second factor."""
    factor = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return None
    counters = list(yield_hotp_counters_from_time())
    counter = counters[len(counters) // 2]
    return str(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), counter)))
