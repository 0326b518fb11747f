"""A record that holds a passkey's signature is checked once more, by the device's answer, with the public key alone.

The leaf shows that the record was kept; this shows that the key in it signed exactly what the record says, at the site
it names. Whose key it is stands in the leaves of its enrolment and of those who vouched for it.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import rfc8785

from ikrar.core.errors import InvalidField, NotProven
from ikrar.core.signature.assertion import Asked, Assertion, Fault, verify
from ikrar.core.signature.challenge import PREFIX, Acting, capacity_of, unpadded
from ikrar.core.signature.key import key_hash

#: What a record is of, and what the key must have declared for it: a withdrawal is no signature.
_ACTS: Final = {"signature.given": "sign", "signature.withdrawn": "withdraw"}
_PARTS: Final = ("clientDataJSON", "authenticatorData", "signature", "spki")
#: What a record says of the signatory, and where the statement that was signed says the same.
_SAME: Final = (("institution", "name"), ("office", "office"))


@dataclass(frozen=True, slots=True)
class Signed:
    """What a passkey signed: the key's SHA-256 (hex), office and institution as they stand in the text, the site."""

    key: str
    office: str
    institution: str
    origin: str


def signed(record: Mapping[str, object]) -> Signed | None:
    """Check the passkey's signature in a record; None when the record holds none.

    Raises ``NotProven`` when it does not belong to what the record says.
    """
    if "assertion" not in record:
        return None
    statement = _mapping(record, "statement")
    who = _mapping(statement, "signatory")
    assertion = Assertion(*(_bytes(_mapping(record, "assertion"), name) for name in _PARTS))
    site = _text(record, "origin")
    try:
        verify(assertion, Asked(_challenge(statement), site, _text(record, "rp_id")))
    except InvalidField:  # a key of no kind that is known
        raise _unreadable() from None
    if statement.get("act") != _ACTS.get(str(record.get("act"))):
        raise NotProven("Perangkat itu menandatangani perbuatan lain daripada yang dicatat.", fault=Fault.CHALLENGE)
    same = all(record.get(outer) == who.get(inner) for outer, inner in _SAME) and _same_capacity(record, statement)
    if not same or record.get("digest") != statement.get("digest") or record.get("key") != key_hash(assertion.spki):
        raise NotProven(
            "Tanda tangan ini untuk naskah, jabatan, atau kunci lain daripada catatannya.", fault=Fault.CHALLENGE
        )
    return Signed(key_hash(assertion.spki), _text(who, "office"), _text(who, "name"), site)


def _same_capacity(record: Mapping[str, object], statement: Mapping[str, object]) -> bool:
    """Whether it was signed in the capacity of the text, after the word for how the office is held, and for whom."""
    pledged, behalf = _text(record, "capacity"), _text(record, "on_behalf_of")
    held = {capacity_of(acting, pledged) for acting in Acting}
    return statement.get("capacity") in held and behalf in {"", statement.get("on_behalf_of")}


def _challenge(statement: Mapping[str, object]) -> bytes:
    try:
        return hashlib.sha256(PREFIX + rfc8785.dumps(dict(statement))).digest()  # type: ignore[arg-type]
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _mapping(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = record.get(name)
    if not isinstance(value, dict):
        raise _unreadable()
    return value


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise _unreadable()
    return value


def _bytes(record: Mapping[str, object], name: str) -> bytes:
    text = _text(record, name)
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        raise _unreadable() from None
    if unpadded(data) != text:
        raise _unreadable()
    return data


def _unreadable() -> NotProven:
    return NotProven("Jawaban perangkat dalam catatan ini tidak dapat dibaca.", fault=Fault.UNREADABLE)
