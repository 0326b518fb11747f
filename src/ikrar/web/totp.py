"""The authenticator app: a fresh secret, its QR code, and the code that proves the app has it."""

from __future__ import annotations

import time
from itertools import groupby
from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ikrar.core.errors import InvalidField, Refused

OFFERED = "ikrar_totp"
OFFER_LIFE = 30 * 60  # seconds
MARGIN = 4  # modules of white around the code (ISO/IEC 18004)


class _Once(BaseAuthenticateForm):  # type: ignore[misc]
    """Takes a code once for as long as it holds: a clock may be one period off, so each holds for three."""

    def clean_code(self) -> str:
        """Return the code; raises ValidationError for a wrong one and for one that was used."""
        code = super().clean_code()
        if not _spend(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return "".join(filter(str.isalnum, code))


def _spend(user: Any, code: str) -> bool:
    """Mark a code as used for as long as it holds; False when it was used before."""
    plain = "".join(filter(str.isalnum, code))
    held = (2 * settings.MFA_TOTP_TOLERANCE + 1) * settings.MFA_TOTP_PERIOD
    return cache.add(f"ikrar.code|{user.pk}|{plain}", True, held)


class EntryForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """A code at sign-in."""


class AgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """A code before changing keys."""


def offer(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return secret and QR code for the page; the secret waits, encrypted, in the session until a code confirms it."""
    secret = _offered(request)
    if secret is None:
        secret = generate_totp_secret()
        request.session[OFFERED] = {"secret": get_adapter().encrypt(secret), "at": time.time()}
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return {"secret": groups} | drawn(get_adapter().build_totp_url(user, secret))


def confirmed(request: HttpRequest, code: str) -> str:
    """Return the offered secret when the code is right, which is used up with that: it signs nobody in (R31).

    Raises InvalidField for a wrong code, Refused when the offer is too old.
    """
    secret = _offered(request)
    if secret is None:
        raise Refused("Kode QR di halaman tadi sudah terlalu lama. Pindai yang baru di bawah ini.")
    if not validate_totp_code(secret, code):
        raise InvalidField("Kode itu tidak cocok. Ketik kode yang sekarang tampil di aplikasi.", field="code")
    _spend(request.user, code)
    del request.session[OFFERED]
    return secret


def _offered(request: HttpRequest) -> str | None:
    kept = request.session.get(OFFERED)
    if kept is None or time.time() - kept["at"] > OFFER_LIFE:
        return None
    return str(get_adapter().decrypt(kept["secret"]))


def drawn(words: str) -> dict[str, Any]:
    """Return a QR code as the side of its square and one SVG path, a run of dark modules at a time."""
    code = qrcode.QRCode(border=MARGIN)
    code.add_data(words)
    code.make(fit=True)
    rows = code.get_matrix()
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                strokes.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return {"side": len(rows), "path": "".join(strokes)}
