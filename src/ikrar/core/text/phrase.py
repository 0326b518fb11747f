"""Phrases of the lexicons: words, ``*`` for any ending, ``..`` for up to three words between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_BETWEEN: Final = r"(?:[\s/,\-]+[^\s.;:]+){0,3}?[\s/,\-]+"


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
