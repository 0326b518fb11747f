"""The address of a declaration as people read, retype and share it: its reference and its title in plain letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 70
NAMELESS: Final = "deklarasi"
#: 26 characters of Crockford base32, as people retype them: any case, O for 0, I or L for 1.
_TYPED: Final = re.compile(r"[0-9A-TV-Z]{26}")
_ALIKE: Final = str.maketrans("OIL", "011")
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")


def slug(title: str) -> str:
    """Write a title in small letters, figures and hyphens: whole words, at most ``LONGEST`` characters, never empty."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = _BETWEEN.sub("-", plain).strip("-")
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return words or NAMELESS


def tidy_ref(typed: str) -> str:
    """Return the reference somebody meant, or what was typed when it has not the form of one.

    Decoding as Crockford does: case does not matter, O stands for 0, I and L for 1 (hyphens may stand between).
    """
    meant = typed.upper().replace("-", "")
    return meant.translate(_ALIKE) if _TYPED.fullmatch(meant) else typed
