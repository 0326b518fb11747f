"""Proofs one can carry (c2sp.org/tlog-proof): where a leaf stands, its path, and the cosigned checkpoint, as text.

``extra`` is not under any signature. Ikrar puts the leaf's own bytes there, so that one file shows what was kept: a
verifier takes them only as far as their hash leads up to the signed root.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import InvalidField, TooLarge
from ikrar.core.ledger.checkpoint import read_size
from ikrar.core.ledger.note import read_note, unbase64
from ikrar.core.ledger.tree import HASH_BYTES

HEADER: Final = "c2sp.org/tlog-proof@v1"
MAX_BYTES: Final = 200_000
MAX_PATH: Final = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """The leaf's number, the hashes from its sibling to the root, the checkpoint's note, the extra bytes or None."""

    index: int
    path: Sequence[bytes]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """Write the proof."""
        extra = "" if self.extra is None else f"extra {b64encode(self.extra).decode()}\n"
        steps = "".join(f"{b64encode(step).decode()}\n" for step in self.path)
        return f"{HEADER}\n{extra}index {self.index}\n{steps}\n{self.checkpoint}"


def parse(text: str) -> Proof:
    """Read a proof, strictly: it is written back as the same text. Nothing in it is proven yet.

    Raises ``TooLarge`` above ``MAX_BYTES`` and ``InvalidField`` for what is no proof.
    """
    if len(text) > MAX_BYTES:
        raise TooLarge("Berkas bukti lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    head, blank, checkpoint = text.partition("\n\n")
    header, *lines = head.split("\n")
    extra = unbase64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
    index = read_size(lines[0].removeprefix("index ")) if lines else None
    path = [unbase64(line) for line in lines[1:]]
    steps = [step for step in path if step is not None and len(step) == HASH_BYTES]
    if not blank or header != HEADER or index is None or len(steps) != len(path) or len(path) > MAX_PATH:
        raise _no_proof()
    read_note(checkpoint)
    proof = Proof(index, tuple(steps), checkpoint, extra)
    if proof.text() != text:
        raise _no_proof()
    return proof


def _no_proof() -> InvalidField:
    return InvalidField("Teks ini bukan bukti buku besar ({header}).", field="proof", header=HEADER)
