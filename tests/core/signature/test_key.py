"""Keys come as COSE and are kept as SPKI; other kinds are turned away at the door."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fido2 import cose

from ikrar.core.errors import InvalidField
from ikrar.core.signature.key import check_signature, key_hash, public_key, spki_from_cose

P256, ED, RSA = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate(), None


def spki(key: Any) -> bytes:
    return bytes(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def test_the_spki_of_each_kind_is_the_one_that_the_key_itself_writes() -> None:
    big = rsa.generate_private_key(65537, 2048)
    for key, coded in ((P256, cose.ES256), (ED, cose.EdDSA), (big, cose.RS256)):
        told = coded.from_cryptography_key(key.public_key())
        assert spki_from_cose(told) == spki(key)
        assert isinstance(key.public_key(), type(public_key(spki(key))))


GOOD = dict(cose.ES256.from_cryptography_key(P256.public_key()))


@pytest.mark.parametrize(
    "told",
    [
        {},
        GOOD | {3: -9},
        GOOD | {-1: 2},
        GOOD | {-2: b"\0" * 32},
        GOOD | {-2: "kata"},
        {3: -8, -1: 6, -2: b"\1" * 31},
        {3: -8, -1: 7, -2: b"\1" * 32},
        {3: -257, -1: b"\xff" * 128, -2: b"\1\0\1"},
        {3: -257, -1: b"", -2: b""},
    ],
)
def test_another_kind_of_key_is_refused(told: dict[int, Any]) -> None:
    with pytest.raises(InvalidField):
        spki_from_cose(told)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bukan kunci",
        spki(ec.generate_private_key(ec.SECP384R1())),
        spki(ed448.Ed448PrivateKey.generate()),
        spki(rsa.generate_private_key(65537, 1024)),
    ],
    ids=["nothing", "no key", "a larger curve", "ed448", "rsa"],  # a key by chance would name each run otherwise
)
def test_a_kept_key_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidField):
        public_key(data)
    with pytest.raises(InvalidField):
        check_signature(data, b"", b"")


def test_a_key_is_named_by_the_hash_of_its_spki() -> None:
    assert key_hash(spki(ED)) == hashlib.sha256(spki(ED)).hexdigest()
