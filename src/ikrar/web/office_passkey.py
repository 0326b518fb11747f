"""The passkeys of offices between browser and acts: options out, answers in. What is proven core says (decision 16)."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ikrar.core.errors import InvalidField
from ikrar.core.signature.key import spki_from_cose
from ikrar.records.enrolment.actions import NewKey
from ikrar.records.signature.actions import Answer, Site
from ikrar.web import passkey

REQUIRED = UserVerificationRequirement.REQUIRED
USER_BYTES = 16


def site() -> Site:
    """Return where keys are used here: the installation's origin, and its host as RP ID (decision 17)."""
    return Site(settings.ORIGIN, urlsplit(settings.ORIGIN).hostname or "")


def creation(challenge: bytes, words: str) -> dict[str, Any]:
    """Return what a browser needs to make a key; ``words`` is how the phone lists it: the office, never a person."""
    entity = PublicKeyCredentialUserEntity(id=secrets.token_bytes(USER_BYTES), name=words[:60], display_name=words[:60])
    options, _state = passkey.server().register_begin(
        entity,
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=REQUIRED,
        challenge=challenge,
    )
    return dict(options)


def question(challenge: bytes, credentials: tuple[bytes, ...]) -> dict[str, Any]:
    """Return what a browser needs to sign with one of the keys that may (JSON as WebAuthn Level 3 has it)."""
    known = [{"type": "public-key", "id": _text(one)} for one in credentials]
    asked = {"challenge": _text(challenge), "rpId": site().rp_id, "allowCredentials": known, "timeout": 120_000}
    return {"publicKey": asked | {"userVerification": "required"}}


def _text(data: bytes) -> str:
    return websafe_encode(data)


def made(answer: str, challenge: str) -> NewKey:
    """Return the verified new key in a browser's answer (JSON) to a challenge (base64url); raises Refused."""

    def verify() -> NewKey:
        response = RegistrationResponse.from_dict(passkey.parsed(answer))
        state = {"challenge": challenge, "user_verification": REQUIRED}
        found = passkey.server().register_complete(state, response)
        if found.credential_data is None or response.response.client_data.cross_origin:
            raise ValueError("no key, or another site's frame")
        data = found.credential_data
        spki = spki_from_cose(data.public_key)
        return NewKey(data.credential_id, spki, found.counter, bool(found.flags & found.FLAG.BE))

    try:
        return passkey.reading(verify)
    except InvalidField as error:
        raise passkey.unusable() from error


def answered(answer: str) -> Answer:
    """Return a browser's answer to a question, byte for byte and unjudged; raises Refused for what cannot be read."""

    def read() -> Answer:
        found = passkey.parsed(answer)
        AuthenticationResponse.from_dict(found)
        told = found["response"]
        parts = (websafe_decode(told[name]) for name in ("clientDataJSON", "authenticatorData", "signature"))
        return Answer(websafe_decode(found["id"]), *parts)

    return passkey.reading(read)
