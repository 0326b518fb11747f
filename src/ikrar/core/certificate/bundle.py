"""The proof of a declaration as one file: its text, and every act about its signatures with what opens its leaf.

JSON with exactly these keys (decision record 0031)::

    {"v": "ikrar.id/proof/v1",
     "about": where the file is from and when it was made; told, never proven,
     "example": true for a fictional place,
     "declaration": reference, "version": number, "digest": hex SHA-256 of the canonical text,
     "text": the canonical text as an object (decision 18),
     "acts": [{"leaf": the leaf's text, "r": base64 of the 32 bytes that open it, "record": what it commits to,
               "proof": c2sp.org/tlog-proof@v1, or null while the leaf waits for a checkpoint}],
     "policy": c2sp.org/tlog-policy of the installation, or null; whoever verifies brings their own}

Records name offices and institutions, never persons; a picture's record is not among them.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from ikrar.core.errors import BadInput, InvalidField, TooLarge
from ikrar.core.text import strict_json

VERSION: Final = "ikrar.id/proof/v1"
#: Bytes of a proof file; one of 300 signatures is about 2 MB.
MAX_BYTES: Final = 5_000_000
MOST_ACTS: Final = 5_000
_KEYS: Final = frozenset({"v", "about", "example", "declaration", "version", "digest", "text", "acts", "policy"})
_ACT: Final = frozenset({"leaf", "r", "record", "proof"})


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its leaf's bytes, what opens the leaf, the record it commits to, the text of its tlog-proof or None."""

    leaf: bytes
    r: bytes
    record: Mapping[str, Any]
    proof: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the act as ``ikrar ledger verify --record`` reads it, with its proof."""
        return {
            "leaf": self.leaf.decode(),
            "r": b64encode(self.r).decode(),
            "record": dict(self.record),
            "proof": self.proof,
        }


@dataclass(frozen=True, slots=True)
class Bundle:
    """A declaration's version with the acts about it; ``text`` holds the canonical bytes that ``digest`` names."""

    declaration: str
    version: int
    digest: str
    text: bytes
    acts: tuple[Act, ...]
    example: bool = False
    policy: str | None = None
    about: Mapping[str, Any] | None = None


def write(bundle: Bundle) -> bytes:
    """Write a bundle as JSON in UTF-8, the same bytes for the same bundle, with a line end."""
    told = {
        "v": VERSION,
        "about": dict(bundle.about or {}),
        "example": bundle.example,
        "declaration": bundle.declaration,
        "version": bundle.version,
        "digest": bundle.digest,
        "text": json.loads(bundle.text),
        "acts": [act.as_json() for act in bundle.acts],
        "policy": bundle.policy,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def is_bundle(data: bytes) -> bool:
    """Say whether a file gives itself out as a bundle; nothing in it is looked at yet."""
    return VERSION.encode() in data[:200]


def read(data: bytes) -> Bundle:
    """Read a bundle; nothing in it is proven yet.

    Raises TooLarge above ``MAX_BYTES`` or ``MOST_ACTS``, BadInput for what is no JSON or says a name twice, and
    InvalidField, naming the field, for what is no bundle of this version.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge("Berkas bukti paling besar {limit} MB.", limit=MAX_BYTES // 1_000_000)
    try:
        raw = strict_json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput("Berkas ini bukan JSON dalam UTF-8.") from None
    if not isinstance(raw, dict) or raw.get("v") != VERSION or raw.keys() != _KEYS:
        raise InvalidField("Bukan berkas {version}.", field="v", version=VERSION)
    acts = _typed(raw["acts"], list, "acts")
    if len(acts) > MOST_ACTS:
        raise TooLarge("Berkas bukti memuat lebih dari {limit} catatan.", limit=MOST_ACTS)
    return Bundle(
        declaration=_typed(raw["declaration"], str, "declaration"),
        version=_number(raw["version"]),
        digest=_typed(raw["digest"], str, "digest"),
        text=_canonical(raw["text"]),
        acts=tuple(_act(one, f"acts.{n}") for n, one in enumerate(acts, start=1)),
        example=_typed(raw["example"], bool, "example"),
        policy=None if raw["policy"] is None else _typed(raw["policy"], str, "policy"),
        about=_typed(raw["about"], dict, "about"),
    )


def _act(value: object, field: str) -> Act:
    raw = _typed(value, dict, field)
    if raw.keys() != _ACT:
        raise _malformed(field)
    try:
        opening = b64decode(_typed(raw["r"], str, f"{field}.r"), validate=True)
        leaf = _typed(raw["leaf"], str, f"{field}.leaf").encode()
    except (Base64Error, ValueError):
        raise _malformed(field) from None
    proof = None if raw["proof"] is None else _typed(raw["proof"], str, f"{field}.proof")
    return Act(leaf, opening, _typed(raw["record"], dict, f"{field}.record"), proof)


def _canonical(value: object) -> bytes:
    try:
        return rfc8785.dumps(_typed(value, dict, "text"))
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError):
        raise _malformed("text") from None


def _number(value: object) -> int:
    if isinstance(value, bool):
        raise _malformed("version")
    number: int = _typed(value, int, "version")
    return number


def _typed(value: object, kind: type, field: str) -> Any:
    if not isinstance(value, kind):
        raise _malformed(field)
    return value


def _malformed(field: str) -> InvalidField:
    return InvalidField("Kolom {field} tidak ada atau salah jenisnya.", field=field)
