"""Tell clients apart without knowing them: a keyed token of the address block, in memory alone (R14)."""

from __future__ import annotations

import hmac
import secrets
import time
from functools import lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def block_token(request: HttpRequest) -> str:
    """Return a keyed token of the client's address block: limits need to tell clients apart, not to know them."""
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
