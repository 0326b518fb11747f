"""The leaf that every kept act leaves: type, coarse time, institution, reference, commitment (trust.md 4.2).

Seven lines of UTF-8, each ended by LF, final the moment the act is stored (decision 20)::

    ikrar.id/leaf/v1
    type declaration.frozen
    time 2024-08-16T03Z
    by   98.01/kpu
    ref  7K3M...                 26 characters of Crockford base32: 130 random bits, one reference per subject
    prev -                       or the hex hash of this reference's previous leaf
    com  base64(HMAC-SHA256(r, "ikrar/commit/v1\\n" || JCS(record)))

A leaf holds no personal data (R47). The three fields that an act chooses (type, time, by) have grammars in
which no full name, telephone number, identity number or e-mail address fits; the other three are fixed-length
values that chance or a hash makes. ``r`` is 32 random bytes kept beside the record; when the record and ``r``
are erased, the leaf and all proofs stay valid and the commitment opens to nothing.

The core has no clock and no randomness: ``now``, ``r`` and the reference's bytes are arguments.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import rfc8785

from ikrar.core.account.grant import INSTITUTION_CODE
from ikrar.core.errors import InvalidField, TooLarge
from ikrar.core.ledger.event import EVENTS, Grain

HEADER: Final = "ikrar.id/leaf/v1"
NO_PREVIOUS: Final = "-"
MAX_BYTES: Final = 1024
OPENING_BYTES: Final = 32
REF_RANDOM_BYTES: Final = 17

_COMMIT_PREFIX: Final = b"ikrar/commit/v1\n"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REF_LENGTH: Final = 26
_TIME: Final = {
    Grain.HOUR: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}Z"),
    Grain.MINUTE: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z"),
}
_REF: Final = re.compile(rf"[{_CROCKFORD}]{{{_REF_LENGTH}}}")
_PREV: Final = re.compile(r"-|[0-9a-f]{64}")
#: 32 bytes in base64; the 43rd character carries two padding bits, zero so that one value has one form.
_COM: Final = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")
_LEAF: Final = re.compile(rf"{re.escape(HEADER)}\ntype (.+)\ntime (.+)\nby   (.+)\nref  (.+)\nprev (.+)\ncom  (.+)\n")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf; every field is text in the form that stands in the bytes.

    Raises ``InvalidField`` with the field's name when a field leaves its grammar, the type is not in
    ``EVENTS``, or the time is finer or coarser than the event's grain.
    """

    type: str
    time: str
    by: str
    ref: str
    prev: str
    com: str

    def __post_init__(self) -> None:
        event = EVENTS.get(self.type)
        if event is None:
            raise InvalidField("Jenis peristiwa {value} tidak ada dalam daftar.", field="type", value=self.type)
        if not _is_time(self.time, event.grain):
            raise InvalidField(
                "Waktu {value} tidak berbentuk waktu kasar yang berlaku bagi peristiwa ini.",
                field="time",
                value=self.time,
            )
        _require(INSTITUTION_CODE, "by", self.by)
        _require(_REF, "ref", self.ref)
        _require(_PREV, "prev", self.prev)
        _require(_COM, "com", self.com)

    def to_bytes(self) -> bytes:
        """Write the leaf: seven lines of UTF-8, each ended by LF, at most ``MAX_BYTES`` bytes."""
        return (
            f"{HEADER}\ntype {self.type}\ntime {self.time}\nby   {self.by}\n"
            f"ref  {self.ref}\nprev {self.prev}\ncom  {self.com}\n"
        ).encode()


def parse(data: bytes) -> Leaf:
    """Read a leaf's bytes, strictly: ``parse(data).to_bytes() == data`` for all that is accepted.

    Raises ``TooLarge`` above ``MAX_BYTES`` and ``InvalidField`` for what ``Leaf.to_bytes`` would not write.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("Daun buku besar lebih besar daripada {limit} bita.", limit=MAX_BYTES)
    try:
        found = _LEAF.fullmatch(data.decode())
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise InvalidField("Bita ini bukan daun buku besar {header}.", field="leaf", header=HEADER)
    return Leaf(*found.groups())


def leaf_hash(data: bytes) -> str:
    """Hash a leaf's bytes as RFC 6962 does: hex SHA-256 of 0x00 followed by the leaf (64 characters)."""
    return hashlib.sha256(b"\x00" + data).hexdigest()


def commitment(opening: bytes, record: Mapping[str, object]) -> str:
    """Commit to ``record`` with the 32 secret bytes ``opening``: base64 of the HMAC-SHA256 (44 characters).

    ``record`` is what JSON can hold; its canonical form is RFC 8785. Raises ``InvalidField`` when ``opening``
    has another length or the record has no canonical form.
    """
    if len(opening) != OPENING_BYTES:
        raise InvalidField("Pembuka komitmen harus {length} bita.", field="opening", length=OPENING_BYTES)
    try:
        # The package itself refuses what is no JSON, which its types ask for beforehand.
        canonical = rfc8785.dumps(dict(record))  # type: ignore[arg-type]
    except (ValueError, RecursionError):
        raise InvalidField("Catatan ini tidak punya bentuk kanonik JSON (RFC 8785).", field="record") from None
    return b64encode(hmac.digest(opening, _COMMIT_PREFIX + canonical, "sha256")).decode()


def opens(com: str, opening: bytes, record: Mapping[str, object]) -> bool:
    """Say in constant time whether ``opening`` and ``record`` are what ``com`` commits to.

    What cannot be committed to (a short opening, a record outside JSON) opens nothing: False, never an error.
    """
    try:
        expected = commitment(opening, record)
    except InvalidField:
        return False
    return hmac.compare_digest(expected.encode(), com.encode(errors="surrogatepass"))


def ref_from(random: bytes) -> str:
    """Write the first 130 bits of 17 random bytes as 26 characters of Crockford base32.

    Raises ``InvalidField`` for another number of bytes.
    """
    if len(random) != REF_RANDOM_BYTES:
        raise InvalidField("Rujukan memerlukan {length} bita acak.", field="random", length=REF_RANDOM_BYTES)
    number = int.from_bytes(random) >> (8 * REF_RANDOM_BYTES - 5 * _REF_LENGTH)
    return "".join(_CROCKFORD[number >> (5 * place) & 31] for place in reversed(range(_REF_LENGTH)))


def coarse_time(now: datetime, grain: Grain) -> str:
    """Round ``now`` down to the grain in UTC: ``2024-08-16T03Z`` or ``2024-08-16T03:15Z``.

    Raises ``InvalidField`` for a time without a zone.
    """
    if now.utcoffset() is None:
        raise InvalidField("Waktu tanpa zona tidak dapat dicatat.", field="time")
    spec = "hours" if grain is Grain.HOUR else "minutes"
    return now.astimezone(UTC).isoformat(timespec=spec).removesuffix("+00:00") + "Z"


def _is_time(value: str, grain: Grain) -> bool:
    if not _TIME[grain].fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _require(pattern: re.Pattern[str], field: str, value: str) -> None:
    if not pattern.fullmatch(value):
        raise InvalidField("Kolom {field} pada daun tidak berbentuk benar: {value}.", field=field, value=value)
