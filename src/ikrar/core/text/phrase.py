"""Phrases of the lexicons: words, ``*`` for any ending, ``..`` for up to three words between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# A word begins with no sign that may also stand between words, so that a gap can be cut into words in one way only.
_PLAIN: Final = re.compile(r"[A-Za-z0-9](?![*+?{|])")
_PREFIX: Final = 4  # letters by which words are compared with the openings of phrases
_FIRST: Final = re.compile(r"\w+")
_GAP: Final = r"[\s/,\-]"
_BETWEEN_WORD: Final = r"[^\s.;:/,\-][^\s.;:]{0,58}"
_BETWEEN: Final = rf"{_GAP}+(?:{_BETWEEN_WORD}\s{_GAP}*){{0,2}}?(?:{_BETWEEN_WORD}(?:[/,\-]|\s{_GAP}*))??"


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile phrases into one pattern that ignores case and takes hyphens and slashes for spaces.

    Of phrases that begin with the same letter the longest wins. An empty list matches nothing.
    """
    parts = [_one(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return re.compile(by_first_letter(parts, r"(?<!\w)"), re.IGNORECASE)


def by_first_letter(parts: Iterable[str], before: str = "") -> str:
    """Join alternatives so that a place where none can begin is left at once: most letters of a text begin none.

    For patterns that ignore case. An alternative that begins with no plain letter or digit is tried last, everywhere.
    ``before`` is a condition on the place where a match begins. The order of alternatives of one letter is kept.
    """
    groups: dict[str, list[str]] = {}
    for part in parts:
        groups.setdefault(part[:1].lower() if _PLAIN.match(part) else "", []).append(part)
    others = groups.pop("", [])
    known = [rf"(?-i:[{one}{one.upper()}])(?:{'|'.join(part[1:] for part in group)})" for one, group in groups.items()]
    if not (known or others):
        return r"(?!)"
    return rf"{'' if others else gate(groups)}{before}(?:{'|'.join([*known, *others])})"


def gate(firsts: Iterable[str]) -> str:
    """Look ahead for one of some lower-case letters or digits, small or capital, before anything slower is tried."""
    return rf"(?-i:(?=[{''.join(sorted(one + one.upper() for one in set(firsts)))}]))"


def openings(phrases: Iterable[str]) -> frozenset[str]:
    """Give how the phrases open, in the form of :func:`prefixes`: a text without any of them matches no phrase.

    Raises ValueError for a phrase that opens with no word, or with a stem of fewer than four letters ("per*").
    """
    return frozenset(map(_opening, phrases))


def _opening(phrase: str) -> str:
    first = _FIRST.match(phrase)
    if first is None or (len(first.group()) < _PREFIX and phrase.startswith("*", first.end())):
        raise ValueError(phrase)
    return first.group().lower()[:_PREFIX]


def prefixes(text: str) -> frozenset[str]:
    """Give the first letters of every word of ``text``, to be compared with the openings of phrases."""
    return frozenset(word[:_PREFIX] for word in _FIRST.findall(text.lower()))


def _one(phrase: str) -> str:
    chunks = [r"[\s\-/]+".join(map(_word, chunk.split())) for chunk in phrase.split("..")]
    return rf"{_BETWEEN.join(chunks)}(?!\w)"


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + r"\w*" if word.endswith("*") else re.escape(word)
