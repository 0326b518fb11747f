"""Whether the log may sign: it never goes back behind what anybody has seen of it (R51).

A restored backup, a copied database or a changed disk are all met the same way, before each round. What was signed
stands in the database, beside the tiles here and on the mirror, and in the memory of witnesses; the largest size
counts. A database that knows fewer leaves takes the missing ones from the tiles, if those go on from what it has under
a checkpoint that our own key signed. Otherwise the log stands still and says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction

from ikrar.core.errors import IkrarError, Missing, Refused
from ikrar.core.ledger import checkpoint as checkpoints
from ikrar.core.ledger import note as notes
from ikrar.core.ledger.checkpoint import Checkpoint as Point
from ikrar.core.ledger.leaf import leaf_hash, parse
from ikrar.core.ledger.note import VerifierKey
from ikrar.core.ledger.tile import ENTRIES, HEIGHT, WIDTH, Tile, decode_entries, reader
from ikrar.core.ledger.tree import Frontier
from ikrar.durable import put
from ikrar.records.ledger import cosigning, sequence, store
from ikrar.records.ledger.models import Checkpoint, Key, Leaf
from ikrar.records.ledger.store import Store
from ikrar.records.turn import take_turn

RESTORED: Final = "restored.json"  # a backup was put back here; written by `ikrar restore`
AT_ONCE = WIDTH * 16  # leaves whose tiles are made at a time
BEHIND: Final = "behind.json"  # a witness remembers a larger size
STOPPED: Final = "stopped.json"  # why the last round signed nothing


@dataclass(frozen=True)
class Recovery:
    """What had to be done before the log may go on: how many leaves came back from tiles."""

    replayed: int = 0


def recover(now: datetime, *, whole: bool = False) -> Recovery:
    """Make sure that the log may sign. ``whole`` compares every tile with the database, not only the newest ones.

    Raises Refused with the reason when it may not.
    """
    replayed = 0
    ahead = max((size for size, _store in _signed()), default=0)
    source = next((where for size, where in _signed() if size == ahead), None)
    if source is not None and sequence.numbered() < ahead:
        replayed = _replay(source)
    _check_witnesses()
    _adopt(now)
    last = sequence.newest()
    if last is not None:
        _mend(last, whole=whole)
    return Recovery(replayed)


def _signed() -> Iterator[tuple[int, Store]]:
    """Yield how many leaves the checkpoint beside each store's tiles has."""
    for where in sequence.stores():
        note = where.checkpoint()
        if note:
            yield _opened(note)[0].size, where


def _opened(note: str) -> tuple[Point, Key]:
    """Open a note that one of our keys signed. Raises Refused for any other."""
    keys = {VerifierKey.parse(row.verifier): row for row in Key.objects.all()}
    found = notes.open_note(note, keys)
    mine = {(one.name, one.id) for one in found.verified}
    return checkpoints.parse(found.text), next(row for key, row in keys.items() if (key.name, key.id) in mine)


def _replay(source: Store) -> int:
    """Take back the leaves that the tiles have and the database has not; returns how many."""
    point, _key = _opened(source.checkpoint())
    have = sequence.numbered()
    read = reader(source.read, point.size)
    frontier = _own_edge(have)
    if Frontier.open(read, have).root() != frontier.root():
        raise Refused(
            "Basis data dan ubin buku besar berbeda sebelum daun {size}; buku besar tidak ditandatangani.", size=have
        )
    leaves = list(_entries(source, have, point.size))
    for data in leaves:
        frontier.append(bytes.fromhex(leaf_hash(data)))
    if frontier.root() != point.root:
        raise Refused("Daun pada ubin tidak cocok dengan titik periksanya; buku besar tidak ditandatangani.")
    try:
        with transaction.atomic():
            take_turn(sequence.TURN)
            for number, data in enumerate(leaves, have):
                _take_back(number, data)
    except IntegrityError:
        raise Refused(
            "Sesudah pemulihan sudah ada perbuatan baru yang bertentangan dengan buku besar yang pernah "
            "ditandatangani. Pulihkan cadangan itu sekali lagi, dan jalankan ikrar work sebelum ikrar serve."
        ) from None
    return len(leaves)


def _own_edge(size: int) -> Frontier:
    frontier = Frontier()
    for name in Leaf.objects.filter(number__lt=size).order_by("number").values_list("hash", flat=True).iterator():
        frontier.append(bytes.fromhex(name))
    return frontier


