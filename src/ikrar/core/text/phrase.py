"""Phrases of the lexicons: words, ``*`` for any ending, ``..`` for up to three words between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# A word begins with no sign that may also stand between words, so that a gap can be cut into words in one way only.
_GAP: Final = r"[\s/,\-]"
_BETWEEN_WORD: Final = r"[^\s.;:/,\-][^\s.;:]{0,58}"
_BETWEEN: Final = rf"{_GAP}+(?:{_BETWEEN_WORD}\s{_GAP}*){{0,2}}?(?:{_BETWEEN_WORD}(?:[/,\-]|\s{_GAP}*))??"


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern that ignores case and takes hyphens and slashes for spaces.

    The longest phrase wins. An empty list matches nothing.
    """
    parts = [_one(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _one(phrase: str) -> str:
    chunks = [r"[\s\-/]+".join(map(_word, chunk.split())) for chunk in phrase.split("..")]
    return rf"(?<!\w){_BETWEEN.join(chunks)}(?!\w)"


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + r"\w*" if word.endswith("*") else re.escape(word)
