"""Files that are there whole or not at all, and the lock of whoever takes a data folder out or puts it back."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ikrar.core.errors import BadInput, Refused
from ikrar.durable import fill, settle

LOCK = ".backup.lock"
SCRATCH = ".backup-scratch-"
BLOCK = 1024 * 1024
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # said by the command line itself


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """Hold the folder's lock and give a private scratch folder in it until the block ends.

    What a run that was killed left there is removed first. Raises Refused while another backup or restore holds it.
    """
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("Pencadangan atau pemulihan lain sedang berjalan. Tunggu sampai selesai.") from None
        for left in folder.glob(f"{SCRATCH}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder) as scratch:
            yield Path(scratch)


def write_new(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a new private file that appears under its name only when it is whole and on the disk; returns its bytes.

    Raises BadInput when the name is taken or the folder cannot be written to; what was begun in vain is removed. Parts
    left by a killed run are removed unless somebody still writes them.
    """
    if path.exists():
        raise BadInput("Berkas {path} sudah ada; pilih nama lain.", path=path)
    _sweep(path.parent)
    part = path.with_name(f".{path.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
            part.rename(path)
    except OSError as error:
        if error.errno in FULL:
            raise
        raise _unwritable(path, error) from None
    finally:
        part.unlink(missing_ok=True)
    settle(path.parent)
    return size


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput("Berkas {path} tidak dapat ditulis: {why}", path=path, why=error.strerror)


def _sweep(folder: Path) -> None:
    for part in folder.glob(".ikrar-*.backup.part"):
        with part.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            part.unlink()


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a private file with its folders into a scratch place, and have its bytes on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fill(path, pieces)


def blocks_of(path: Path, advance: Callable[[int], None] = lambda done: None) -> Iterator[bytes]:
    """Yield a file's bytes; ``advance`` is told how many were read so far. A file gone meanwhile is empty."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        while block := file.read(BLOCK):
            yield block
            advance(file.tell())
