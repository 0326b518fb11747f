"""What an account signs in with, as its own page shows it."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from ikrar.core.errors import Missing
from ikrar.records.account.models import User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Passkey:
    """A passkey of an account: reference, the person's own name for it, attested credential data (the public key)."""

    ref: str
    name: str
    made: datetime
    used: datetime | None
    synced: bool
    key: bytes


@dataclass(frozen=True)
class Keys:
    """Everything an account signs in with; ``codes_left`` is None when no recovery codes were ever made."""

    password: bool
    totp_since: datetime | None
    passkeys: tuple[Passkey, ...]
    codes_left: int | None

    @property
    def seconds(self) -> int:
        """How many second factors there are; recovery codes are none, they only stand in for one."""
        return len(self.passkeys) + (self.totp_since is not None)


def has_second_factor(user: User) -> bool:
    """Say whether the account has a passkey or an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND).exists())


def keys(user: User) -> Keys:
    """Return what the account signs in with; one query."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    totp = next((row.created_at for row in rows if row.type == Authenticator.Type.TOTP), None)
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    left = len(RecoveryCodes(codes).get_unused_codes()) if codes else None
    passkeys = tuple(_passkey(row) for row in rows if row.type == Authenticator.Type.WEBAUTHN)
    return Keys(user.has_usable_password(), totp, passkeys, left)


def passkey(user: User, ref: str) -> Passkey:
    """Return one passkey of the account; raises Missing when it is none of theirs."""
    for found in keys(user).passkeys:
        if found.ref == ref:
            return found
    raise Missing("Halaman ini tidak ada.")


def unused_codes(user: User) -> list[str]:
    """Return the recovery codes not used so far; whoever asks decides that they may be shown."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


def by_ref(ref: str) -> User | None:
    """Return the open account with this random reference."""
    return User.objects.filter(ref=ref, is_active=True).first()


def _passkey(row: Authenticator) -> Passkey:
    data = row.data
    return Passkey(data["ref"], data["name"], row.created_at, row.last_used_at, data["synced"], b64decode(data["key"]))
