"""What somebody typed or pasted to check a declaration: a digest, a reference, a piece of a digest, or something else.

People paste what they have: 64 characters in groups, the line a program printed, or the address of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DIGEST_LENGTH: Final = 64  # hexadecimal characters of SHA-256
LEAST: Final = 8  # fewer hexadecimal characters are no piece of a digest: "cafe" is a word
LIMIT: Final = 2_000  # code points that are looked at

_DIGEST = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{DIGEST_LENGTH}}}(?![0-9a-f])")
_HEX = re.compile(r"[0-9a-f]+")
_REFERENCE = re.compile(r"(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])")
_BETWEEN = re.compile(r"[\s:·.…-]+")
_LABEL = re.compile(r"\bsha-?256\b\s*[:(=]?", re.IGNORECASE)


class Kind(StrEnum):
    """What it is."""

    NOTHING = "nothing"
    DIGEST = "digest"
    REFERENCE = "reference"
    PIECE = "piece"  # hexadecimal, but not as long as a digest
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: ``value`` is the digest in small letters or the reference in capitals, else empty.

    ``length`` counts the hexadecimal characters of a piece; ``number`` asks for one version of a reference, 0 for the
    newest.
    """

    kind: Kind
    value: str = ""
    length: int = 0
    number: int = 0


def read(words: str) -> Asked:
    """Say what was typed or pasted. A reference is 26 characters of Crockford base32, not all of them hexadecimal."""
    text = words[:LIMIT].strip()
    if not text:
        return Asked(Kind.NOTHING)
    whole = _DIGEST.search(text.lower())
    if whole:
        return Asked(Kind.DIGEST, whole.group())
    for found in references(text):
        return Asked(Kind.REFERENCE, found)
    joined = _BETWEEN.sub("", _LABEL.sub("", text)).lower()
    if not _HEX.fullmatch(joined) or len(joined) < LEAST:
        return Asked(Kind.OTHER)
    if len(joined) == DIGEST_LENGTH:
        return Asked(Kind.DIGEST, joined)
    return Asked(Kind.PIECE, length=len(joined))


def references(words: str) -> list[str]:
    """Return what has the form of a reference among words, in their order, in capitals."""
    return [found for found in _REFERENCE.findall(words.upper()) if not _HEX.fullmatch(found.lower())]
