"""Signed notes and verifier keys (c2sp.org/signed-note), with the two kinds of Ed25519 signature that Ikrar uses.

A note is text that ends in a newline, a blank line, and one line for each signature::

    — <key name> base64(key ID || signature)

The key ID is the first four bytes of SHA-256(name || 0x0A || kind || public key). Kind 0x01 signs the text; kind 0x04
is a witness's cosignature (c2sp.org/tlog-cosignature), eight bytes of time and a signature over time and text.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ikrar.core.errors import InvalidField, Refused, TooLarge

MAX_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 100
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
STAMP_BYTES: Final = 8

_DASH: Final = "\u2014 "
_ID_BYTES: Final = 4
_PRIVATE: Final = "PRIVATE+KEY+"
_NAME: Final = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_KEY: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_FORBIDDEN: Final = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")  # lone surrogates are no UTF-8


class Kind(IntEnum):
    """What a key signs; the number is the signature type of c2sp.org/signed-note."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a note: the key's name, its ID (4 bytes) and the signature's bytes."""

    name: str
    id: bytes
    data: bytes

    def line(self) -> str:
        """Write the line, with its newline."""
        return f"{_DASH}{self.name} {b64encode(self.id + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under and the kind of signature it makes.

    Raises ``InvalidField`` for a name with a space, a plus or nothing in it, and for another length than 32 bytes.
    """

    name: str
    kind: Kind
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public) != KEY_BYTES:
            raise _not_a_key(self.name)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read ``name+hash+base64(kind || key)``, strictly: it is written back as the same text.

        Raises ``InvalidField`` for anything else, an unknown kind and a hash that is not the key's.
        """
        found = _KEY.fullmatch(text)
        material = unbase64(found.group(3)) if found else None
        if found is None or not material or material[0] not in set(Kind):
            raise _not_a_key(text)
        key = cls(found.group(1), Kind(material[0]), material[1:])
        if key.text() != text:
            raise _not_a_key(text)
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each signature of this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID_BYTES]

    def text(self) -> str:
        """Write the key as ``name+hash+base64``."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def signed(self, text: str, signature: Signature) -> bool:
        """Say whether this key made that signature under ``text``."""
        stamp, proof = _halves(self.kind, signature.data)
        if (signature.name, signature.id) != (self.name, self.id) or len(proof) != SIGNATURE_BYTES:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(proof, _message(self.kind, stamp, text))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key (32 bytes, the seed of RFC 8032) that signs notes under its name."""

    name: str
    private: bytes
    kind: Kind = Kind.NOTE

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read what :meth:`secret` writes. Raises ``InvalidField`` for anything else, without repeating it."""
        name, _, coded = text.removeprefix(_PRIVATE).partition("+")
        material = unbase64(coded.partition("+")[2])
        if not text.startswith(_PRIVATE) or not material or material[0] not in set(Kind):
            raise _not_a_key(name)
        signer = cls(name, material[1:], Kind(material[0]))
        if signer.secret() != text:
            raise _not_a_key(name)
        return signer

    def secret(self) -> str:
        """Write the private key with its name as Go's notes do: ``PRIVATE+KEY+name+hash+base64(kind || seed)``."""
        return f"{_PRIVATE}{self.name}+{self.key.id.hex()}+{b64encode(bytes([self.kind]) + self.private).decode()}"

    @property
    def key(self) -> VerifierKey:
        """The public half. Raises ``InvalidField`` for a bad name or another number of bytes."""
        if len(self.private) != KEY_BYTES:
            raise _not_a_key(self.name)
        public = Ed25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()
        return VerifierKey(self.name, self.kind, public)

    def sign(self, text: str, seconds: int = 0) -> Signature:
        """Sign ``text``, which ends in a newline; a cosignature bears ``seconds`` since 1970, a plain one no time."""
        stamp = seconds.to_bytes(STAMP_BYTES) if self.kind is Kind.COSIGNATURE else b""
        proof = Ed25519PrivateKey.from_private_bytes(self.private).sign(_message(self.kind, stamp, text))
        return Signature(self.name, self.key.id, stamp + proof)


