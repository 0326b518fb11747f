"""A passkey in software: answers the questions of :mod:`ikrar.web.passkey` as a phone would, or wrongly on purpose."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, ELIGIBLE, ATTESTED = 1, 4, 8, 64


@dataclass
class Device:
    """One authenticator with one key; ``count`` 0 means that it keeps no counter."""

    origin: str = "https://ikrar.example"
    rp: str = "ikrar.example"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    cross_origin: bool = False
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""

    @property
    def attested(self) -> bytes:
        """The public half as a server keeps it (WebAuthn 6.5.1)."""
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        return b"\0" * 16 + len(self.credential).to_bytes(2, "big") + self.credential + public

    def make(self, options: dict[str, Any], **changes: Any) -> str:
        """Answer a question for a new passkey."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        data = self._data(ATTESTED) + self.attested
        response = {
            "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
            "attestationObject": cbor.encode({"fmt": "none", "attStmt": {}, "authData": data}),
        }
        return self._answer(response | changes)

    def sign(self, options: dict[str, Any], **changes: Any) -> str:
        """Answer a question for a known passkey."""
        client, data = self._client("webauthn.get", options["publicKey"]["challenge"]), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(response | {"userHandle": self.handle} | changes)

    def _data(self, more: int) -> bytes:
        head = hashlib.sha256(self.rp.encode()).digest()
        return head + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin}
        return json.dumps(told).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.credential)
        parts = {part: websafe_encode(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
