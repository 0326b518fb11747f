"""What a passkey signs: the challenge that binds an act to a text, a signatory, a capacity and one moment.

Decision 16: SHA-256 of ``ikrar/sign/v1``, LF, and the canonical JSON (RFC 8785) of an object with exactly these keys::

    {"act": "sign" or "withdraw",
     "digest": hex SHA-256 of the declaration's canonical bytes,
     "signatory": {"institution": code such as "98.01/kpu", "" when it is not registered,
                   "name": the institution as it stands in the text,
                   "office": the office as it stands in the text, "" when the text names none},
     "capacity": the capacity as it stands in the text, after "Pj.", "Plt." or "Plh." when the office is held so,
     "on_behalf_of": as it stands in the text; where the text says nothing, as the key was enrolled,
     "nonce": base64url without padding of 32 random bytes of the server}

Every string is the one of the frozen text, so it is NFC already. Docs: decision record 0030.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import rfc8785

from ikrar.core.errors import InvalidField

PREFIX: Final = b"ikrar/sign/v1\n"
NONCE_BYTES: Final = 32
#: How long a question may wait for its answer (decision 16).
NONCE_LIFE: Final = timedelta(minutes=10)


class Act(StrEnum):
    """What somebody declares with a key."""

    SIGN = "sign"
    WITHDRAW = "withdraw"


class Acting(StrEnum):
    """How an office is held by whoever signs for it; the words stand as Indonesian law abbreviates them."""

    HOLDER = ""
    PJ = "Pj."
    PLT = "Plt."
    PLH = "Plh."


def acting_of(value: str) -> Acting:
    """Read how an office is held; raises InvalidField for anything outside the list."""
    try:
        return Acting(value)
    except ValueError:
        raise InvalidField("Pilih cara jabatan ini dipegang.", field="acting") from None


@dataclass(frozen=True, slots=True)
class Signatory:
    """The office that signs: code of its institution ("" when not registered), institution and office as pledged."""

    institution: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Everything a signature says, but for the key; ``nonce`` is 32 bytes of the server."""

    act: Act
    digest: str
    signatory: Signatory
    capacity: str
    on_behalf_of: str
    nonce: bytes

    def as_json(self) -> dict[str, Any]:
        """Return the object whose canonical form is hashed; also part of what a signature's leaf commits to."""
        who = self.signatory
        return {
            "act": self.act.value,
            "digest": self.digest,
            "signatory": {"institution": who.institution, "name": who.name, "office": who.office},
            "capacity": self.capacity,
            "on_behalf_of": self.on_behalf_of,
            "nonce": unpadded(self.nonce),
        }


def challenge(statement: Statement) -> bytes:
    """Return the 32 bytes that a passkey is asked to sign; raises InvalidField for a nonce of another length."""
    if len(statement.nonce) != NONCE_BYTES:
        raise InvalidField("Angka sekali pakai harus {length} bita.", field="nonce", length=NONCE_BYTES)
    return hashlib.sha256(PREFIX + rfc8785.dumps(statement.as_json())).digest()


def capacity_of(acting: Acting, pledged: str) -> str:
    """Return the capacity in which somebody signs: as pledged, after the word for how the office is held."""
    return f"{acting.value} {pledged}".strip()


def unpadded(data: bytes) -> str:
    """Write bytes as base64url without padding, as WebAuthn does (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
