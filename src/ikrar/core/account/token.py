"""A device token: what a machine shows instead of signing in, and how it is read from a request.

A token is ``ikrar_`` and 43 letters of base64url: 32 random bytes (256 bits), so keeping a plain SHA-256 is enough
(trust.md R34, ASVS 11.5.1). The prefix lets scanners of code and logs recognise one that was left lying about.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

PREFIX: Final = "ikrar_"
RANDOM_BYTES: Final = 32

#: What a token looks like; use with ``fullmatch``.
FORM: Final = re.compile(r"ikrar_[A-Za-z0-9_-]{43}")


def token_from(random: bytes) -> str:
    """Write 32 random bytes as a token; raises ``ValueError`` for any other length."""
    if len(random) != RANDOM_BYTES:
        raise ValueError("a token is made of 32 random bytes")
    return PREFIX + base64.urlsafe_b64encode(random).decode("ascii").rstrip("=")


def token_in(header: str) -> str | None:
    """Return the token of an ``Authorization`` header (``Bearer TOKEN``, the scheme in any case), or None."""
    scheme, _, value = header.strip().partition(" ")
    value = value.strip()
    return value if scheme.lower() == "bearer" and FORM.fullmatch(value) else None


def token_hash(token: str) -> str:
    """Return what is kept of a token: its SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
