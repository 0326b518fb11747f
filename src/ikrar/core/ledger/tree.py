"""The tree over the leaves: RFC 6962 with SHA-256, appended to and proven without ever being held whole.

A hash is 32 raw bytes. The tree of ``size`` leaves is cut into complete subtrees; the hash of the one that begins at
leaf ``index << level`` and has ``1 << level`` leaves stands at ``(level, index)``, and whoever keeps those hashes
(a list, a table, tiles) gives them through a function ``read(level, index)``. Proofs are those of RFC 6962, 2.1.1 and
2.1.2; they are checked as RFC 9162, 2.1.3.2 and 2.1.4.2 say, without the tree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import InvalidField, Refused

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
MAX_SIZE: Final = (1 << 63) - 1

Read = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Node:
    """The hash of one complete subtree: ``1 << level`` leaves from leaf ``index << level`` on."""

    level: int
    index: int
    hash: bytes


def hash_leaf(data: bytes) -> bytes:
    """Hash the bytes of a leaf: SHA-256 of 0x00 and the leaf, 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into one: SHA-256 of 0x01 and both hashes, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree, enough to append to it and to know its root: a hash for each set bit of its size.

    ``hashes`` are the complete subtrees from left (largest) to right. Raises ``InvalidField`` when their number does
    not fit ``size``.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self._size, self._hashes = size, list(hashes)
        if not 0 <= size <= MAX_SIZE or len(self._hashes) != size.bit_count():
            raise InvalidField("Tepi pohon tidak cocok dengan ukuran {size}.", field="size", size=size)

    @classmethod
    def open(cls, read: Read, size: int) -> Frontier:
        """Open the tree of ``size`` leaves by reading the at most 63 hashes of its right edge."""
        return cls(size, [read(level, index) for level, index in _cover(0, size)])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The complete subtrees' hashes from left to right: with ``size`` all that a tree needs to go on."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> list[Node]:
        """Add the hash of the next leaf; returns the nodes that it completed, the leaf's own first."""
        index, level = self._size, 0
        done = [Node(0, index, leaf)]
        while index & 1:
            leaf = hash_node(self._hashes.pop(), leaf)
            index, level = index >> 1, level + 1
            done.append(Node(level, index, leaf))
        self._hashes.append(leaf)
        self._size += 1
        return done

    def root(self) -> bytes:
        """Return the root: 32 bytes, for an empty tree the hash of nothing."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


def root(read: Read, size: int) -> bytes:
    """Return the root of the tree of ``size`` leaves."""
    return Frontier.open(read, size).root()


def inclusion(read: Read, index: int, size: int) -> tuple[bytes, ...]:
    """Prove that the leaf ``index`` stands in the tree of ``size`` leaves: hashes from its sibling up to the root.

    Raises ``InvalidField`` when there is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise InvalidField("Daun {at} tidak ada dalam pohon {size} daun.", field="index", at=index, size=size)
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, begin, middle))
            begin = middle
    return tuple(reversed(path))


def consistency(read: Read, old: int, new: int) -> tuple[bytes, ...]:
    """Prove that the tree of ``old`` leaves is the beginning of that of ``new``; empty from 0 or for equal sizes.

    Raises ``InvalidField`` when ``old`` is the larger.
    """
    if not 0 <= old <= new:
        raise InvalidField("Ukuran {old} tidak mendahului ukuran {new}.", field="old", old=old, new=new)
    begin, end, path = 0, new, []
    while old and end != old:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, begin, middle))
            begin = middle
    if begin:
        path.append(_range(read, begin, end))
    return tuple(reversed(path))


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that the hash ``leaf`` stands at ``index`` in the tree of ``size`` leaves with that root.

    Raises ``Refused`` when the path does not show it.
    """
    if not 0 <= index < size or climb(leaf, index, size, path) != root:
        raise Refused("Bukti ini tidak menunjukkan bahwa daun itu ada dalam buku besar.")


def climb(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to from a leaf's hash, None when the path is too long, short or no path."""
    here, last = index, size - 1
    for step in path:
        if not last or len(step) != HASH_BYTES:
            return None
        if here & 1 or here == last:
            leaf = hash_node(step, leaf)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            leaf = hash_node(leaf, step)
        here, last = here >> 1, last >> 1
    return None if last else leaf


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that a tree of ``new`` leaves goes on from one of ``old`` leaves: nothing changed, nothing taken away.

    Raises ``Refused`` when the path does not show it.
    """
    if not _goes_on(old, old_root, new, new_root, path):
        raise Refused("Bukti ini tidak menunjukkan bahwa buku besar yang baru hanya menambah yang lama.")


def _goes_on(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    if not 0 <= old <= new or any(len(step) != HASH_BYTES for step in path):
        return False
    if old in {0, new}:
        return not path and (old_root == new_root if old == new else old_root == EMPTY_ROOT)
    here, last = old - 1, new - 1
    steps = list(path) if old & (old - 1) else [old_root, *path]
    while here & 1:
        here, last = here >> 1, last >> 1
    if not path:
        return False
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = hash_node(step, before), hash_node(step, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = hash_node(after, step)
        here, last = here >> 1, last >> 1
    return not last and before == old_root and after == new_root


def _split(width: int) -> int:
    """Return the largest power of two below ``width`` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def _cover(begin: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the complete subtrees (level, index) that make up the leaves from ``begin`` to ``end``, left to right.

    ``begin`` is a multiple of the largest of them, as in every subtree that a proof names.
    """
    for level in reversed(range((end - begin).bit_length())):
        if (end - begin) >> level & 1:
            yield level, begin >> level
            begin += 1 << level


def _range(read: Read, begin: int, end: int) -> bytes:
    return _fold([read(level, index) for level, index in _cover(begin, end)])


def _fold(hashes: Sequence[bytes]) -> bytes:
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = hash_node(left, found)
    return found
