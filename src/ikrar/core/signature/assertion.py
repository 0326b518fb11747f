"""A kept WebAuthn assertion, verified offline: no server, no database, only ``cryptography`` (decision 16).

Source of the checks: W3C Web Authentication Level 2, section 7.2, steps 11 to 21.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature

from ikrar.core.errors import NotProven
from ikrar.core.signature.challenge import unpadded
from ikrar.core.signature.key import check_signature

TYPE: Final = "webauthn.get"
_PRESENT, _VERIFIED, _ELIGIBLE, _BACKED_UP = 0x01, 0x04, 0x08, 0x10
_HASH, _HEAD = 32, 37  # bytes: RP ID hash; that, flags and counter


class Fault(StrEnum):
    """Why an assertion proves nothing."""

    UNREADABLE = "unreadable"
    TYPE = "type"
    CHALLENGE = "challenge"
    ORIGIN = "origin"
    CROSS_ORIGIN = "cross_origin"
    RP_ID = "rp_id"
    PRESENCE = "presence"
    VERIFICATION = "verification"
    COUNTER = "counter"
    SIGNATURE = "signature"


MEANING: Final = {
    Fault.UNREADABLE: "Jawaban perangkat tidak dapat dibaca. Coba sekali lagi dari tautan Anda.",
    Fault.TYPE: "Jawaban perangkat bukan tanda tangan. Coba sekali lagi dari tautan Anda.",
    Fault.CHALLENGE: "Tanda tangan ini dibuat untuk naskah, jabatan, atau permintaan lain. Coba lagi dari tautan Anda.",
    Fault.ORIGIN: "Tanda tangan ini dibuat di situs lain. Buka tautan Anda di alamat resmi, lalu coba lagi.",
    Fault.CROSS_ORIGIN: "Tanda tangan ini dibuat di dalam halaman situs lain. Buka tautan Anda langsung.",
    Fault.RP_ID: "Kunci ini dibuat untuk situs lain. Pakai kunci yang Anda buat di sini.",
    Fault.PRESENCE: "Perangkat tidak memastikan bahwa Anda ada. Coba lagi dan sentuh perangkat saat diminta.",
    Fault.VERIFICATION: "Perangkat tidak memeriksa sidik jari, wajah, atau PIN. Nyalakan kunci layar, lalu coba lagi.",
    Fault.COUNTER: "Penghitung kunci ini mundur, tanda bahwa ada salinannya. Mintalah kunci baru.",
    Fault.SIGNATURE: "Tanda tangan ini tidak cocok dengan kuncinya. Coba sekali lagi dari tautan Anda.",
}


def _failed(fault: Fault) -> NotProven:
    return NotProven(MEANING[fault], fault=fault)


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a device answered, byte for byte, and the public key it must belong to (DER SubjectPublicKeyInfo)."""

    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    spki: bytes

    def as_json(self) -> dict[str, str]:
        """Return the four parts as base64url, as the record of a signature's leaf holds them."""
        return {
            "clientDataJSON": unpadded(self.client_data),
            "authenticatorData": unpadded(self.authenticator_data),
            "signature": unpadded(self.signature),
            "spki": unpadded(self.spki),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device was asked: 32 bytes to sign for a site, ``origin`` with scheme and port, ``rp_id`` a host."""

    challenge: bytes
    origin: str
    rp_id: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a good assertion tells besides: the counter, and whether the key may be, and is, on several devices."""

    count: int
    synced: bool
    backed_up: bool


def verify(assertion: Assertion, asked: Asked, *, last_count: int | None = None) -> Proof:
    """Check everything a kept assertion can be checked for; raises NotProven with the first check that fails.

    ``last_count`` is the key's counter before this one; None skips that check, as whoever verifies a kept signature
    does not know it. A counter that stays or goes back is refused unless both are 0: then the key keeps none.
    """
    _check_client(assertion.client_data, asked)
    proof = _read_authenticator(assertion.authenticator_data, asked.rp_id)
    if last_count is not None and (proof.count or last_count) and proof.count <= last_count:
        raise _failed(Fault.COUNTER)
    signed = assertion.authenticator_data + hashlib.sha256(assertion.client_data).digest()
    try:
        check_signature(assertion.spki, assertion.signature, signed)
    except InvalidSignature as error:
        raise _failed(Fault.SIGNATURE) from error
    return proof


def _check_client(data: bytes, asked: Asked) -> None:
    told = _parsed(data)
    if told.get("type") != TYPE:
        raise _failed(Fault.TYPE)
    if not _equal(told.get("challenge"), unpadded(asked.challenge)):
        raise _failed(Fault.CHALLENGE)
    if told.get("origin") != asked.origin:
        raise _failed(Fault.ORIGIN)
    if told.get("crossOrigin", False) is not False or "topOrigin" in told:
        raise _failed(Fault.CROSS_ORIGIN)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _failed(Fault.UNREADABLE) from error
    if not isinstance(told, dict):
        raise _failed(Fault.UNREADABLE)
    return told


def _equal(told: object, expected: str) -> bool:
    return isinstance(told, str) and hmac.compare_digest(told.encode("utf-8", "replace"), expected.encode())


def _read_authenticator(data: bytes, rp_id: str) -> Proof:
    if len(data) < _HEAD:
        raise _failed(Fault.UNREADABLE)
    if not hmac.compare_digest(data[:_HASH], hashlib.sha256(rp_id.encode()).digest()):
        raise _failed(Fault.RP_ID)
    flags = data[_HASH]
    if not flags & _PRESENT:
        raise _failed(Fault.PRESENCE)
    if not flags & _VERIFIED:
        raise _failed(Fault.VERIFICATION)
    return Proof(int.from_bytes(data[_HASH + 1 : _HEAD]), bool(flags & _ELIGIBLE), bool(flags & _BACKED_UP))
