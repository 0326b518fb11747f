"""The seal of pictures at rest: Fernet under a key of this purpose, derived from the installation's own."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def close(data: bytes) -> bytes:
    """Encrypt a picture."""
    return _fernet().encrypt(data)


def open_box(token: bytes) -> bytes:
    """Decrypt a picture; raises cryptography's InvalidToken when it was sealed under another key or changed."""
    return _fernet().decrypt(token)


def _fernet() -> Fernet:
    key = hashlib.blake2s(b"ikrar/scan/v1", key=settings.SECRET_KEY.encode()[:32]).digest()
    return Fernet(base64.urlsafe_b64encode(key))
