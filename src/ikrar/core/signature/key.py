"""The public key of a passkey: from COSE (RFC 9053) to SubjectPublicKeyInfo, and its name, the SHA-256 of that.

Only ``cryptography`` is needed: whoever keeps the SPKI can check a signature without anything of WebAuthn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from ikrar.core.errors import InvalidField

ES256, EDDSA, RS256 = -7, -8, -257  # COSE algorithms (decision 16)
SMALLEST_RSA: Final = 2048
_P256, _ED25519 = 1, 6  # COSE curves
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


def spki_from_cose(cose: Mapping[int, Any]) -> bytes:
    """Return the DER SubjectPublicKeyInfo of a COSE key (integer labels); raises InvalidField for any other key.

    ES256 on P-256, EdDSA on Ed25519 and RS256 of at least 2048 bits are accepted (decision 16).
    """
    try:
        key = _from_cose(cose)
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (KeyError, TypeError, ValueError) as error:
        raise _unusable() from error


def _from_cose(cose: Mapping[int, Any]) -> PublicKey:
    algorithm = cose[3]
    if algorithm == ES256 and cose[-1] == _P256:
        point = ec.EllipticCurvePublicNumbers(_number(cose[-2]), _number(cose[-3]), ec.SECP256R1())
        return point.public_key()
    if algorithm == EDDSA and cose[-1] == _ED25519:
        return ed25519.Ed25519PublicKey.from_public_bytes(cose[-2])
    if algorithm == RS256:
        key = rsa.RSAPublicNumbers(_number(cose[-2]), _number(cose[-1])).public_key()
        if key.key_size >= SMALLEST_RSA:
            return key
    raise ValueError("another kind of key")


def _number(data: bytes) -> int:
    return int.from_bytes(data)


def public_key(spki: bytes) -> PublicKey:
    """Read a kept SPKI; raises InvalidField when it is none of the three kinds."""
    try:
        key = load_der_public_key(spki)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unusable() from error
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return key
    raise _unusable()


def key_hash(spki: bytes) -> str:
    """Return the name of a key in leaves and on pages: hex SHA-256 of its SPKI."""
    return hashlib.sha256(spki).hexdigest()


def check_signature(spki: bytes, signature: bytes, signed: bytes) -> None:
    """Pass when ``signature`` is the key's over ``signed``; raises cryptography's InvalidSignature, or InvalidField."""
    key = public_key(spki)
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    else:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())


def _unusable() -> InvalidField:
    return InvalidField("Kunci sandi ini bukan jenis yang dikenal (ES256, EdDSA, RS256).", field="key")
