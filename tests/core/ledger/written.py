"""A log that the tests keep in memory: its leaves, its signed checkpoints, and its files as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ikrar.core.ledger import tile as tiles
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import added, cosign
from ikrar.core.ledger.leaf import Leaf, commitment, leaf_hash, ref_from
from ikrar.core.ledger.note import Signer, read_note, sign
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tree import Frontier, Read, consistency, hash_leaf, inclusion
from ikrar.core.ledger.witness import Request
from tests.core.ledger import keys

AT = datetime(2026, 11, 22, 6, 0, 7, tzinfo=UTC)
OPENING, RECORD = b"r" * 32, {"act": "freeze", "digest": "ab" * 32}


class Log:
    """A log that grows leaf by leaf; every third leaf goes on from the one three before it."""

    def __init__(self, count: int = 0, *, signer: Signer | None = None, salt: str = "") -> None:
        self.signer, self.salt = signer or keys.log_signer(), salt
        self.leaves: list[bytes] = []
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.frontier = Frontier()
        self.grow(count)

    def grow(self, count: int) -> Log:
        """Add leaves of the log's own making."""
        for _ in range(count):
            n = len(self.leaves)
            ref = ref_from((n % 3 << 8).to_bytes(17))
            prev = leaf_hash(self.leaves[n - 3]) if n >= 3 else "-"
            com = commitment(OPENING, RECORD | ({"salt": self.salt, "n": n} if self.salt else {}))
            self.add(Leaf("declaration.frozen", "2026-11-22T06Z", "98.01/kpu", ref, prev, com).to_bytes())
        return self

    def add(self, leaf: bytes) -> None:
        """Add a leaf of any bytes."""
        self.leaves.append(leaf)
        for node in self.frontier.append(hash_leaf(leaf)):
            self.nodes[node.level, node.index] = node.hash

    @property
    def read(self) -> Read:
        """The function that proofs are made with."""
        return lambda level, index: self.nodes[level, index]

    def point(self, size: int | None = None) -> Checkpoint:
        """Return the checkpoint of the first ``size`` leaves, or of all."""
        size = len(self.leaves) if size is None else size
        return Checkpoint(keys.ORIGIN, size, Frontier.open(self.read, size).root())

    def note(self, size: int | None = None) -> str:
        """Return the signed checkpoint."""
        return sign(self.point(size).text(), [self.signer])

    def cosigned(self, names: Sequence[str] = keys.WITNESSES, size: int | None = None) -> str:
        """Return the checkpoint as those witnesses cosigned it."""
        text = self.point(size).text()
        return added(read_note(self.note(size)), [cosign(text, keys.witness_signer(name), AT) for name in names])

    def proof(self, index: int, names: Sequence[str] = keys.WITNESSES, *, leaf: bool = True) -> Proof:
        """Return the proof of a leaf in the whole log."""
        extra = self.leaves[index] if leaf else None
        return Proof(index, inclusion(self.read, index, len(self.leaves)), self.cosigned(names), extra)

    def request(self, old: int, size: int | None = None) -> Request:
        """Return what the log sends a witness that last saw ``old`` leaves."""
        point = self.point(size)
        path = consistency(self.read, old, point.size) if old <= point.size else ()
        return Request(old, path, self.note(size))

    def write(self, folder: Path, note: str | None = None) -> Path:
        """Write the log's files as its server would, in place of those of another log that is there."""
        size = len(self.leaves)
        for tile in (*tiles.tiles(size), *tiles.bundles(size)):
            path = folder / tile.path()
            path.parent.mkdir(parents=True, exist_ok=True)
            first, last = tile.index * tiles.WIDTH, tile.index * tiles.WIDTH + tile.width
            if tile.level == tiles.ENTRIES:
                path.write_bytes(tiles.encode_entries(self.leaves[first:last]))
            else:
                path.write_bytes(tiles.encode([self.nodes[8 * tile.level, n] for n in range(first, last)]))
        (folder / "checkpoint").write_text(note or self.cosigned(), encoding="utf-8")
        return folder
