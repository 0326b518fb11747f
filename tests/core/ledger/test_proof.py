"""A proof is the text of c2sp.org/tlog-proof, read strictly, small enough to carry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ikrar.core.errors import BadInput
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import added, cosign
from ikrar.core.ledger.note import read_note, sign
from ikrar.core.ledger.proof import HEADER, MAX_BYTES, Proof, parse
from tests.core.ledger import keys

NOTE = sign(Checkpoint(keys.ORIGIN, 3, b"r" * 32).text(), [keys.log_signer()])
A, B = b"a" * 32, b"b" * 32


def test_a_proof_is_header_number_path_and_checkpoint() -> None:
    text = Proof(1, (A, B), NOTE).text()
    assert text == (
        "c2sp.org/tlog-proof@v1\nindex 1\nYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=\n"
        f"YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=\n\n{NOTE}"
    )
    assert parse(text) == Proof(1, (A, B), NOTE)


@pytest.mark.parametrize("proof", [Proof(0, (), NOTE), Proof(7, (A,), NOTE, b"extra"), Proof(0, (), NOTE, b"")])
def test_what_is_written_is_read_back(proof: Proof) -> None:
    assert parse(proof.text()) == proof


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        f"{HEADER}\n\n{NOTE}",
        f"{HEADER}\nindex 01\n\n{NOTE}",
        f"{HEADER}\nindex -1\n\n{NOTE}",
        f"{HEADER}\nindex 1\nYWE=\n\n{NOTE}",
        f"{HEADER}\nindex 1\n!\n\n{NOTE}",
        f"{HEADER}\nextra !\nindex 1\n\n{NOTE}",
        f"{HEADER}\nextra YQ==\n\n{NOTE}",
        f"{HEADER}\nindex 1\nextra YQ==\n\n{NOTE}",
        f"{HEADER}\r\nindex 1\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v2\nindex 1\n\n{NOTE}",
        f"{HEADER}\nindex 1\n\nno note\n",
        f"{HEADER}\n1\n\n{NOTE}",
        Proof(1, (A,) * 64, NOTE).text(),
        "a" * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text)


@pytest.mark.parametrize(("size", "steps", "limit"), [(1000, 10, 1500), (1_000_000, 20, 2500)])
def test_the_proof_of_one_act_with_five_cosignatures_is_small(size: int, steps: int, limit: int) -> None:
    text = Checkpoint(keys.ORIGIN, size, b"r" * 32).text()
    at = datetime(2026, 11, 22, tzinfo=UTC)
    lines = [cosign(text, keys.witness_signer(name), at) for name in keys.WITNESSES]
    note = added(read_note(sign(text, [keys.log_signer()])), lines)
    assert len(Proof(size - 1, (A,) * steps, note).text().encode()) <= limit
