"""A kept assertion proves itself with the public key alone; each way to be wrong is refused by its own name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.errors import NotProven
from ikrar.core.signature.assertion import MEANING, Asked, Assertion, Fault, Proof, verify
from ikrar.core.signature.challenge import Act, Statement, challenge
from tests.core.signature.test_challenge import STATEMENT
from tests.phone import BACKED_UP, ELIGIBLE, PRESENT, SITE, VERIFIED, Phone

ASKED = Asked(challenge(STATEMENT), SITE.origin, SITE.rp_id)
KEYS = {
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate(),
    "RS256": rsa.generate_private_key(65537, 2048),
}
GIVEN = {kind: Phone(key=key).assertion(ASKED.challenge) for kind, key in KEYS.items()}


def fault(assertion: Assertion, asked: Asked = ASKED, *, last: int | None = None) -> Fault | None:
    """Return which check an assertion fails; None when it proves what was asked."""
    try:
        verify(assertion, asked, last_count=last)
    except NotProven as error:
        return Fault(error.fault)
    return None


@pytest.mark.parametrize("kind", KEYS)
def test_each_kind_of_key_proves_what_it_was_asked(kind: str) -> None:
    phone = Phone(key=KEYS[kind], count=7, flags=PRESENT | VERIFIED | ELIGIBLE | BACKED_UP)
    assert verify(phone.assertion(ASKED.challenge), ASKED, last_count=6) == Proof(7, synced=True, backed_up=True)


def about(**changes: object) -> Statement:
    return replace(STATEMENT, **changes)


@pytest.mark.parametrize(
    "other",
    [
        about(capacity="saksi"),
        about(digest="0" * 64),
        about(act=Act.WITHDRAW),
        about(on_behalf_of="Bupati"),
        about(nonce=b"\1" * 32),
        about(signatory=replace(STATEMENT.signatory, institution="98.01/kpu")),
    ],
    ids=["capacity", "digest", "act", "on behalf", "nonce", "institution"],
)
def test_a_signature_cannot_be_replayed_for_anything_else_than_it_was_given_for(other: Statement) -> None:
    given = Phone().assertion(challenge(STATEMENT))
    assert fault(given) is None
    assert fault(given, replace(ASKED, challenge=challenge(other))) is Fault.CHALLENGE


WRONG: list[tuple[Fault, Phone]] = [
    (Fault.TYPE, Phone(told={"type": "webauthn.create"})),
    (Fault.TYPE, Phone(told={"type": None})),
    (Fault.CHALLENGE, Phone(told={"challenge": 7})),
    (Fault.CHALLENGE, Phone(told={"challenge": ""})),
    (Fault.CHALLENGE, Phone(told={"challenge": "\ud800"})),
    (Fault.ORIGIN, Phone(origin="https://ikrar.example.jahat.example")),
    (Fault.ORIGIN, Phone(origin="http://ikrar.example")),
    (Fault.ORIGIN, Phone(origin="https://ikrar.example:8443")),
    (Fault.ORIGIN, Phone(origin="https://IKRAR.example")),
    (Fault.CROSS_ORIGIN, Phone(told={"crossOrigin": True})),
    (Fault.CROSS_ORIGIN, Phone(told={"crossOrigin": "false"})),
    (Fault.CROSS_ORIGIN, Phone(told={"topOrigin": "https://lain.example"})),
    (Fault.RP_ID, Phone(rp="lain.example")),
    (Fault.PRESENCE, Phone(flags=VERIFIED)),
    (Fault.VERIFICATION, Phone(flags=PRESENT)),
]


@pytest.mark.parametrize(("wanted", "phone"), WRONG)
def test_each_way_to_be_wrong_is_refused_by_its_name(wanted: Fault, phone: Phone) -> None:
    assert fault(phone.assertion(ASKED.challenge)) is wanted


def test_a_browser_that_does_not_tell_of_frames_is_accepted() -> None:
    """crossOrigin is optional in WebAuthn Level 2; its absence means false."""
    phone = Phone()
    client = json.dumps({"type": "webauthn.get", "challenge": _told(ASKED), "origin": SITE.origin}).encode()
    data = phone.assertion(ASKED.challenge).authenticator_data
    signed = phone._sign(data + hashlib.sha256(client).digest())
    assert fault(Assertion(client, data, signed, phone.spki)) is None


def _told(asked: Asked) -> str:
    told = json.loads(Phone().assertion(asked.challenge).client_data)
    return str(told["challenge"])


@pytest.mark.parametrize(
    ("last", "now", "wanted"),
    [
        (0, 0, None),
        (None, 0, None),
        (0, 1, None),
        (5, 6, None),
        (None, 3, None),
        (5, 5, Fault.COUNTER),
        (5, 4, Fault.COUNTER),
        (5, 0, Fault.COUNTER),
        (0xFFFFFFFF, 0, Fault.COUNTER),
    ],
)
def test_a_counter_that_does_not_grow_is_refused_and_none_at_all_is_normal(
    last: int | None, now: int, wanted: Fault | None
) -> None:
    assert fault(Phone(count=now).assertion(ASKED.challenge), last=last) is wanted


@pytest.mark.parametrize("client", [b"", b"\xff", b"[]", b"1", b"{", b"[" * 100_000])
def test_client_data_that_cannot_be_read_proves_nothing(client: bytes) -> None:
    assert fault(replace(Phone().assertion(ASKED.challenge), client_data=client)) is Fault.UNREADABLE


@pytest.mark.parametrize("length", [0, 31, 36])
def test_authenticator_data_that_is_too_short_proves_nothing(length: int) -> None:
    given = Phone().assertion(ASKED.challenge)
    short = replace(given, authenticator_data=given.authenticator_data[:length])
    assert fault(short) is Fault.UNREADABLE


@pytest.mark.parametrize("kind", KEYS)
def test_another_key_of_the_same_kind_does_not_fit(kind: str) -> None:
    fresh = {"ES256": lambda: ec.generate_private_key(ec.SECP256R1()), "EdDSA": ed25519.Ed25519PrivateKey.generate}
    make: Callable[[], object] = fresh.get(kind, lambda: rsa.generate_private_key(65537, 2048))
    other = Phone(key=make())
    given = Phone(key=KEYS[kind]).assertion(ASKED.challenge)
    assert fault(replace(given, spki=other.spki)) is Fault.SIGNATURE


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(sorted(KEYS)))
def test_no_bit_of_an_assertion_can_be_changed(data: st.DataObject, kind: str) -> None:
    good = GIVEN[kind]
    part = data.draw(st.sampled_from(["client_data", "authenticator_data", "signature"]))
    old = getattr(good, part)
    at = data.draw(st.integers(0, len(old) * 8 - 1))
    changed = bytearray(old)
    changed[at // 8] ^= 1 << (at % 8)
    assert fault(replace(good, **{part: bytes(changed)})) is not None


@settings(max_examples=60, deadline=None)
@given(client=st.binary(max_size=60), data=st.binary(max_size=60), signature=st.binary(max_size=80))
def test_foreign_bytes_are_refused_and_nothing_else_happens(client: bytes, data: bytes, signature: bytes) -> None:
    assert fault(Assertion(client, data, signature, GIVEN["ES256"].spki)) is not None


def test_what_a_leaf_keeps_of_an_assertion_is_enough_to_verify_it() -> None:
    given = Phone(key=KEYS["EdDSA"]).assertion(ASKED.challenge)
    assert set(given.as_json()) == {"clientDataJSON", "authenticatorData", "signature", "spki"}
    assert all("=" not in text and "+" not in text and "/" not in text for text in given.as_json().values())


def test_every_fault_has_a_sentence_that_says_what_to_do() -> None:
    assert set(MEANING) == set(Fault)
    with pytest.raises(NotProven, match="alamat resmi"):
        verify(Phone(origin="https://lain.example").assertion(ASKED.challenge), ASKED)
    assert all(sentence.endswith(".") for sentence in MEANING.values())
