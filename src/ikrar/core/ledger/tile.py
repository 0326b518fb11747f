"""Tiles (c2sp.org/tlog-tiles): the tree and its leaves as files that never change once they are full.

A tile holds up to 256 neighbouring hashes of every eighth level of the tree; a bundle holds up to 256 leaves. A tile
that is not full yet bears its width in its name and is another file at the next size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import InvalidField
from ikrar.core.ledger.tree import HASH_BYTES, Read, hash_node

WIDTH: Final = 256
HEIGHT: Final = 8
MAX_ENTRY: Final = 0xFFFF
ENTRIES: Final = -1  # the level of the bundles of leaves

_PATH: Final = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """One file: its level (``ENTRIES`` for a bundle), its number within the level, how many things stand in it."""

    level: int
    index: int
    width: int = WIDTH

    def path(self) -> str:
        """Write the path below the log's prefix."""
        kind = "entries" if self.level == ENTRIES else str(self.level)
        rest, name = divmod(self.index, 1000)
        text = f"{name:03}"
        while rest:
            rest, name = divmod(rest, 1000)
            text = f"x{name:03}/{text}"
        return f"tile/{kind}/{text}" + ("" if self.width == WIDTH else f".p/{self.width}")


def path(level: int, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile: ``tile/0/x001/x234/067``, with ``.p/WIDTH`` when it is not full."""
    return Tile(level, index, width).path()


def entries_path(index: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of leaves: ``tile/entries/000``, with ``.p/WIDTH`` when it is not full."""
    return Tile(ENTRIES, index, width).path()


def parse_path(text: str) -> Tile:
    """Read a path as it is written. Raises ``InvalidField`` for any other spelling."""
    found = _PATH.fullmatch(text)
    if found:
        level, index, width = found.groups()
        tile = Tile(
            ENTRIES if level == "entries" else int(level),
            int(index.replace("x", "").replace("/", "")),
            int(width or WIDTH),
        )
        if tile.path() == text and tile.level < 64:
            return tile
    raise InvalidField("{path} bukan alamat ubin buku besar.", field="path", path=text)


def encode(hashes: Sequence[bytes]) -> bytes:
    """Write a tile: its hashes one after another."""
    return b"".join(hashes)


def decode(data: bytes, width: int) -> tuple[bytes, ...]:
    """Read a tile of ``width`` hashes. Raises ``InvalidField`` for another length."""
    if len(data) != width * HASH_BYTES:
        raise _wrong_width(width)
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def encode_entries(leaves: Iterable[bytes]) -> bytes:
    """Write a bundle: each leaf after its length (two bytes). Raises ``InvalidField`` above ``MAX_ENTRY``."""
    parts = []
    for leaf in leaves:
        if len(leaf) > MAX_ENTRY:
            raise InvalidField("Daun lebih panjang daripada {limit} bita.", field="leaf", limit=MAX_ENTRY)
        parts += [len(leaf).to_bytes(2), leaf]
    return b"".join(parts)


def decode_entries(data: bytes, width: int) -> tuple[bytes, ...]:
    """Read a bundle of ``width`` leaves. Raises ``InvalidField`` when their number or their lengths do not fit."""
    leaves, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        leaves.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(leaves) != width:
        raise _wrong_width(width)
    return tuple(leaves)


def tiles(size: int, since: int = 0) -> Iterator[Tile]:
    """Yield the tiles of hashes that a tree of ``size`` leaves has and one of ``since`` leaves had not, by level."""
    level = 0
    while size >> (HEIGHT * level):
        yield from _row(level, size >> (HEIGHT * level), since >> (HEIGHT * level))
        level += 1


def bundles(size: int, since: int = 0) -> Iterator[Tile]:
    """Yield the bundles of leaves that a log of ``size`` leaves has and one of ``since`` leaves had not."""
    yield from _row(ENTRIES, size, since)


def _row(level: int, count: int, since: int) -> Iterator[Tile]:
    if count > since:
        for index in range(since // WIDTH, (count + WIDTH - 1) // WIDTH):
            yield Tile(level, index, min(WIDTH, count - index * WIDTH))


def reader(fetch: Callable[[Tile], bytes], size: int) -> Read:
    """Return the ``read(level, index)`` of a tree of ``size`` leaves whose tiles ``fetch`` gives, each asked once.

    What it reads is worth as much as the root it leads to: compare that with a signed checkpoint. ``read`` raises
    ``InvalidField`` for a tile of the wrong length and for a subtree that the tree does not have.
    """
    known: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def read(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        first = index << height
        number, place = divmod(first, WIDTH)
        count = min(WIDTH, (size >> (HEIGHT * row)) - number * WIDTH)
        if number < 0 or place > count - (1 << height):
            raise InvalidField("Ubin buku besar tidak memuat simpul yang diminta.", field="index")
        if (row, number) not in known:
            known[row, number] = decode(fetch(Tile(row, number, count)), count)
        return _top(known[row, number][place : place + (1 << height)])

    return read


def _top(hashes: Sequence[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [hash_node(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def _wrong_width(width: int) -> InvalidField:
    return InvalidField("Ubin buku besar tidak berisi tepat {width} butir.", field="tile", width=width)
