"""Checkpoints (c2sp.org/tlog-checkpoint): what a log signs to say how many leaves it has and what their root is."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.note import unbase64
from ikrar.core.ledger.tree import HASH_BYTES, MAX_SIZE

_LINE: Final = re.compile(r"[^\x00-\x1f]+")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's name (its origin), its number of leaves, its root (32 bytes), and extension lines, which ours has not.

    Raises ``InvalidField`` for an empty origin or line, a size out of range and a root of another length.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(_LINE.fullmatch(line) for line in lines) or not 0 <= self.size <= MAX_SIZE:
            raise _no_checkpoint()
        if len(self.root) != HASH_BYTES:
            raise _no_checkpoint()

    def text(self) -> str:
        """Write the text of the note: origin, size, root in base64, each line ended by LF."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse(text: str) -> Checkpoint:
    """Read a note's text, strictly: it is written back as the same text. Raises ``InvalidField`` for anything else."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise _no_checkpoint()
    root = unbase64(lines[2])
    if root is None or not _SIZE.fullmatch(lines[1]):
        raise _no_checkpoint()
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))


def read_size(text: str) -> int | None:
    """Read a number of leaves: decimal without leading zeroes, up to 2^63 - 1; None for anything else."""
    return int(text) if _SIZE.fullmatch(text) and int(text) <= MAX_SIZE else None


def _no_checkpoint() -> InvalidField:
    return InvalidField("Teks ini bukan titik periksa buku besar (c2sp.org/tlog-checkpoint).", field="checkpoint")
