"""A signatory's phone in software: answers the question of a signing page as a passkey would, or wrongly on purpose."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ikrar.core.signature.assertion import Assertion
from ikrar.core.signature.challenge import unpadded
from ikrar.records.enrolment.actions import NewKey
from ikrar.records.signature.actions import Answer, Site

SITE = Site("https://ikrar.example", "ikrar.example")
PRESENT, VERIFIED, ELIGIBLE, BACKED_UP = 1, 4, 8, 16
Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


@dataclass
class Phone:
    """One passkey; ``count`` 0 keeps no counter. What is told to the server can be changed field by field."""

    origin: str = SITE.origin
    rp: str = SITE.rp_id
    flags: int = PRESENT | VERIFIED
    count: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def spki(self) -> bytes:
        """The public half as the server keeps it."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def new(self) -> NewKey:
        """The key as its verified registration gives it to the act that keeps it."""
        return NewKey(self.credential, self.spki, self.count, bool(self.flags & ELIGIBLE))

    def assertion(self, challenge: bytes) -> Assertion:
        """Answer a challenge as WebAuthn does (Level 2, section 6.3.3)."""
        client = {"type": "webauthn.get", "challenge": unpadded(challenge), "origin": self.origin, "crossOrigin": False}
        client_data = json.dumps(client | self.told).encode()
        data = hashlib.sha256(self.rp.encode()).digest() + bytes([self.flags]) + self.count.to_bytes(4, "big")
        return Assertion(client_data, data, self._sign(data + hashlib.sha256(client_data).digest()), self.spki)

    def answer(self, challenge: bytes) -> Answer:
        """Answer a challenge as the act of signing takes it."""
        given = self.assertion(challenge)
        return Answer(self.credential, given.client_data, given.authenticator_data, given.signature)

    def _sign(self, signed: bytes) -> bytes:
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(signed)
        return self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
