"""Changes of what an account signs in with: each ends every session of the account and leaves a leaf without a person.

The caller keeps the one session it acts in alive (``update_session_auth_hash``). Who may change what was asked at the
door: a person changes only their own keys, in a session whose second factor was shown lately.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import timezone

from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account.models import User
from ikrar.records.factor.queries import SECOND
from ikrar.records.ledger import actions as ledger
from ikrar.records.ref import new_ref

NAME_LENGTH = 60
MOST_PASSKEYS = 10
Type = Authenticator.Type


@dataclass(frozen=True)
class NewPasskey:
    """A verified registration: attested credential data (WebAuthn 6.5.1), the device's counter, whether it is synced.

    A counter of 0 is a device that keeps none; a synced key lives on more than one device.
    """

    key: bytes
    count: int
    synced: bool


def set_password(user: User, password: str, *, now: datetime) -> None:
    """Replace the password; that it is long and rare enough was asked before (``web/factor.py``)."""
    with transaction.atomic():
        _lock(user)
        user.set_password(password)
        user.save(update_fields=["password"])
        _changed(user, "password.set", now)


def set_totp(user: User, secret: str, *, now: datetime) -> None:
    """Set or replace the authenticator app's secret (base32); the old one stops working at once."""
    with transaction.atomic():
        _lock(user)
        replaced, _rows = Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
        TOTP.activate(user, secret)
        _make_codes(user)
        _changed(user, "totp.replaced" if replaced else "totp.added", now)


def remove_totp(user: User, *, now: datetime) -> None:
    """Remove the authenticator app; raises Missing without one and Refused when no other second factor remains."""
    with transaction.atomic():
        _lock(user)
        _remove(user, Authenticator.objects.filter(user=user, type=Type.TOTP).first())
        _changed(user, "totp.removed", now)


def add_passkey(user: User, key: NewPasskey, *, name: str, now: datetime) -> str:
    """Keep a passkey whose registration was verified; returns its reference.

    Raises InvalidField for an overlong name and Refused beyond ten passkeys.
    """
    with transaction.atomic():
        _lock(user)
        if Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
            raise Refused(
                "Satu akun menyimpan paling banyak {most} kunci sandi. Lepaskan satu dahulu.", most=MOST_PASSKEYS
            )
        ref = new_ref()
        data = {"ref": ref, "name": _name(name), "key": b64encode(key.key).decode(), "count": key.count}
        data["synced"] = key.synced
        Authenticator.objects.create(user=user, type=Type.WEBAUTHN, data=data)
        _make_codes(user)
        _changed(user, "passkey.added", now)
    return ref


def rename_passkey(user: User, ref: str, name: str) -> None:
    """Give a passkey another name; no key changes, so no leaf. Raises Missing and InvalidField."""
    with transaction.atomic():
        _lock(user)
        row = _passkey(user, ref)
        row.data["name"] = _name(name)
        row.save(update_fields=["data"])


def remove_passkey(user: User, ref: str, *, now: datetime) -> None:
    """Remove a passkey; raises Missing when it is not theirs and Refused when no other second factor remains."""
    with transaction.atomic():
        _lock(user)
        _remove(user, _passkey(user, ref))
        _changed(user, "passkey.removed", now)


def use_passkey(user: User, ref: str, *, count: int, now: datetime) -> None:
    """Note that a passkey was used; raises Refused when its counter did not grow: then a copy of it exists.

    A counter of 0 before and now is a device that keeps none (W3C WebAuthn Level 2, section 7.2, step 21).
    """
    with transaction.atomic():
        _lock(user)
        row = _passkey(user, ref)
        if (count or row.data["count"]) and count <= row.data["count"]:
            raise Refused("Kunci sandi ini tidak dapat dipercaya lagi. Pakai kunci lain, lalu lepaskan yang ini.")
        row.data["count"], row.last_used_at = count, now
        row.save(update_fields=["data", "last_used_at"])


def renew_codes(user: User, *, now: datetime) -> None:
    """Make fresh recovery codes; the old ones stop working. Raises Refused without a second factor."""
    with transaction.atomic():
        _lock(user)
        if not Authenticator.objects.filter(user=user, type__in=SECOND).exists():
            raise Refused("Kode cadangan dibuat setelah ada faktor kedua.")
        Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
        _make_codes(user)
        _changed(user, "codes.renewed", now)


def end_sessions(user: User) -> None:
    """End every session of the account at its next request (R32)."""
    user.session_mark = new_ref()
    user.save(update_fields=["session_mark"])


def _lock(user: User) -> None:
    """Let changes of one account wait for each other, so that two removals cannot leave it without a key."""
    User.objects.select_for_update().get(pk=user.pk)


def _changed(user: User, change: str, now: datetime) -> None:
    end_sessions(user)
    record = {"act": "factor.changed", "account": user.ref, "change": change}
    ledger.append(type="factor.changed", by=_institution(user, now), ref=user.ref, record=record, now=now)


def _institution(user: User, now: datetime) -> str:
    """Return the institution whose leaf it is: of the grant in force that lasts longest, else of the last one."""
    today = timezone.localdate(now)
    grants = list(user.grants.order_by("ends", "institution_id"))
    if not grants:
        raise Refused("Akun ini belum punya mandat, sehingga kuncinya belum dapat diubah.")
    live = [g for g in grants if g.ended_on is None and g.starts <= today <= g.ends]
    return str((live or grants)[-1].institution_id)


def _make_codes(user: User) -> None:
    """Make recovery codes with the first second factor; existing ones stay."""
    RecoveryCodes.activate(user)


def _passkey(user: User, ref: str) -> Authenticator:
    for row in Authenticator.objects.filter(user=user, type=Type.WEBAUTHN):
        if row.data.get("ref") == ref:
            return row
    raise Missing("Halaman ini tidak ada.")


def _remove(user: User, row: Authenticator | None) -> None:
    if row is None:
        raise Missing("Halaman ini tidak ada.")
    if not Authenticator.objects.filter(user=user, type__in=SECOND).exclude(pk=row.pk).exists():
        raise Refused("Ini faktor kedua Anda yang terakhir. Tambahkan yang lain dahulu, baru lepaskan yang ini.")
    row.delete()


def _name(name: str) -> str:
    words = " ".join(name.split())
    if len(words) > NAME_LENGTH:
        raise InvalidField("Nama kunci paling panjang {most} huruf.", field="name", most=NAME_LENGTH)
    return words or "Passkey"
