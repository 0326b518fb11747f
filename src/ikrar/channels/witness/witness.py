"""A witness at work: one request at a time is compared with what was cosigned last, kept, and only then answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from ikrar.channels.witness.store import Store
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import witness
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import added, cosign
from ikrar.core.ledger.note import read_note
from ikrar.core.ledger.witness import Answer, Logs, parse_request


def present() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Witness:
    """The witness of one folder for the logs it was given."""

    def __init__(self, store: Store, logs: Logs, clock: Callable[[], datetime] = present) -> None:
        self.store, self.logs, self.clock = store, logs, clock
        self.signer = store.signer()

    def last(self) -> dict[str, Checkpoint]:
        """Return the checkpoint last cosigned of each log that has one."""
        found = {origin: self.store.last(origin) for origin in self.logs}
        return {origin: point for origin, point in found.items() if point}

    def add(self, body: bytes) -> Answer:
        """Answer one ``add-checkpoint``: comparing, keeping and cosigning happen with nobody else in between.

        An answer 200 has the cosignature's line as its body. What accuses the log is kept before it is refused.
        """
        with self.store.alone():
            answer = witness.answer(body, self.logs, self.last())
            if answer.fault:
                self.store.accuse(answer.fault, body, _origin(body))
            if answer.note is None:
                return answer
            line = cosign(answer.note.text, self.signer, self.clock())
            self.store.keep(checkpoints.parse(answer.note.text).origin, added(answer.note, [line]))
        return Answer(200, line.line(), note=answer.note)


def _origin(body: bytes) -> str:
    return checkpoints.parse(read_note(parse_request(body).note).text).origin
