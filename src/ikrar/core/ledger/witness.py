"""What a witness answers to a checkpoint (c2sp.org/tlog-witness), as a function of what it knows: no clock, no files.

The answers come in the order of decision 21: 404 for a log it does not know, 403 for a signature it does not trust,
400 for an old size beyond the checkpoint's, 409 for one that is not the last it cosigned, 422 for another root at the
same size, for a proof that shows nothing, for one given with old size 0 and for a root where there are no leaves.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ikrar.core.errors import BadInput, InvalidField, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger.checkpoint import Checkpoint, read_size
from ikrar.core.ledger.note import Note, VerifierKey, open_note, read_note, unbase64
from ikrar.core.ledger.policy import Policy
from ikrar.core.ledger.tree import EMPTY_ROOT, HASH_BYTES, check_consistency

MAX_BYTES: Final = 65_536
MAX_PROOF: Final = 63
SIZE_TYPE: Final = "text/x.tlog.size"
PLAIN_TYPE: Final = "text/plain; charset=utf-8"

Logs = Mapping[str, Collection[VerifierKey]]


class Fault(StrEnum):
    """Why a refused checkpoint is worth keeping."""

    KEY = "key"  #: it bears a known log's name and no signature of its key
    ROLLBACK = "rollback"  #: the log signed fewer leaves than it had signed before
    FORK = "fork"  #: the log signed another root at the size last cosigned
    UNPROVEN = "unproven"  #: nothing shows that the signed tree goes on from the last one


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint's note with the size it is said to go on from and the proof of that."""

    old: int
    path: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """Write the body of an ``add-checkpoint``."""
        steps = "".join(f"{b64encode(step).decode()}\n" for step in self.path)
        return f"old {self.old}\n{steps}\n{self.note}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer, with its type; ``note`` is what to cosign and keep when the status is 200."""

    status: int
    body: str = ""
    type: str = PLAIN_TYPE
    note: Note | None = None
    fault: Fault | None = None


def logs_of(policy: Policy) -> Logs:
    """Return the keys of each log of a policy by its origin; several keys of one origin are a key and its successor."""
    found: dict[str, list[VerifierKey]] = {}
    for log in policy.logs:
        found.setdefault(log.key.name, []).append(log.key)
    return found


def parse_request(body: bytes) -> Request:
    """Read the body of an ``add-checkpoint``, strictly. Raises ``InvalidField`` for anything else."""
    head, blank, note = body.partition(b"\n\n")
    old, *lines = head.decode("ascii", "replace").split("\n")
    size = read_size(old.removeprefix("old "))
    path = [unbase64(line) for line in lines]
    steps = tuple(step for step in path if step is not None and len(step) == HASH_BYTES)
    fits = blank and old.startswith("old ") and len(steps) == len(path) <= MAX_PROOF and len(body) <= MAX_BYTES
    if size is None or not fits:
        raise InvalidField("Permintaan kepada saksi tidak berbentuk benar (c2sp.org/tlog-witness).", field="request")
    return Request(size, steps, read_note(note).write())


def answer(body: bytes, logs: Logs, last: Mapping[str, Checkpoint]) -> Answer:
    """Answer one ``add-checkpoint`` by the logs that are known and the checkpoint last cosigned of each.

    A body that is none is answered 400. The caller keeps the note of an answer 200 before it sends the cosignature, and
    lets no other request in between.
    """
    try:
        request = parse_request(body)
        asked = checkpoints.parse(read_note(request.note).text)
    except BadInput:
        return Answer(400, "malformed request\n")
    if asked.origin not in logs:
        return Answer(404, "unknown log\n")
    try:
        note = open_note(request.note, logs[asked.origin])
    except Refused:
        return Answer(403, "no signature of a trusted key\n", fault=Fault.KEY)
    return _compared(request, note, asked, last.get(asked.origin, Checkpoint(asked.origin, 0, EMPTY_ROOT)))


def _compared(request: Request, note: Note, asked: Checkpoint, last: Checkpoint) -> Answer:
    back = Fault.ROLLBACK if asked.size < last.size else None
    if request.old > asked.size:
        return Answer(400, "old size beyond the checkpoint\n", fault=back)
    if request.old != last.size:
        return Answer(409, f"{last.size}\n", SIZE_TYPE, fault=back)
    if asked.size == last.size and asked.root != last.root:
        return Answer(422, "another root at the same size\n", fault=Fault.FORK)
    try:
        check_consistency(last.size, last.root, asked.size, asked.root, request.path)
    except Refused:
        return Answer(422, "no proof of consistency\n", fault=Fault.UNPROVEN)
    return Answer(200, note=note)
