"""The witness that goes and looks (behind a router, by cron): the same comparison, with the proof made from tiles."""

from __future__ import annotations

from dataclasses import dataclass

from ikrar.channels.witness.source import Source
from ikrar.channels.witness.witness import Witness
from ikrar.core.errors import BadInput
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger.cosignature import added
from ikrar.core.ledger.note import read_note, read_signature
from ikrar.core.ledger.tree import consistency
from ikrar.core.ledger.witness import Answer, Request


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of one look: the size seen, the witness's answer, the log's status for the cosignature (0: none)."""

    size: int
    answer: Answer
    taken: int = 0


def pull(witness: Witness, source: Source) -> Pulled:
    """Fetch the newest checkpoint, prove from tiles that it goes on from the last one, cosign it and send that.

    Raises ``Refused`` when the log cannot be reached and ``InvalidField`` when its checkpoint is none.
    """
    note = read_note(source.checkpoint())
    point = checkpoints.parse(note.text)
    last = witness.last().get(point.origin)
    old = last.size if last else 0
    path: tuple[bytes, ...] = ()
    if 0 < old < point.size:
        try:
            path = consistency(source.read(point.size), old, point.size)
        except BadInput:
            path = ()  # tiles that are none prove nothing: the witness answers 422 and keeps what the log signed
    answer = witness.add(Request(old, path, note.write()).text().encode())
    if answer.status != 200:
        return Pulled(point.size, answer)
    cosigned = added(note, [read_signature(answer.body.rstrip("\n"))])
    status, _ = source.post("cosignature", cosigned.encode())
    return Pulled(point.size, answer, status)
