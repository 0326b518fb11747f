"""A phone of the demo: real keys and real WebAuthn assertions, made in software because no one stands there.

What it signs stands under examples alone, which carry their mark (decision 11); the private half is forgotten at once.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ikrar.core.signature.challenge import unpadded
from ikrar.records.enrolment.actions import NewKey
from ikrar.records.signature.actions import Answer, Site

PRESENT_AND_VERIFIED = b"\x05"
NO_COUNTER = bytes(4)


@dataclass(frozen=True)
class Phone:
    """One key on a site, as a phone holds it."""

    site: Site
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def new(self) -> NewKey:
        """The key as the act that keeps it takes it."""
        spki = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return NewKey(self.credential, spki, 0, synced=False)

    def answer(self, challenge: bytes) -> Answer:
        """Answer a question as WebAuthn does (Level 2, section 6.3.3)."""
        told = {"type": "webauthn.get", "challenge": unpadded(challenge), "origin": self.site.origin}
        client = json.dumps(told | {"crossOrigin": False}, separators=(",", ":")).encode()
        data = hashlib.sha256(self.site.rp_id.encode()).digest() + PRESENT_AND_VERIFIED + NO_COUNTER
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return Answer(self.credential, client, data, signed)
