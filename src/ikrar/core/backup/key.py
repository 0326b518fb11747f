"""The keys of backups: one for each month, written so that it can be printed and typed in again, or a passphrase.

A key's file is one line: ``ikrar.id/backup-key/v1 2026-11 ABCD-…``: 32 random bytes and 3 bytes of their sum in
base32, in groups of four. Destroying a month's key makes every backup of that month unreadable (R42).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from ikrar.core.errors import BadInput

VERSION: Final = "ikrar.id/backup-key/v1"
KEY_BYTES: Final = 32
SUM_BYTES: Final = 3
SALT_BYTES: Final = 32
#: 128 MiB and about half a second for each guess; part of the format, so that no file can ask for more.
SCRYPT_N: Final = 2**17
SHORTEST: Final = 16  # characters of a passphrase
_LINE: Final = re.compile(rf"{re.escape(VERSION)} ([0-9]{{4}}-(?:0[1-9]|1[0-2])) ([A-Z2-7-]+)")


def write(key: bytes, month: str) -> str:
    """Write a key of 32 bytes and its month (``2026-11``) as the line of its file, without a newline."""
    text = base64.b32encode(key + _sum(key)).decode()
    return f"{VERSION} {month} {'-'.join(text[n : n + 4] for n in range(0, len(text), 4))}"


def read(line: str) -> bytes:
    """Read a key's line and return its 32 bytes; raises BadInput for what is no key or was mistyped."""
    found = _LINE.fullmatch(line.strip())
    try:
        data = base64.b32decode(found[2].replace("-", "")) if found else b""
    except binascii.Error:
        data = b""
    key = data[:KEY_BYTES]
    if len(data) != KEY_BYTES + SUM_BYTES or data[KEY_BYTES:] != _sum(key):
        raise BadInput("Ini bukan kunci cadangan, atau ada huruf yang keliru di dalamnya.")
    return key


def key_id(key: bytes) -> str:
    """Return the name by which a backup asks for its key: 16 hex digits that tell nothing about the key."""
    return hashlib.sha256(b"ikrar/backup/key-id\n" + key).hexdigest()[:16]


def from_passphrase(passphrase: str, salt: bytes) -> bytes:
    """Make a key of 32 bytes from a passphrase and 32 random bytes by scrypt.

    Raises BadInput for a passphrase shorter than 16 characters.
    """
    if len(passphrase) < SHORTEST:
        raise BadInput("Frasa sandi cadangan paling pendek {n} huruf.", n=SHORTEST)
    return Scrypt(salt=salt, length=KEY_BYTES, n=SCRYPT_N, r=8, p=1).derive(passphrase.encode())


def month_of(day: date) -> str:
    """Return the month of a day, such as ``2026-11``."""
    return f"{day.year:04}-{day.month:02}"


def outlived(months: list[str], day: date, keep: int) -> list[str]:
    """Return the months whose keys are to be destroyed when this month and ``keep`` before it stay readable."""
    first = day.year * 12 + day.month - 1 - keep
    return sorted(m for m in months if int(m[:4]) * 12 + int(m[5:]) - 1 < first)


def _sum(key: bytes) -> bytes:
    return hashlib.sha256(b"ikrar/backup/key-sum\n" + key).digest()[:SUM_BYTES]
