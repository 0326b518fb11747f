"""Many members in one stream of bytes, none of which needs to be known whole before it is written.

Each member is ``M``, the length of its name (2 bytes), the name, then blocks, each with its length (4 bytes), and a
block of length 0. ``E`` ends the stream. The stream is packed by zlib before it is sealed.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from ikrar.core.errors import Damaged

MANIFEST: Final = "manifest.json"
BLOCK: Final = 1024 * 1024
LONGEST_NAME: Final = 1000
_PACKING: Final = 1  # zlib's fastest: a backup is made every night and read when there is no time
_MEMBER, _END = b"M", b"E"


@dataclass(frozen=True)
class Member:
    """One member as it was written: its name, how many bytes, their SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


def write(
    members: Iterable[tuple[str, Iterable[bytes]]], last: Callable[[tuple[Member, ...]], bytes]
) -> Iterator[bytes]:
    """Yield the packed stream of the members, each a name and its bytes, and of the manifest that ``last`` makes."""
    packer = zlib.compressobj(_PACKING)
    for piece in _plain(members, last):
        if packed := packer.compress(piece):
            yield packed
    yield packer.flush()


def _plain(
    members: Iterable[tuple[str, Iterable[bytes]]], last: Callable[[tuple[Member, ...]], bytes]
) -> Iterator[bytes]:
    written: list[Member] = []
    for name, pieces in members:
        digest, size = hashlib.sha256(), 0
        yield _begin(name)
        for piece in pieces:
            for block in _blocks(piece):
                digest.update(block)
                size += len(block)
                yield len(block).to_bytes(4) + block
        yield bytes(4)
        written.append(Member(name, size, digest.hexdigest()))
    yield _begin(MANIFEST)
    for block in _blocks(last(tuple(written))):
        yield len(block).to_bytes(4) + block
    yield bytes(4) + _END


def _begin(name: str) -> bytes:
    encoded = name.encode()
    return _MEMBER + len(encoded).to_bytes(2) + encoded


def _blocks(piece: bytes) -> Iterator[bytes]:
    for start in range(0, len(piece), BLOCK):
        yield piece[start : start + BLOCK]


def read(pieces: Iterable[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each member of a packed stream as its name and its blocks; what the reader leaves of one is passed over.

    Raises Damaged for a stream that was not written by :func:`write`, among it one with a name that leads elsewhere.
    """
    source = _Source(_unpacked(pieces))
    while (kind := source.take(1)) == _MEMBER:
        name = source.take(int.from_bytes(source.take(2))).decode(errors="replace")
        if not is_safe(name):
            raise Damaged("Cadangan ini memuat nama berkas yang tidak sah.")
        blocks = _read_blocks(source)
        yield name, blocks
        for _ in blocks:
            pass
    if kind != _END or not source.at_end():
        raise Damaged("Isi cadangan ini tidak lengkap.")


def _read_blocks(source: _Source) -> Iterator[bytes]:
    while size := int.from_bytes(source.take(4)):
        if size > BLOCK:
            raise Damaged("Isi cadangan ini tidak lengkap.")
        yield source.take(size)


def is_safe(name: str) -> bool:
    """Say whether a name is a plain relative path: no step upwards, no root, nothing a file name cannot hold."""
    plain = 0 < len(name) <= LONGEST_NAME and "\\" not in name and name.isprintable()
    parts = name.split("/")
    return plain and not PurePosixPath(name).is_absolute() and not {"", ".", ".."} & set(parts)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what zlib packed, never more than a block at a time, however well it was packed."""
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            yield unpacker.decompress(piece, BLOCK)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, BLOCK)
        yield unpacker.flush()
    except zlib.error:
        raise Damaged("Isi cadangan ini tidak lengkap.") from None
    if not unpacker.eof or unpacker.unused_data:
        raise Damaged("Isi cadangan ini tidak lengkap.")


class _Source:
    """Takes exact numbers of bytes from pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes; raises Damaged when the stream ends before."""
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                raise Damaged("Isi cadangan ini tidak lengkap.")
            self._held += piece
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def at_end(self) -> bool:
        """Say whether nothing is left, having read to the end."""
        return not self._held and not any(self._pieces)
