"""Files that are there whole and on the disk, or not at all, whenever the machine stops."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

PRIVATE = 0o600
PUBLIC = 0o644


def put(path: Path, data: bytes, *, mode: int = PRIVATE) -> None:
    """Put a whole file in place of what stood there, its folders made; raises OSError and leaves the old one."""
    beside = _beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        fill(beside, [data], mode=mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)  # there only if it was not moved
    settle(path.parent)


def put_once(path: Path, data: bytes) -> bool:
    """Put a whole private file where none stands yet, its folders made; returns False when one does, which stays."""
    beside = _beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        fill(beside, [data])
        path.hardlink_to(beside)
    except FileExistsError:
        return False
    finally:
        beside.unlink(missing_ok=True)
    settle(path.parent)
    return True


def fill(path: Path, pieces: Iterable[bytes], *, mode: int = PRIVATE) -> int:
    """Write a file that must not be there yet onto the disk; returns its bytes.

    Its name is on the disk only after :func:`settle`. Raises FileExistsError.
    """
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb") as file:
        if mode != PRIVATE:
            os.fchmod(file.fileno(), mode)
        size = sum(file.write(piece) for piece in pieces)
        file.flush()
        os.fsync(file.fileno())
    return size


def settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}")
