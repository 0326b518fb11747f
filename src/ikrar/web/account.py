"""Signing in and out: what is ours around allauth."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import logout as allauth_logout
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from ikrar.core.errors import Missing
from ikrar.records.account import actions, queries
from ikrar.web import refusal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up, no sign-in without a second factor, and no address of anybody kept."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are given by people, never taken."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Refuse who has no second factor (R31)."""
        if is_mfa_enabled(user):
            return None
        return render(request, "account/no_second_factor.html", status=403)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed token of the address block: rate limits need to tell clients apart, not to know them (R14)."""
        return hmac.digest(_hourly_key(int(time.time() // 3600)), _block(_address(request)), "sha256").hex()


def _address(request: HttpRequest) -> str:
    """Return the client's address; behind the proxy that is its own word, the last one: anybody may write the rest."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENVIRONMENT.behind_proxy else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


def _block(address: str) -> bytes:
    """Return the block of an address, /24 or /48; whatever is no address shares one block."""
    try:
        found = ip_address(address)
    except ValueError:
        return b""
    found = getattr(found, "ipv4_mapped", None) or found
    return found.packed[: 3 if found.version == 4 else 6]


@lru_cache(maxsize=1)
def _hourly_key(hour: int) -> bytes:
    """Return this process's random key of the hour; the one before is forgotten with it."""
    return secrets.token_bytes(32)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps TOTP secrets encrypted under the installation's key (R34)."""

    def encrypt(self, text: str) -> str:
        """Return the secret as an opaque token."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret behind a token."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = hashlib.blake2s(b"ikrar/totp/v1", key=settings.SECRET_KEY.encode()[:32]).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """A demo sign-in link: the GET shows a button, the POST uses it up and leads to the second factor."""
    if not settings.DEMO:
        raise Missing("Halaman ini tidak ada.")
    now = timezone.now()
    if request.method != "POST":
        return render(request, "account/link.html", {"live": queries.link_is_live(token, now)})
    try:
        user = actions.use_link(token, now)
    except Missing as error:
        return render(request, "account/link.html", {"live": False, "why": refusal.message(error)}, status=410)
    record_authentication(request, user, method="link")
    response: HttpResponseBase = perform_login(request, Login(user=user))
    return response


def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign out and have the browser forget what it kept (R32)."""
    response: HttpResponseBase = allauth_logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
