"""The ledger's files: tiles, bundles of leaves and the newest checkpoint, in a folder that a web server could serve.

A reader or a fall of the machine finds all of a file or nothing (:mod:`ikrar.durable`). What stands at a path of
c2sp.org/tlog-tiles is what the address of the same path answers.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from ikrar.core.errors import Missing
from ikrar.core.ledger.tile import ENTRIES, WIDTH, Tile, decode_entries, encode_entries
from ikrar.core.ledger.tree import HASH_BYTES
from ikrar.durable import PUBLIC, put

CHECKPOINT: Final = "checkpoint"
KEEP_PARTIAL: Final = 2  # of each tile that is not full: the newest, and the one before for who still reads that size


@dataclass(frozen=True)
class Store:
    """A folder with the ledger's files."""

    root: Path

    def read(self, tile: Tile) -> bytes:
        """Return a tile or bundle; one that is not full may be cut out of a wider one. Raises Missing without it."""
        for wider in (tile, *self._wider(tile)):
            path = self.root / wider.path()
            if path.is_file():
                return _cut(path.read_bytes(), tile, wider)
        raise Missing("Ubin buku besar ini tidak ada.")

    def _wider(self, tile: Tile) -> list[Tile]:
        if tile.width == WIDTH:
            return []
        widths = sorted(width for width in self._widths(tile) if width > tile.width)
        return [Tile(tile.level, tile.index, width) for width in (*widths, WIDTH)]

    def _widths(self, tile: Tile) -> list[int]:
        folder = self._partials(tile)
        return [int(path.name) for path in folder.iterdir() if path.name.isdecimal()] if folder.is_dir() else []

    def _partials(self, tile: Tile) -> Path:
        return (self.root / Tile(tile.level, tile.index, 1).path()).parent

    def write(self, tile: Tile, data: bytes) -> None:
        """Write a tile or bundle durably; one that says so already is left alone."""
        path = self.root / tile.path()
        if not (path.is_file() and path.read_bytes() == data):
            put(path, data, mode=PUBLIC)

    def tidy(self, tile: Tile) -> None:
        """Remove narrower files of the same tile: all of them once it is full, else all but the newest two."""
        widths = sorted(self._widths(tile), reverse=True)
        for width in widths if tile.width == WIDTH else widths[KEEP_PARTIAL:]:
            (self._partials(tile) / str(width)).unlink(missing_ok=True)
        if tile.width == WIDTH and widths:
            with suppress(OSError):  # a file that a killed process left keeps its folder
                self._partials(tile).rmdir()

    def checkpoint(self) -> str:
        """Return the newest checkpoint that was signed, as a note; empty when there is none."""
        path = self.root / CHECKPOINT
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def keep_checkpoint(self, note: str) -> None:
        """Write the newest checkpoint durably."""
        put(self.root / CHECKPOINT, note.encode(), mode=PUBLIC)


def local() -> Store:
    """Return the installation's own store, in its folder."""
    return Store(settings.ENVIRONMENT.data / "ledger")


def mirror() -> Store | None:
    """Return the store of the second folder (IKRAR_MIRROR), None without one."""
    folder = settings.ENVIRONMENT.mirror
    return Store(folder) if folder else None


def _cut(data: bytes, tile: Tile, found: Tile) -> bytes:
    if tile.width == found.width:
        return data
    if tile.level == ENTRIES:
        return encode_entries(decode_entries(data, found.width)[: tile.width])
    return data[: tile.width * HASH_BYTES]
