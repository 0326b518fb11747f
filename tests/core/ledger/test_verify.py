"""A proof is checked offline and said in plain words; what was changed anywhere in it does not hold."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.ledger.leaf import parse
from ikrar.core.ledger.note import Signer, sign
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.verify import Opened, Verdict, open_checkpoint, parse_record, verify
from tests.core.ledger import keys
from tests.core.ledger.written import AT, OPENING, RECORD, Log

LOG = Log(100)
POLICY = Policy.parse(keys.policy_text())
RECORDED = Opened(LOG.leaves[7], OPENING, RECORD)


def checked(index: int = 7, names: tuple[str, ...] = keys.WITNESSES, record: Opened | None = None) -> Verdict:
    return verify(LOG.proof(index, names).text(), POLICY, record=record)


def words(verdict: Verdict) -> str:
    return "\n".join(s.text(str) for s in (*verdict.proven, *verdict.failed, *verdict.unproven))


def test_a_proof_shows_the_checkpoint_the_witnesses_and_the_leaf_it_carries() -> None:
    verdict = checked()
    assert verdict.holds
    assert verdict.checkpoint == LOG.point()
    assert verdict.cosigned == dict.fromkeys(keys.WITNESSES, AT)
    assert (verdict.quorum, verdict.included, verdict.opened, verdict.record) == (True, True, None, None)
    assert verdict.leaf == parse(LOG.leaves[7])
    said = words(verdict)
    assert "Saksi KPU melihatnya pada 2026-11-22 06:00:07 UTC" in said
    assert "Daun nomor 8 (declaration.frozen) ada di dalamnya, dicatat 2026-11-22T06Z oleh 98.01/kpu." in said
    assert "Isi peristiwanya tidak diperiksa" in said


def test_a_proof_without_its_leaf_shows_the_checkpoint_only() -> None:
    verdict = verify(LOG.proof(7, leaf=False).text(), POLICY)
    assert verdict.holds
    assert (verdict.leaf, verdict.included, verdict.opened) == (None, None, None)
    assert "Daunnya tidak diperiksa" in words(verdict)


@pytest.mark.parametrize("leaf", [True, False])
def test_with_the_record_the_content_is_proven_too(leaf: bool) -> None:
    verdict = verify(LOG.proof(7, leaf=leaf).text(), POLICY, record=RECORDED)
    assert (verdict.holds, verdict.included, verdict.opened, verdict.record) == (True, True, True, RECORD)
    assert "persis yang dicatat" in words(verdict)
    assert "tidak diperiksa" not in words(verdict)


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORDED, r=b"q" * 32),
        replace(RECORDED, r=b"q"),
        replace(RECORDED, record=RECORD | {"digest": "cd" * 32}),
    ],
)
def test_another_record_is_not_what_was_recorded(record: Opened) -> None:
    verdict = checked(record=record)
    assert (verdict.holds, verdict.included, verdict.opened, verdict.record) == (False, True, False, None)
    assert "bukan yang dicatat" in words(verdict)


def test_another_leaf_stands_nowhere() -> None:
    for data in (LOG.leaves[8], b"no leaf at all"):
        verdict = checked(record=replace(RECORDED, leaf=data))
        assert (verdict.holds, verdict.included, verdict.leaf, verdict.opened) == (False, False, None, None)


def test_bytes_that_are_no_leaf_prove_nothing_even_when_they_stand_in_the_tree() -> None:
    log = Log(3)
    log.add(b"not a leaf")
    verdict = verify(log.proof(3).text(), POLICY)
    assert (verdict.holds, verdict.included, verdict.leaf) == (False, False, None)


@pytest.mark.parametrize("names", [("KPU", "BAWASLU"), ("UNIV", "PERS"), ("KPU", "UNIV"), ()])
def test_without_the_quorum_it_does_not_hold(names: tuple[str, ...]) -> None:
    verdict = checked(names=names)
    assert (verdict.holds, verdict.quorum, verdict.included) == (False, False, True)
    assert "Saksi tidak cukup" in words(verdict)


def test_a_missing_witness_is_named_but_the_quorum_is_enough() -> None:
    verdict = checked(names=("KPU", "POLRI", "PERS"))
    assert verdict.holds
    assert "Tidak ada tanda dari saksi BAWASLU, UNIV." in words(verdict)


def test_a_policy_without_witnesses_says_so() -> None:
    verdict = verify(LOG.proof(7).text(), Policy.parse(f"log {keys.log_signer().key.text()}\nquorum none\n"))
    assert verdict.holds
    assert "tidak meminta saksi" in words(verdict)


def test_a_key_that_was_swapped_and_another_log_prove_nothing() -> None:
    text = LOG.point().text()
    for note in (
        sign(text, [keys.log_signer(9)]),
        sign(text.replace(keys.ORIGIN, "lain.contoh/ledger"), [keys.log_signer()]),
        sign(text, [Signer("lain.contoh/ledger", b"l" * 32)]),
        LOG.cosigned().replace("\n100\n", "\n101\n"),
        sign("no checkpoint\n", [keys.log_signer()]),
    ):
        verdict = verify(replace(LOG.proof(7), checkpoint=note).text(), POLICY)
        assert not verdict.holds
        assert (verdict.checkpoint, verdict.leaf, verdict.included, verdict.proven) == (None, None, None, ())


def test_witnesses_alone_are_no_log() -> None:
    lines = [line for line in LOG.cosigned().splitlines(keepends=True) if f"— {keys.ORIGIN} " not in line]
    with pytest.raises(Refused) as found:
        open_checkpoint("".join(lines), POLICY)
    assert "tidak menandatangani" in str(found.value)


def test_any_character_of_the_path_or_the_number_that_changes_makes_it_fail() -> None:
    proof = LOG.proof(7)
    for at, step in enumerate(proof.path):
        path = (*proof.path[:at], bytes([step[0] ^ 1]) + step[1:], *proof.path[at + 1 :])
        assert not verify(replace(proof, path=path).text(), POLICY).holds
    for index in (6, 8, 99, 100):
        assert not verify(replace(proof, index=index).text(), POLICY).holds


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v1\n"])
def test_what_is_no_proof_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput):
        verify(text, POLICY)


def test_the_record_file_is_read() -> None:
    text = json.dumps({"leaf": LOG.leaves[7].decode(), "r": b64encode(OPENING).decode(), "record": RECORD})
    assert parse_record(text) == RECORDED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"leaf": 1, "r": "", "record": {}}',
        '{"leaf": "", "r": 1, "record": {}}',
        '{"leaf": "", "r": "!", "record": {}}',
        '{"leaf": "", "r": "", "record": []}',
        "[" * 100_000,
        " " * 1_000_001,
    ],
)
def test_what_is_no_record_file_is_bad_input(text: str) -> None:
    with pytest.raises(InvalidField):
        parse_record(text)


@given(st.data())
def test_whatever_is_changed_in_a_proof_it_fails_or_proves_the_same(data: st.DataObject) -> None:
    text, whole = LOG.proof(7).text(), checked()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(["", "\n", "A", "0", "=", "\ud800", text[at] * 2]))
    try:
        verdict = verify(text[:at] + other + text[at + 1 :], POLICY)
    except BadInput:
        return
    same = (verdict.leaf, verdict.index, verdict.checkpoint) == (whole.leaf, whole.index, whole.checkpoint)
    assert same or not verdict.holds
    assert verdict.cosigned.items() <= whole.cosigned.items()
