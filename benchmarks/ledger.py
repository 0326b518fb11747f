"""The ledger: appends in memory, a million leaves opened from tiles, bytes of a proof, seconds of ``ledger verify``."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ikrar.channels.witness.source import Source
from ikrar.core.ledger import tile as tiles
from ikrar.core.ledger.checkpoint import Checkpoint
from ikrar.core.ledger.cosignature import added, cosign
from ikrar.core.ledger.leaf import ref_from
from ikrar.core.ledger.note import Kind, Signer, open_note, read_note, sign
from ikrar.core.ledger.proof import Proof
from ikrar.core.ledger.tree import Frontier, check_consistency, check_inclusion, consistency, hash_leaf, inclusion

RUNS = 5
MANY, MILLION = 200_000, 1_000_000
ORIGIN = "ikrar.contoh/ledger"
LOG = Signer(ORIGIN, b"l" * 32)
NAMES = ("KPU", "BAWASLU", "POLRI", "UNIV", "PERS")
WITNESSES = [Signer(f"{name.lower()}.contoh/saksi", (name.encode() * 32)[:32], Kind.COSIGNATURE) for name in NAMES]
AT = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> None:
    """Print the figures."""
    folder = Path(os.environ.get("IKRAR_DATA", ".")) / "ledger-bench"
    leaves = [leaf(n) for n in range(MANY)]
    seconds = median(lambda: grown(leaves))
    print(f"ledger.append {MANY / seconds:,.0f} leaves/s, hashed and appended, {MANY} in memory, median of {RUNS}")
    note = tree_of_a_million(folder)
    opened(folder, note)
    proofs(folder, note)
    verified(folder)


def leaf(n: int) -> bytes:
    """Return the bytes of an invented leaf, each of a reference of its own."""
    ref = ref_from((n << 8).to_bytes(17))
    return (
        f"ikrar.id/leaf/v1\ntype declaration.frozen\ntime 2026-11-22T06Z\nby   98.01/kpu\nref  {ref}\nprev -\n"
        f"com  {'A' * 43}=\n"
    ).encode()


def grown(leaves: list[bytes]) -> None:
    """Append every leaf and take the root."""
    frontier = Frontier()
    for data in leaves:
        frontier.append(hash_leaf(data))
    frontier.root()


def median(act: Callable[[], object]) -> float:
    """Return the median seconds of some runs."""
    taken = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def tree_of_a_million(folder: Path) -> str:
    """Write the hash tiles of a million leaves and the cosigned checkpoint; returns the checkpoint's note."""
    begun = time.perf_counter()
    frontier = Frontier()
    rows: dict[int, list[bytes]] = {}
    for n in range(MILLION):
        for node in frontier.append(hash_leaf(leaf(n))):
            if node.level % tiles.HEIGHT == 0:
                rows.setdefault(node.level // tiles.HEIGHT, []).append(node.hash)
    for tile in tiles.tiles(MILLION):
        path = folder / tile.path()
        path.parent.mkdir(parents=True, exist_ok=True)
        first = tile.index * tiles.WIDTH
        path.write_bytes(tiles.encode(rows[tile.level][first : first + tile.width]))
    note = cosigned(Checkpoint(ORIGIN, MILLION, frontier.root()))
    (folder / "checkpoint").write_text(note, encoding="utf-8")
    print(f"ledger.write {time.perf_counter() - begun:.1f} s for the tiles of a million leaves, made and written")
    return note


def cosigned(point: Checkpoint) -> str:
    """Return a checkpoint with the log's signature and five cosignatures."""
    text = point.text()
    return added(read_note(sign(text, [LOG])), [cosign(text, witness, AT) for witness in WITNESSES])


def opened(folder: Path, note: str) -> None:
    """Open the log of a million leaves: read the note, check it, read the edge from tiles, compare the root."""

    def once() -> None:
        size = int(open_note(note, [LOG.key]).text.split("\n")[1])
        frontier = Frontier.open(Source(str(folder)).read(size), size)
        frontier.append(hash_leaf(b"next"))

    print(f"ledger.open {1000 * median(once):.1f} ms from tiles, a million leaves, ready to append, median of {RUNS}")


def proofs(folder: Path, note: str) -> None:
    """Make, weigh and check proofs at a thousand and at a million leaves."""
    small = Frontier()
    nodes = {(node.level, node.index): node.hash for n in range(1000) for node in small.append(hash_leaf(leaf(n)))}
    path = inclusion(lambda level, index: nodes[level, index], 777, 1000)
    told(Proof(777, path, cosigned(Checkpoint(ORIGIN, 1000, small.root()))), 1000)
    read = Source(str(folder)).read(MILLION)
    told(Proof(777_777, inclusion(read, 777_777, MILLION), note), MILLION)
    (folder / "proof").write_text(
        Proof(777_777, inclusion(read, 777_777, MILLION), note, leaf(777_777)).text(), encoding="utf-8"
    )

    def fresh() -> None:
        inclusion(Source(str(folder)).read(MILLION), 123_456, MILLION)

    print(f"ledger.prove {1000 * median(fresh):.1f} ms from tiles with nothing read before, a million leaves")
    root = Frontier.open(read, MILLION).root()
    way, between = inclusion(read, 777_777, MILLION), consistency(read, 555_555, MILLION)
    old = Frontier.open(read, 555_555).root()
    own = hash_leaf(leaf(777_777))
    inclusions = 1e6 * median(lambda: check_inclusion(own, 777_777, MILLION, way, root))
    consistencies = 1e6 * median(lambda: check_consistency(555_555, old, MILLION, root, between))
    print(f"ledger.check {inclusions:.0f} µs inclusion, {consistencies:.0f} µs consistency, a million leaves")


def told(proof: Proof, size: int) -> None:
    """Print how many bytes a proof has."""
    weight = len(proof.text().encode())
    print(f"ledger.proof_bytes {weight} at {size} leaves, five cosignatures, leaf not counted")


def verified(folder: Path) -> None:
    """Run ``ikrar ledger verify`` as a command and print its seconds from start to verdict."""
    witnesses = "".join(f"witness {n} {w.key.text()}\n" for n, w in zip(NAMES, WITNESSES, strict=True))
    rule = f"group q 3 {' '.join(NAMES)}\nquorum q\n"
    (folder / "policy").write_text(f"log {LOG.key.text()}\n{witnesses}{rule}", encoding="utf-8")
    words = ["ledger", "verify", str(folder / "proof"), "--policy", str(folder / "policy")]

    def once() -> None:
        subprocess.run([sys.executable, "-m", "ikrar.cli", *words], stdout=subprocess.DEVNULL, check=True)

    once()
    print(f"ledger.verify {median(once):.2f} s from start to verdict, interpreter included, median of {RUNS}")


if __name__ == "__main__":
    main()
