"""The sealed envelope of a backup: what is inside can neither be read nor changed, shortened or reordered unnoticed.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as the file format age uses it: 64 KiB pieces,
each ChaCha20-Poly1305 under a key of this file alone, with a nonce of the piece's number (11 bytes) and a byte that is
1 for the last piece only. The file's key is HKDF-SHA256 of the month's key, or of the passphrase's, with the random
salt of the header; the header is authenticated by HMAC-SHA256 under a second key made the same way.

::

    ikrar.id/backup/v1
    {"key":"9f0c…","made":"2026-11-22T13:15:00Z","salt":"…"}       canonical JSON; "key" is empty for a passphrase
    6b1d…                                                         hex of the HMAC over the two lines
    pieces
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ikrar.core.backup.key import KEY_BYTES, SALT_BYTES
from ikrar.core.errors import BadInput, Damaged, Refused

VERSION: Final = "ikrar.id/backup/v1"
PIECE: Final = 64 * 1024
TAG: Final = 16
_FAMILY: Final = b"ikrar.id/backup/"
_LONGEST_LINE: Final = 400
_MADE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_KEY: Final = re.compile(r"|[0-9a-f]{16}")

Read = Callable[[int], bytes]


@dataclass(frozen=True)
class Header:
    """What stands before the sealed pieces: which key opens them, when they were made, 32 random bytes."""

    key: str
    made: str
    salt: bytes

    @property
    def by_passphrase(self) -> bool:
        """Whether a passphrase opens it rather than a month's key."""
        return not self.key

    def to_bytes(self) -> bytes:
        """Write the two lines that the HMAC covers."""
        fields = {"key": self.key, "made": self.made, "salt": b64encode(self.salt).decode()}
        return VERSION.encode() + b"\n" + rfc8785.dumps(fields) + b"\n"


def seal(pieces: Iterable[bytes], *, key: bytes, header: Header) -> Iterator[bytes]:
    """Yield the bytes of a backup file from the bytes that go into it; holds one piece of 64 KiB at a time."""
    lines = header.to_bytes()
    yield lines + _mac(key, header, lines).hex().encode() + b"\n"
    cipher = ChaCha20Poly1305(_derive(key, header, b"payload"))
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        done = 0
        while len(held) - done > PIECE:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[done : done + PIECE]), None)
            number, done = number + 1, done + PIECE
        del held[:done]
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), None)


def read_header(read: Read) -> tuple[Header, bytes]:
    """Read the head of a backup and return it with its HMAC, not yet checked: the key is not known before.

    ``read`` gives as many bytes as asked for, fewer only at the end. Raises BadInput for a file that is no backup and
    Refused for one of a newer form.
    """
    version = _line(read)
    if version != VERSION.encode():
        if version.startswith(_FAMILY):
            raise Refused("Cadangan ini ditulis oleh Ikrar yang lebih baru. Pasang versi itu untuk memulihkannya.")
        raise BadInput("Berkas ini bukan cadangan Ikrar.")
    fields, mac = _line(read), _line(read)
    try:
        found = json.loads(fields)
        header = Header(found["key"], found["made"], b64decode(found["salt"], validate=True))
        given = bytes.fromhex(mac.decode())
        sound = bool(_KEY.fullmatch(header.key) and _MADE.fullmatch(header.made)) and len(header.salt) == SALT_BYTES
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound or header.to_bytes() + given.hex().encode() != version + b"\n" + fields + b"\n" + mac:
        raise Damaged("Kepala cadangan ini rusak.")
    return header, given


def unseal(read: Read, *, key: bytes, header: Header, mac: bytes) -> Iterator[bytes]:
    """Yield what is inside, piece by piece, each only after its tag was checked; ``read`` stands behind the head.

    Raises BadInput for another key or a changed head, and Damaged at the first piece that is not as it was written,
    when the end is missing, or when anything follows it.
    """
    if not hmac.compare_digest(mac, _mac(key, header, header.to_bytes())):
        raise BadInput("Kunci atau frasa sandi ini tidak membuka cadangan itu.")
    cipher = ChaCha20Poly1305(_derive(key, header, b"payload"))
    piece, number, last = read(PIECE + TAG), 0, False
    while not last:
        following = read(PIECE + TAG)
        last = not following
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, None)
        except InvalidTag:
            raise Damaged("Cadangan ini rusak, terpotong, atau diubah: potongan {n} tidak sah.", n=number + 1) from None
        piece, number = following, number + 1


def _line(read: Read) -> bytes:
    """Read up to a newline, byte by byte; what is longer than any line of a head is cut off."""
    found = bytearray()
    while len(found) < _LONGEST_LINE and (byte := read(1)) not in (b"", b"\n"):
        found += byte
    return bytes(found)


def _derive(key: bytes, header: Header, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=header.salt, info=b"ikrar/backup/v1/" + purpose).derive(key)


def _mac(key: bytes, header: Header, lines: bytes) -> bytes:
    return hmac.digest(_derive(key, header, b"header"), lines, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
