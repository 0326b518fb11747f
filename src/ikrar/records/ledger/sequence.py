"""The sequencer: leaves that wait get their places, tiles become durable, and only then a checkpoint is signed.

A round goes through fixed steps, and one that was cut short anywhere is simply begun again:

1. ``number_waiting``: leaves get the next numbers, a subject's leaf only after the one before it. From here their order
   is final: a trigger refuses a second number.
2. ``lay``: the tiles that follow from the numbers are written and synced, here and on the mirror. They are the same
   bytes each time, so that a second attempt changes nothing. What a signed checkpoint covers is never overwritten.
3. ``sign``: the checkpoint is signed, written as a file, then as a row. Never a smaller size than before.

One process does this at a time: a lock on a file of the data folder, and on the database one turn for each step.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from ikrar.core.errors import Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.note import VerifierKey
from ikrar.core.ledger.tile import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    bundles,
    decode,
    encode,
    encode_entries,
    reader,
    tiles,
)
from ikrar.core.ledger.tree import Frontier
from ikrar.records.ledger import key, store
from ikrar.records.ledger.models import Checkpoint, Key, Leaf
from ikrar.records.ledger.store import Store
from ikrar.records.turn import take_turn

BATCH: Final = 5_000
TURN: Final = "ledger.sequence"


@dataclass(frozen=True)
class Round:
    """What a round did: how many leaves got their places, and the checkpoint that is the newest now."""

    numbered: int
    checkpoint: Checkpoint
    signed: bool


@contextmanager
def alone() -> Iterator[None]:
    """Be the only process of this installation that sequences. Raises Refused when another one does."""
    root = store.local().root
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Proses lain sedang mengurutkan buku besar.") from None
        yield


def numbered() -> int:
    """Return how many leaves have their places."""
    highest = Leaf.objects.aggregate(highest=Max("number"))["highest"]
    return 0 if highest is None else highest + 1


def newest() -> Checkpoint | None:
    """Return the newest checkpoint that was signed."""
    return Checkpoint.objects.select_related("key").order_by("-id").first()


def number_waiting(limit: int = BATCH) -> int:
    """Give the next numbers to up to ``limit`` waiting leaves; returns how many got one.

    Rows come in the order of their ids, which need not be the order of commits: what is not seen yet comes next time.
    A leaf whose predecessor still waits outside of this batch waits too.
    """
    if not Leaf.objects.filter(number__isnull=True).exists():
        return 0
    with transaction.atomic():
        take_turn(TURN)
        before = Leaf.objects.filter(hash=OuterRef("prev"), number__isnull=True)
        rows = Leaf.objects.filter(number__isnull=True).annotate(behind=Exists(before)).order_by("id")
        chosen = in_order(rows.values_list("pk", "hash", "prev", "behind")[:limit])
        size = numbered()
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE ledger_leaf SET number = %s WHERE id = %s", [(size + n, pk) for n, pk in enumerate(chosen)]
            )
    return len(chosen)


def in_order(rows: Iterable[tuple[int, str, str, bool]]) -> list[int]:
    """Return the keys of leaves (key, hash, previous hash, whether that one waits) so that each follows its previous.

    What follows a leaf that is not among them is left out.
    """
    placed: dict[str, int] = {}
    left = list(rows)
    while left:
        rest = []
        for row in left:
            pk, name, prev, behind = row
            if behind and prev not in placed:
                rest.append(row)
            else:
                placed[name] = pk
        if len(rest) == len(left):
            break
        left = rest
    return list(placed.values())


def lay(stores: list[Store], old: int, new: int, *, signed: int) -> Frontier:
    """Write what the leaves from ``old`` to ``new`` add to the tiles of ``old`` leaves, and return the tree's edge.

    The first store is read from. ``signed`` leaves stand under a signed checkpoint: raises Refused when a full tile
    that it covers would become another one.
    """
    own = stores[0]
    frontier = Frontier.open(reader(own.read, old), old)
    rows = {level: _begun(own, level, old) for level in levels(new)}
    for begin in range(old, new, BATCH):
        end = min(begin + BATCH, new)
        _lay_some(stores, frontier, rows, (begin, end), signed)
    return frontier


def levels(size: int) -> range:
    """Return the levels of tiles that a tree of ``size`` leaves may have."""
    return range(1 + size.bit_length() // HEIGHT)


def _begun(own: Store, level: int, size: int) -> list[bytes]:
    """Return the hashes of the tile of a level that is not full at ``size`` leaves."""
    count = size >> (HEIGHT * level)
    index, width = divmod(count, WIDTH)
    return list(decode(own.read(Tile(level, index, width)), width)) if width else []


def _lay_some(
    stores: list[Store], frontier: Frontier, rows: dict[int, list[bytes]], span: tuple[int, int], signed: int
) -> None:
    made = make(frontier, rows, span)
    for where in stores:
        for tile, data in made.items():
            _check_covered(where, tile, data, signed)
            where.write(tile, data)
            where.tidy(tile)


def make(frontier: Frontier, rows: dict[int, list[bytes]], span: tuple[int, int]) -> dict[Tile, bytes]:
    """Return the tiles and bundles that the numbered leaves of a span add, and move the tree's edge over them.

    ``rows`` holds, for each level, the hashes of its tile that is not full yet. Raises Refused when a number is
    missing among the leaves.
    """
    begin, end = span
    first = begin - begin % WIDTH
    found = Leaf.objects.filter(number__gte=first, number__lt=end).order_by("number").values_list("data", "hash")
    leaves = [(bytes(data), bytes.fromhex(name)) for data, name in found]
    if len(leaves) != end - first:
        raise Refused("Di basis data ada celah dalam nomor daun; buku besar tidak ditandatangani.")
    for _data, name in leaves[begin - first :]:
        for node in frontier.append(name):
            if node.level % HEIGHT == 0:
                rows[node.level // HEIGHT].append(node.hash)
    made: dict[Tile, bytes] = {}
    for tile in bundles(end, begin):
        at = tile.index * WIDTH - first
        made[tile] = encode_entries(data for data, _name in leaves[at : at + tile.width])
    for tile in tiles(end, begin):
        made[tile] = encode(rows[tile.level][: tile.width])
        if tile.width == WIDTH:
            del rows[tile.level][:WIDTH]
    return made


def _check_covered(where: Store, tile: Tile, data: bytes, signed: int) -> None:
    """Refuse to change a tile that a signed checkpoint covers whole."""
    leaves = WIDTH if tile.level == ENTRIES else WIDTH << (HEIGHT * tile.level)
    path = where.root / tile.path()
    if tile.width == WIDTH and (tile.index + 1) * leaves <= signed and path.is_file() and path.read_bytes() != data:
        raise Refused("Ubin {path} berbeda dengan basis data; buku besar tidak ditandatangani.", path=tile.path())


def sign(stores: list[Store], frontier: Frontier, now: datetime) -> Checkpoint:
    """Sign the tree as it is on the disks, and keep the checkpoint: as a file first, then as a row.

    Raises Refused when its size is below the last signed one.
    """
    row = key.current(now)
    note = notes.sign(
        checkpoints.Checkpoint(VerifierKey.parse(row.verifier).name, frontier.size, frontier.root()).text(),
        [key.signer(row)],
    )
    _refuse_smaller(frontier.size)
    for where in stores:
        where.keep_checkpoint(note)
    return keep(note, row, now)


def keep(note: str, row: Key, now: datetime) -> Checkpoint:
    """Keep a signed checkpoint as a row; the same one twice is one row."""
    found = checkpoints.parse(notes.read_note(note).text)
    with transaction.atomic():
        take_turn(TURN)
        _refuse_smaller(found.size)
        made, _new = Checkpoint.objects.get_or_create(
            size=found.size, key=row, defaults={"root": found.root.hex(), "note": note, "signed_at": now}
        )
    return made


def _refuse_smaller(size: int) -> None:
    last = newest()
    if last is not None and size < last.size:
        raise Refused("Buku besar tidak menandatangani ukuran {size}, di bawah {last}.", size=size, last=last.size)


def stores() -> list[Store]:
    """Return where tiles are written: the own folder, and the mirror if there is one."""
    second = store.mirror()
    return [store.local(), *([second] if second else [])]


def advance(now: datetime) -> Round:
    """Number what waits, lay the tiles, and sign when the log has grown or a new key begins; one process at a time.

    The caller has made sure that the log may sign (:mod:`ikrar.records.ledger.recovery`). Raises Refused otherwise.
    """
    _refuse_behind()
    new = key.successor()  # asked before leaves are numbered: the leaf that says so is then among the numbered
    count = _number_all()
    if new is not None and not key.has_private(key.current(now)):
        key.take_over(key.current(now), new, now)  # the old key is lost: it cannot sign a last checkpoint
        new = None
    last, size = newest(), numbered()
    base = last.size if last else 0
    made = None
    if last is None or size > base:
        made = last = sign(stores(), lay(stores(), base, size, signed=base), now)
    if new is not None:
        key.take_over(key.current(now), new, now)
    if last.key_id != key.current(now).pk:
        made = last = sign(stores(), Frontier.open(reader(store.local().read, last.size), last.size), now)
    return Round(count, last, made is not None)


def _refuse_behind() -> None:
    """Refuse to number anything while a checkpoint beside the tiles has more leaves than the database (R51)."""
    for where in stores():
        note = where.checkpoint()
        size = checkpoints.parse(notes.read_note(note).text).size if note else 0
        if size > numbered():
            raise Refused("Basis data lebih tua daripada ubinnya ({size} daun); pulihkan dulu.", size=size)


def _number_all() -> int:
    count = 0
    while found := number_waiting():
        count += found
    return count
