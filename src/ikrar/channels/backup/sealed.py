"""A backup file: written sealed from a snapshot, checked whole, read member by member."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ikrar.channels.backup.files import write_new
from ikrar.core.backup import archive, envelope
from ikrar.core.backup.archive import MANIFEST, Member
from ikrar.core.backup.envelope import Header
from ikrar.core.backup.key import SALT_BYTES, from_passphrase, key_id
from ikrar.core.backup.manifest import LONGEST, Manifest
from ikrar.core.errors import BadInput, Damaged

Advance = Callable[[int], None]
Members = Iterator[tuple[str, Iterator[bytes]]]


@dataclass(frozen=True)
class Lock:
    """What a new backup is sealed with: its key, and the head that says which key opens it."""

    key: bytes
    header: Header


def lock_with(key: bytes, made: str) -> Lock:
    """Return a lock of a month's key."""
    return Lock(key, Header(key_id(key), made, secrets.token_bytes(SALT_BYTES)))


def lock_with_passphrase(passphrase: str, made: str) -> Lock:
    """Return a lock of a passphrase; raises BadInput for a short one."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Lock(from_passphrase(passphrase, salt), Header("", made, salt))


def write(
    path: Path,
    lock: Lock,
    members: Iterable[tuple[str, Iterable[bytes]]],
    manifest: Callable[[tuple[Member, ...]], Manifest],
) -> int:
    """Write a backup under a new name and return its bytes; raises as :func:`ikrar.channels.backup.files.write_new`."""
    pieces = archive.write(members, lambda written: manifest(written).to_bytes())
    return write_new(path, envelope.seal(pieces, key=lock.key, header=lock.header))


@dataclass(frozen=True)
class Sealed:
    """A backup file with what opens it."""

    path: Path
    key: bytes
    header: Header
    mac: bytes

    def inspect(self, advance: Advance) -> Manifest:
        """Read all of the file without writing anything, and return its manifest when every byte is as it was written.

        ``advance`` is told how many bytes of the file were read. Raises Damaged otherwise.
        """
        found: list[Member] = []
        manifest = b""
        with self.members(advance) as members:
            for name, blocks in members:
                if name == MANIFEST:
                    manifest = _short(blocks)
                else:
                    found.append(weigh(name, blocks))
        read = Manifest.from_bytes(manifest)
        read.check_members(found)
        return read

    @contextmanager
    def members(self, advance: Advance) -> Iterator[Members]:
        """Give the members one after the other, each byte checked by its tag before it is given."""
        with self.path.open("rb") as file:
            envelope.read_header(file.read)
            yield archive.read(envelope.unseal(_told(file, advance), key=self.key, header=self.header, mac=self.mac))


def _told(file: BinaryIO, advance: Advance) -> Callable[[int], bytes]:
    def read(size: int) -> bytes:
        advance(file.tell())
        return file.read(size)

    return read


def _short(blocks: Iterable[bytes]) -> bytes:
    held = bytearray()
    for block in blocks:
        held += block
        if len(held) > LONGEST:
            raise Damaged("Daftar isi cadangan ini rusak.")
    return bytes(held)


def weigh(name: str, blocks: Iterable[bytes]) -> Member:
    """Read a member to its end and return it with its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        size += len(block)
    return Member(name, size, digest.hexdigest())


def open_sealed(path: Path, key_for: Callable[[Header], bytes]) -> Sealed:
    """Open a backup's head and ask for its key; raises BadInput for a file that is none or cannot be read."""
    try:
        with path.open("rb") as file:
            header, mac = envelope.read_header(file.read)
    except OSError as error:
        message = "Berkas {name} tidak dapat dibuka ({reason}). Periksa nama dan izinnya."
        raise BadInput(message, name=path, reason=error.strerror) from None
    return Sealed(path, key_for(header), header, mac)
