"""What a backup says of itself comes back as it was, and tells every difference."""

from __future__ import annotations

import dataclasses
import hashlib
import json

import pytest

from ikrar.core.backup.archive import Member
from ikrar.core.backup.manifest import Ledger, Manifest, digest_of
from ikrar.core.errors import Damaged, Refused

ONE = Manifest(
    made="2026-11-22T13:15:00Z",
    program="0.1.0",
    origin="https://ikrar.example",
    database="postgresql",
    migrations=(("ledger", "0001_initial"), ("ledger", "0002_leaf_is_final"), ("place", "0001_initial")),
    rows={"ledger_leaf": 3, "place_area": 5},
    ledger=Ledger(3, "ab" * 32, 2, "cd" * 32, 1),
    members=(Member("data/secret.key", 87, "ef" * 32), Member("table/place_area", 10, "01" * 32)),
    columns={"place_area": ("code", "name")},
    counters={"ledger_leaf_id_seq": 3},
)


def test_what_is_written_is_read_back_and_written_the_same() -> None:
    assert Manifest.from_bytes(ONE.to_bytes()) == ONE
    assert Manifest.from_bytes(ONE.to_bytes()).to_bytes() == ONE.to_bytes()


def changed(**values: object) -> bytes:
    return json.dumps(json.loads(ONE.to_bytes()) | values).encode()


def test_a_manifest_of_a_newer_form_is_told_as_such() -> None:
    with pytest.raises(Refused, match="lebih baru"):
        Manifest.from_bytes(changed(v="ikrar.id/backup/manifest/v2"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'"text"',
        changed(ledger={"leaves": 1}),
        changed(members=[{"name": "a"}]),
        changed(migrations=[["one"]]),
        changed(columns=["a"]),
        changed(more=1),
    ],
)
def test_what_is_no_manifest_is_damage(data: bytes) -> None:
    with pytest.raises(Damaged, match="Daftar isi"):
        Manifest.from_bytes(data)


def test_migrations_this_version_does_not_know_are_named() -> None:
    known = [("ledger", "0001_initial"), ("place", "0001_initial"), ("place", "0002_decrees")]
    assert ONE.unknown(known) == ("ledger 0002_leaf_is_final",)
    assert ONE.unknown(ONE.migrations) == ()


def test_members_must_be_exactly_those_that_were_written() -> None:
    ONE.check_members(reversed(ONE.members))
    other = dataclasses.replace(ONE.members[0], sha256="00" * 32)
    for found in ([], ONE.members[:1], [*ONE.members, Member("lain", 1, "aa" * 32)], [other, ONE.members[1]]):
        with pytest.raises(Damaged, match="bukan yang ditulis"):
            ONE.check_members(found)


def test_every_difference_of_a_restored_copy_is_named() -> None:
    assert ONE.differences(dict(ONE.rows), ONE.ledger) == ()
    fewer = dataclasses.replace(ONE.ledger, leaves=2, root="00" * 32)
    assert ONE.differences({"ledger_leaf": 2, "new": 1, "place_area": 5}, fewer) == (
        "ledger.leaves: 3 ≠ 2",
        f"ledger.root: {'cd' * 32} ≠ {'00' * 32}",
        "ledger_leaf: 3 ≠ 2",
        "new: 0 ≠ 1",
    )


def test_the_size_that_was_signed_lies_outside_of_what_is_compared() -> None:
    assert ONE.differences(dict(ONE.rows), dataclasses.replace(ONE.ledger, signed=0)) == ()


def test_the_digest_depends_on_each_leaf_and_on_their_order() -> None:
    hashes = [hashlib.sha256(bytes([n])).digest() for n in range(3)]
    joined = hashlib.sha256(b"".join(hashes)).hexdigest()
    assert digest_of(iter(hashes)) == (3, joined)
    assert digest_of([]) == (0, hashlib.sha256(b"").hexdigest())
    assert digest_of(reversed(hashes)) != digest_of(hashes)
