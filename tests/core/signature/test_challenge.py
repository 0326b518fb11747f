"""The challenge binds a signature to one act, text, signatory, capacity and moment (decision 16)."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.signature.challenge import (
    Act,
    Acting,
    Signatory,
    Statement,
    acting_of,
    capacity_of,
    challenge,
    unpadded,
)

STATEMENT = Statement(
    act=Act.SIGN,
    digest="ab" * 32,
    signatory=Signatory("35.28/kpu", "KPU Kabupaten Pamekasan", "Ketua"),
    capacity="penyelenggara",
    on_behalf_of="",
    nonce=bytes(range(32)),
)


def test_the_challenge_is_the_hash_of_the_prefix_and_the_canonical_object_as_decision_16_writes_it() -> None:
    canonical = (
        '{"act":"sign","capacity":"penyelenggara","digest":"' + "ab" * 32 + '",'
        '"nonce":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","on_behalf_of":"",'
        '"signatory":{"institution":"35.28/kpu","name":"KPU Kabupaten Pamekasan","office":"Ketua"}}'
    )
    assert challenge(STATEMENT) == hashlib.sha256(b"ikrar/sign/v1\n" + canonical.encode()).digest()
    assert json.loads(canonical) == STATEMENT.as_json()


@pytest.mark.parametrize(
    "changes",
    [
        {"act": Act.WITHDRAW},
        {"digest": "ac" * 32},
        {"signatory": Signatory("35.28/bawaslu", "KPU Kabupaten Pamekasan", "Ketua")},
        {"signatory": Signatory("35.28/kpu", "KPU Kabupaten Pamekasan", "Sekretaris")},
        {"signatory": Signatory("35.28/kpu", "KPU Pamekasan", "Ketua")},
        {"capacity": "saksi"},
        {"on_behalf_of": "seluruh jajaran"},
        {"nonce": bytes(32)},
    ],
)
def test_each_part_changes_the_challenge(changes: dict[str, object]) -> None:
    assert challenge(replace(STATEMENT, **changes)) != challenge(STATEMENT)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_nonce_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(InvalidField):
        challenge(replace(STATEMENT, nonce=bytes(length)))


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_two_ways_of_cutting_words_into_fields_give_the_same_challenge(one: str, other: str) -> None:
    """The fields are members of an object, so that nothing runs together at a border."""
    if one + other:
        split = replace(STATEMENT, capacity=one, on_behalf_of=other)
        joined = replace(STATEMENT, capacity=one + other, on_behalf_of="")
        assert (challenge(split) == challenge(joined)) is (other == "")


@given(st.binary(max_size=70))
def test_base64url_without_padding_reads_back(data: bytes) -> None:
    text = unpadded(data)
    assert "=" not in text
    assert urlsafe_b64decode(text + "=" * (-len(text) % 4)) == data


@pytest.mark.parametrize(
    ("acting", "pledged", "told"),
    [
        (Acting.HOLDER, "penyelenggara", "penyelenggara"),
        (Acting.PLT, "penyelenggara", "Plt. penyelenggara"),
        (Acting.PJ, "", "Pj."),
        (Acting.HOLDER, "", ""),
    ],
)
def test_who_holds_an_office_acting_says_so_in_the_capacity(acting: Acting, pledged: str, told: str) -> None:
    assert capacity_of(acting, pledged) == told


def test_how_an_office_is_held_is_a_closed_list() -> None:
    assert [acting_of(value) for value in ("", "Pj.", "Plt.", "Plh.")] == list(Acting)
    with pytest.raises(InvalidField):
        acting_of("Wakil")