def _entries(source: Store, begin: int, end: int) -> Iterator[bytes]:
    for index in range(begin // WIDTH, -(-end // WIDTH)):
        tile = Tile(ENTRIES, index, min(WIDTH, end - index * WIDTH))
        yield from decode_entries(source.read(tile), tile.width)[max(0, begin - index * WIDTH) :]


def _take_back(number: int, data: bytes) -> None:
    """Give a leaf its number again; one whose act was lost comes back alone, without what would open it."""
    name, text = leaf_hash(data), parse(data)
    if Leaf.objects.filter(hash=name, number__isnull=True).update(number=number):
        return
    fields = {"type": text.type, "time": text.time, "by": text.by, "ref": text.ref, "prev": text.prev, "com": text.com}
    Leaf.objects.create(data=data, hash=name, number=number, **fields)


def _check_witnesses() -> None:
    """Refuse while a witness of the policy in force remembers more leaves than there are."""
    told = _read(BEHIND)
    size = told.get("size", 0)
    if isinstance(size, int) and size > sequence.numbered() and told.get("name") in cosigning.policy().witnesses:
        raise Refused(
            "Saksi {name} sudah melihat {size} daun, basis data ini hanya mengenal {have}. Pulihkan cadangan yang "
            "lebih baru, atau taruh ubin dari cermin ke folder ledger.",
            name=told.get("name", ""),
            size=size,
            have=sequence.numbered(),
        )
    _path(BEHIND).unlink(missing_ok=True)


def note_ahead(name: str, size: int) -> None:
    """Remember that a witness has seen more leaves than there are here."""
    put(_path(BEHIND), json.dumps({"name": name, "size": size}).encode())


def ahead() -> str:
    """Return the name of the witness that has seen more leaves than there are here; empty when none has."""
    return str(_read(BEHIND).get("name", ""))


def note_level(name: str) -> None:
    """Note that a witness has seen no more leaves than there are here; what another one said stays."""
    if ahead() == name:
        _path(BEHIND).unlink(missing_ok=True)


def restored() -> bool:
    """Say whether a backup was put back here and no witness was asked since."""
    return _path(RESTORED).exists()


def settled() -> None:
    """Note that the witnesses were asked after a restore, and none remembers more."""
    _path(RESTORED).unlink(missing_ok=True)


def _adopt(now: datetime) -> None:
    """Keep as a row what was signed and written as a file just before a process ended; and the other way round."""
    own, last = store.local(), sequence.newest()
    for note in filter(None, (where.checkpoint() for where in sequence.stores())):
        point, key = _opened(note)
        if last is None or (point.size, key.pk) > (last.size, last.key_id):
            last = sequence.keep(note, key, now)
    if last is not None and own.checkpoint() and own.checkpoint() != last.note:
        own.keep_checkpoint(last.note)


def _mend(last: Checkpoint, *, whole: bool) -> None:
    """Compare the tiles with what was signed; write those that are missing. Raises Refused for one that differs."""
    try:
        root = Frontier.open(reader(store.local().read, last.size), last.size).root().hex()
    except Missing:
        whole = True
    else:
        if root != last.root:
            raise Refused("Ubin buku besar tidak cocok dengan titik periksa terakhir; buku besar tidak ditandatangani.")
    for where in sequence.stores():
        if whole or not where.checkpoint():
            _mend_store(where, last)


def _mend_store(where: Store, last: Checkpoint) -> None:
    frontier = Frontier()
    rows: dict[int, list[bytes]] = {level: [] for level in sequence.levels(last.size)}
    for begin in range(0, last.size, AT_ONCE):
        span = (begin, min(begin + AT_ONCE, last.size))
        for tile, data in sequence.make(frontier, rows, span).items():
            if tile.width == _width(tile, last.size):
                _mend_tile(where, tile, data)
    if frontier.root().hex() != last.root:
        raise Refused("Daun di basis data tidak cocok dengan titik periksa terakhir; buku besar tidak ditandatangani.")
    where.keep_checkpoint(last.note)


def _width(tile: Tile, size: int) -> int:
    """Return how wide a tile is in a tree of ``size`` leaves; one that was narrower on the way is left out."""
    level = 0 if tile.level == ENTRIES else tile.level
    return min(WIDTH, (size >> (HEIGHT * level)) - tile.index * WIDTH)


def _mend_tile(where: Store, tile: Tile, data: bytes) -> None:
    try:
        found = where.read(tile)
    except Missing:
        where.write(tile, data)
        return
    if found != data:
        raise Refused("Ubin {path} berbeda dengan basis data; buku besar tidak ditandatangani.", path=tile.path())


# --- what is said about it ------------------------------------------------------------------------------------------


def note_stopped(error: IkrarError | None) -> None:
    """Keep why the last round signed nothing, so that pages and `ikrar check` can say it; None when it went well."""
    if error is None:
        _path(STOPPED).unlink(missing_ok=True)
    else:
        said = {"message": error.message, "params": {name: str(value) for name, value in error.params.items()}}
        put(_path(STOPPED), json.dumps(said).encode())


def stopped() -> tuple[str, dict[str, str]] | None:
    """Return why the last round signed nothing, as a sentence to look up and its values; None when it went well."""
    said = _read(STOPPED)
    params = said.get("params")
    return (str(said["message"]), params) if isinstance(params, dict) else None


def _path(name: str) -> Path:
    return store.local().root / name


def _read(name: str) -> dict[str, object]:
    path = _path(name)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
