"""A passkey's signature in a record counts only for what the record says of it."""

from __future__ import annotations

from typing import Any

import pytest

from ikrar.core.errors import NotProven
from ikrar.core.ledger.leaf import Leaf, commitment, ref_from
from ikrar.core.ledger.passkey import Signed, signed
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.verify import Opened, Verdict, verify
from ikrar.core.signature.key import key_hash
from tests.core.ledger import keys
from tests.core.ledger.written import OPENING, Log
from tests.core.signature.test_challenge import STATEMENT
from tests.core.signature.test_vector import ORIGIN, RP, VECTORS, kept

KEY = key_hash(kept("ES256").spki)


def record(kind: str = "ES256", **changes: Any) -> dict[str, Any]:
    """The record of ``signature.given``, as the leaf of a signature commits to it."""
    return {
        "act": "signature.given",
        "digest": STATEMENT.digest,
        "office": STATEMENT.signatory.office,
        "institution": STATEMENT.signatory.name,
        "capacity": STATEMENT.capacity,
        "on_behalf_of": STATEMENT.on_behalf_of,
        "statement": STATEMENT.as_json(),
        "key": key_hash(kept(kind).spki),
        "origin": ORIGIN,
        "rp_id": RP,
        "assertion": VECTORS[kind],
    } | changes


@pytest.mark.parametrize("kind", VECTORS)
def test_a_signature_of_each_kind_of_key_is_told(kind: str) -> None:
    expected = Signed(key_hash(kept(kind).spki), "Ketua", "KPU Kabupaten Pamekasan", ORIGIN)
    assert signed(record(kind)) == expected


def test_a_record_without_one_says_nothing() -> None:
    assert signed({"act": "declaration.frozen"}) is None


WRONG: list[dict[str, Any]] = [
    {"digest": "cd" * 32},
    {"office": "Wakil"},
    {"institution": "KPU Kabupaten Lain"},
    {"capacity": "saksi"},
    {"capacity": STATEMENT.capacity[3:]},
    {"capacity": None},
    {"on_behalf_of": "Presiden"},
    {"key": "0" * 64},
    {"act": "signature.withdrawn"},
    {"origin": "https://lain.example"},
    {"origin": None},
    {"rp_id": "lain.example"},
    {"statement": STATEMENT.as_json() | {"capacity": "saksi"}},
    {"statement": STATEMENT.as_json() | {"capacity": float("nan")}},
    {"statement": STATEMENT.as_json() | {"signatory": "KPU"}},
    {"statement": None},
    {"assertion": None},
    {"assertion": {}},
    {"assertion": VECTORS["ES256"] | {"signature": VECTORS["EdDSA"]["signature"]}},
    {"assertion": VECTORS["ES256"] | {"signature": VECTORS["ES256"]["signature"] + "="}},
    {"assertion": VECTORS["ES256"] | {"signature": "é"}},
    {"assertion": VECTORS["ES256"] | {"signature": "A"}},
    {"assertion": VECTORS["ES256"] | {"spki": "AAAA"}},
]


@pytest.mark.parametrize("changes", WRONG)
def test_a_signature_for_anything_else_is_not_proven(changes: dict[str, Any]) -> None:
    with pytest.raises(NotProven):
        signed(record(**changes))


def checked(content: dict[str, Any]) -> Verdict:
    """Verify the proof of a leaf that commits to this record, with the record."""
    log = Log(5)
    com = commitment(OPENING, content)
    log.add(Leaf("signature.given", "2026-11-22T06:00Z", "35.28/kpu", ref_from(b"z" * 17), "-", com).to_bytes())
    proof = log.proof(5).text()
    return verify(proof, Policy.parse(keys.policy_text()), record=Opened(log.leaves[5], OPENING, content))


def test_verifying_a_signature_s_record_checks_the_device_s_answer_too() -> None:
    verdict = checked(record())
    assert verdict.holds
    assert verdict.signed == signed(record())
    said = [sentence.text(str) for sentence in (*verdict.proven, *verdict.unproven)]
    assert f"Kunci sandi {KEY[:16]} menandatanganinya untuk Ketua, KPU Kabupaten Pamekasan, di {ORIGIN}." in said
    assert "Siapa yang menjamin kunci sandi itu tertulis pada daun pendaftarannya." in said


def test_a_record_that_was_kept_with_a_false_signature_does_not_hold() -> None:
    verdict = checked(record(digest="cd" * 32))
    assert (verdict.holds, verdict.opened, verdict.signed) == (False, True, None)
    assert [s.text(str) for s in verdict.failed] == [
        "Tanda tangan perangkat dalam catatan itu tidak berlaku (challenge)."
    ]