@dataclass(frozen=True, slots=True)
class Note:
    """An opened note: its text, the signatures that known keys made (one a key), and those of all other keys."""

    text: str
    verified: tuple[Signature, ...] = ()
    unverified: tuple[Signature, ...] = ()

    def names(self) -> frozenset[str]:
        """Return the names of the keys that signed."""
        return frozenset(signature.name for signature in self.verified)

    def write(self) -> str:
        """Write the note with all its signatures, the verified first."""
        return joined(self.text, [*self.verified, *self.unverified])


def sign(text: str, signers: Iterable[Signer]) -> str:
    """Sign ``text``, which ends in a newline, and write the note. Raises ``InvalidField`` for no note's text."""
    _check_text(text)
    return joined(text, [signer.sign(text) for signer in signers])


def joined(text: str, signatures: Sequence[Signature]) -> str:
    """Write a note of a text and its signatures. Raises ``InvalidField`` when the text can be no note's."""
    _check_text(text)
    if not signatures:
        raise _not_a_note()
    return text + "\n" + "".join(signature.line() for signature in signatures)


def read_note(data: bytes | str) -> Note:
    """Read a note without trusting it: every signature is unverified.

    Raises ``TooLarge`` above ``MAX_BYTES`` and ``InvalidField`` for what is no note or has more than
    ``MAX_SIGNATURES`` signatures.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("Catatan bertanda tangan lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError:
        raise _not_a_note() from None
    head, blank, tail = text.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or _FORBIDDEN.search(text) or lines.pop() or not 0 < len(lines) <= MAX_SIGNATURES:
        raise _not_a_note()
    return Note(head + "\n", unverified=tuple(read_signature(line) for line in lines))


def read_signature(line: str) -> Signature:
    """Read one signature line without its newline. Raises ``InvalidField`` when it is none."""
    name, space, coded = line.removeprefix(_DASH).partition(" ")
    data = unbase64(coded)
    if not (line.startswith(_DASH) and space and _NAME.fullmatch(name) and data and len(data) > _ID_BYTES):
        raise _not_a_note()
    return Signature(name, data[:_ID_BYTES], data[_ID_BYTES:])


def open_note(data: bytes | str, keys: Iterable[VerifierKey]) -> Note:
    """Open a note with the keys one trusts; the first signature of each counts, those of other keys prove nothing.

    Raises ``Refused`` when a known key's signature is false or none of the keys signed, ``InvalidField`` and
    ``TooLarge`` as :func:`read_note`.
    """
    note, known = read_note(data), {(key.name, key.id): key for key in keys}
    verified: dict[tuple[str, bytes], Signature] = {}
    rest: list[Signature] = []
    for signature in note.unverified:
        who = (signature.name, signature.id)
        key = known.get(who)
        if key is None:
            rest.append(signature)
        elif who not in verified:
            if not key.signed(note.text, signature):
                raise Refused("Tanda tangan {name} pada catatan ini palsu.", name=key.name)
            verified[who] = signature
    if not verified:
        raise Refused("Catatan ini tidak ditandatangani kunci yang dipercaya.")
    return Note(note.text, tuple(verified.values()), tuple(rest))


def unbase64(text: str) -> bytes | None:
    """Decode standard base64 strictly, None when the text is not what encoding its bytes gives."""
    try:
        data = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return None
    return data if b64encode(data).decode() == text else None


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _FORBIDDEN.search(text):
        raise _not_a_note()


def _halves(kind: Kind, data: bytes) -> tuple[bytes, bytes]:
    return (data[:STAMP_BYTES], data[STAMP_BYTES:]) if kind is Kind.COSIGNATURE else (b"", data)


def _message(kind: Kind, stamp: bytes, text: str) -> bytes:
    if kind is Kind.COSIGNATURE:
        return f"cosignature/v1\ntime {int.from_bytes(stamp)}\n{text}".encode()
    return text.encode()


def _not_a_key(text: str) -> InvalidField:
    return InvalidField("{text} bukan kunci Ed25519 yang sah (nama+sidik+base64).", field="key", text=text)


def _not_a_note() -> InvalidField:
    return InvalidField("Teks ini bukan catatan bertanda tangan (c2sp.org/signed-note).", field="note")
