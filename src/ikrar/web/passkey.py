"""The two ceremonies of a passkey (W3C WebAuthn Level 2): making one, and signing in with one.

Checked on the server: challenge of this session, used once and five minutes old at most; exact origin; RP ID; person
present and verified (PIN, fingerprint or face), so that a passkey is two factors in one; signature; counter.
Attestation is not asked for: which maker's device somebody uses is none of our business.
"""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ikrar.core.errors import Refused
from ikrar.records.factor import actions, queries

STATE = "ikrar_passkey"
STATE_LIFE = 300  # seconds between the question and its answer
LONGEST = 20_000  # characters of an answer; real ones have about 2,000
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256 (decision 16)
#: What reading foreign bytes raises in fido2: its checks, CBOR, base64, fields that are missing or of odd types.
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, AssertionError, struct.error)
UNUSABLE = "Kunci sandi itu tidak dikenali atau sudah terlalu lama ditunggu. Coba sekali lagi."
Read = TypeVar("Read")


def unusable() -> Refused:
    """Return the one refusal for whatever a device answers that cannot be used."""
    return Refused(UNUSABLE)


def creation_options(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return what the browser needs to make a passkey (JSON); remembers the challenge in the session."""
    known = [AttestedCredentialData(p.key) for p in queries.keys(user).passkeys]
    entity = PublicKeyCredentialUserEntity(id=user.ref.encode(), name=user.username, display_name=user.username)
    options, state = server().register_begin(
        entity,
        known,
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    request.session[STATE] = {"create": state, "at": time.time()}
    return dict(options)


def created(request: HttpRequest, answer: str) -> actions.NewPasskey:
    """Return the verified new passkey in a browser's answer (JSON text); raises Refused for any other."""
    state = _state(request, "create")

    def verify() -> actions.NewPasskey:
        response = RegistrationResponse.from_dict(parsed(answer))
        made = server().register_complete(state, response)
        if made.credential_data is None or response.response.client_data.cross_origin:
            raise ValueError("no key, or another site's frame")
        return actions.NewPasskey(bytes(made.credential_data), made.counter, bool(made.flags & made.FLAG.BE))

    return reading(verify)


def request_options(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Return what the browser needs to use a passkey of ``user`` (None: whichever the person picks)."""
    known = [AttestedCredentialData(p.key) for p in queries.keys(user).passkeys] if user else None
    options, state = server().authenticate_begin(known, UserVerificationRequirement.REQUIRED)
    request.session[STATE] = {"get": state, "at": time.time()}
    return dict(options)


def answered(request: HttpRequest, user: Any, answer: str) -> Any:
    """Return whose passkey answered (``user``'s, or anybody's), and note its use; raises Refused for any other."""
    state = _state(request, "get")

    def read() -> tuple[Any, AuthenticationResponse]:
        response = AuthenticationResponse.from_dict(parsed(answer))
        if response.response.client_data.cross_origin:
            raise ValueError("another site's frame")
        whose = user or queries.by_ref(bytes(response.response.user_handle or b"").decode("ascii"))
        if whose is None:
            raise ValueError("nobody's key")
        return whose, response

    whose, response = reading(read)
    keys = {bytes(p.key): p.ref for p in queries.keys(whose).passkeys}
    known = [AttestedCredentialData(key) for key in keys]
    used = reading(lambda: server().authenticate_complete(state, known, response))
    count = response.response.authenticator_data.counter
    actions.use_passkey(whose, keys[bytes(used)], count=count, now=timezone.now())
    return whose


def server() -> Fido2Server:
    """Return the verifier for the installation's own origin; its host is the RP ID (decision 17)."""
    entity = PublicKeyCredentialRpEntity(id=urlsplit(settings.ORIGIN).hostname or "", name="Ikrar")
    server = Fido2Server(entity, verify_origin=lambda origin: origin == settings.ORIGIN)
    kind = PublicKeyCredentialType.PUBLIC_KEY
    server.allowed_algorithms = [PublicKeyCredentialParameters(type=kind, alg=alg) for alg in ALGORITHMS]
    return server


def _state(request: HttpRequest, ceremony: str) -> Any:
    """Return the session's question and forget it, so that one question has one answer; raises Refused without one."""
    asked = request.session.pop(STATE, {})
    if ceremony not in asked or time.time() - asked["at"] > STATE_LIFE:
        raise unusable()
    return asked[ceremony]


def parsed(answer: str) -> Any:
    """Return the JSON of a browser's answer; raises ValueError and its kin for what no browser sends."""
    if len(answer) > LONGEST:
        raise ValueError("longer than any device's answer")
    found = json.loads(answer)
    if websafe_decode(found["id"]) != websafe_decode(found["rawId"]):
        raise ValueError("two different ids")
    return found


def reading(read: Callable[[], Read]) -> Read:
    """Do something with foreign bytes; whatever is wrong with them is one and the same refusal."""
    try:
        return read()
    except UNREADABLE as error:
        raise unusable() from error
