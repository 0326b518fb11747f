"""A whole bundle without any database: an office's vouched key, a link holder's, a signing by hand, a ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ikrar.core.certificate.bundle import Act, Bundle
from ikrar.core.declaration.canonical import PledgingOffice, canonical_bytes, digest
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import added, cosign
from ikrar.core.ledger.event import EVENTS
from ikrar.core.ledger.leaf import Leaf, coarse_time, commitment
from ikrar.core.ledger.note import read_note, sign
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tree import Frontier, hash_leaf, inclusion
from ikrar.core.signature.challenge import Act as Declared
from ikrar.core.signature.challenge import Signatory, Statement, challenge
from ikrar.core.signature.key import key_hash
from tests.core.declaration.texts import FULL
from tests.core.ledger import keys
from tests.phone import SITE, Phone

NOON = datetime(2024, 8, 16, 5, 0, tzinfo=UTC)
SEEN = datetime(2024, 8, 16, 5, 2, tzinfo=UTC)
POLICY = Policy.parse(keys.policy_text())
REF, FROZEN, KEY, BY_KEY, BY_LINK, BY_HAND = (name * 26 for name in "ABCDEF")
OFFICES = (
    PledgingOffice("Ketua", "KPU Kabupaten Rekaan", "penyelenggara", None),
    PledgingOffice("Ketua", "Bawaslu Kabupaten Rekaan", None, None),
    PledgingOffice(None, "Polres Rekaan", None, None),
)
TEXT = canonical_bytes(replace(FULL, pledging_offices=OFFICES))
DIGEST = digest(TEXT)
KPU, BAWASLU, POLRES = "98.01/kpu", "98.01/bawaslu", "98.01/polres"
CODES = (KPU, BAWASLU, POLRES)
PHONE, OTHER = Phone(), Phone()


def act(event: str, by: str, ref: str, at: datetime = NOON, **record: Any) -> Act:
    """Return an act with its leaf, not yet in a ledger."""
    told = {"act": event} | record
    r = (ref + event).encode().ljust(32, b".")[:32]
    leaf = Leaf(event, coarse_time(at, EVENTS[event].grain), by, ref, "-", commitment(r, told))
    return Act(leaf.to_bytes(), r, told)


def pledge(n: int, **more: Any) -> dict[str, Any]:
    """Return what every record about an office's answer holds."""
    one = OFFICES[n - 1]
    told = {"office": one.office or "", "institution": one.institution or "", "capacity": one.capacity or ""}
    return {"declaration": REF, "version": 1, "digest": DIGEST, "n": n, "on_behalf_of": "", **told, **more}


def given(n: int, ref: str, phone: Phone, at: datetime = NOON, **changes: Any) -> Act:
    """Return a passkey signature of an office; ``changes`` replace parts of what was signed."""
    told = pledge(n)
    who = Signatory(CODES[n - 1], told["institution"], told["office"])
    parts = {"act": Declared.SIGN, "digest": DIGEST, "signatory": who, "capacity": told["capacity"]}
    statement = Statement(**(parts | {"on_behalf_of": "", "nonce": b"n" * 32} | changes))
    more = {
        "statement": statement.as_json(),
        "standing": "office",
        "enrolment": KEY if phone is PHONE else None,
        "key": key_hash(phone.spki),
        "origin": SITE.origin,
        "rp_id": SITE.rp_id,
        "assertion": phone.assertion(challenge(statement)).as_json(),
    }
    return act("signature.given", CODES[n - 1], ref, at, **told, **more)


def enrolment(event: str, by: str, at: datetime = NOON, **changes: Any) -> Act:
    """Return an act about the key of the first office."""
    told = {"enrolment": KEY, "institution": KPU, "office": "Ketua KPU Kabupaten Rekaan", "key": key_hash(PHONE.spki)}
    return act(event, by, KEY, at, **(told | changes))


def acts() -> list[Act]:
    """Return all acts of a declaration that three offices signed, each in another way."""
    return [
        act("declaration.frozen", KPU, FROZEN, declaration=REF, version=1, digest=DIGEST),
        enrolment("enrolment.made", KPU),
        enrolment("enrolment.vouched", KPU),
        enrolment("enrolment.vouched", BAWASLU),
        given(1, BY_KEY, PHONE),
        given(2, BY_LINK, OTHER),
        act("signature.attested", KPU, BY_HAND, **pledge(3)),
        act("signature.attested", BAWASLU, BY_HAND, **pledge(3)),
    ]


def kept(found: list[Act], witnesses: tuple[str, ...] = keys.WITNESSES) -> tuple[Act, ...]:
    """Write acts into a ledger that some witnesses cosigned; returns them with their proofs."""
    nodes: dict[tuple[int, int], bytes] = {}
    frontier = Frontier()
    for one in found:
        for node in frontier.append(hash_leaf(one.leaf)):
            nodes[node.level, node.index] = node.hash
    text = Checkpoint(keys.ORIGIN, frontier.size, frontier.root()).text()
    note = sign(text, [keys.log_signer()])
    note = added(read_note(note), [cosign(text, keys.witness_signer(name), SEEN) for name in witnesses])
    size = frontier.size
    return tuple(
        replace(one, proof=Proof(n, inclusion(lambda a, b: nodes[a, b], n, size), note, one.leaf).text())
        for n, one in enumerate(found)
    )


def bundle(found: list[Act] | None = None, witnesses: tuple[str, ...] = keys.WITNESSES, **changes: Any) -> Bundle:
    """Return the bundle of acts, proven by a witnessed ledger."""
    of = kept(acts() if found is None else found, witnesses)
    return replace(
        Bundle(REF, 1, DIGEST, TEXT, of, example=True, about={"address": "https://ikrar.example/"}), **changes
    )


def rewritten(one: Act, **changes: Any) -> Act:
    """Return an act whose record says something else while its leaf stays."""
    record: Mapping[str, Any] = json.loads(json.dumps(dict(one.record))) | changes
    return replace(one, record=record)
