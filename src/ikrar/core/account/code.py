"""The code printed on an invitation: 24 random characters of Crockford's base32 and one check character.

24 characters are 120 random bits. The check character is the number modulo 37, as Crockford defines it; of its 37
symbols only the 32 that are also digits are used, so that no keyboard lacks one (the few numbers that would need
another symbol step on to the next: less than a quarter of a bit is lost). Source: crockford.com/base32.html.
"""

from __future__ import annotations

import hashlib
from typing import Final

from ikrar.core.errors import BadInput

RANDOM_BYTES: Final = 15
LENGTH: Final = 25
GROUP: Final = 5

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS: Final = 37
#: What people write for what looks alike, and what they put between groups.
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"} | dict.fromkeys(" -‐‑‒–—.\t\r\n\u00a0"))


def code_from(random: bytes) -> str:
    """Make the 25 characters of a code from ``RANDOM_BYTES`` random bytes; raises ``ValueError`` for another length."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a code is made of {RANDOM_BYTES} bytes")
    number = int.from_bytes(random)
    while number % _MODULUS >= len(_ALPHABET):
        number = (number + 1) % (1 << (8 * RANDOM_BYTES))
    digits = "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (LENGTH - 2), -1, -5))
    return digits + _ALPHABET[number % _MODULUS]


def hash_of(purpose: str, code: str) -> str:
    """Return the hash under which a code of a purpose is kept, 64 hex characters; 120 random bits need no slow one.

    Raises UnicodeEncodeError, a ``ValueError``, for what is no ASCII.
    """
    return hashlib.sha256(f"ikrar/{purpose}/v1\n".encode() + code.encode("ascii")).hexdigest()


def grouped(code: str) -> str:
    """Write a code in groups of five with hyphens, as it is printed."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """Read a code as people type it: any case, spaces and hyphens anywhere, O for 0, I and L for 1.

    Raises ``BadInput`` when it cannot be a code: that is a slip of the pen, found without asking anybody.
    """
    code = typed.upper().translate(_READ_AS)
    if len(code) != LENGTH or any(c not in _ALPHABET for c in code) or _check_of(code[:-1]) != code[-1]:
        raise BadInput("Kode ini salah ketik: periksa lagi kelima kelompok huruf dan angkanya pada lembar undangan.")
    return code


def _check_of(digits: str) -> str:
    number = 0
    for c in digits:
        number = number * len(_ALPHABET) + _ALPHABET.index(c)
    rest = number % _MODULUS
    return _ALPHABET[rest] if rest < len(_ALPHABET) else ""
