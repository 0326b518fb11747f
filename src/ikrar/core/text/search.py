"""The words a text is looked up by, and what typed words look for: folded alike, so that both databases answer alike.

What stands between words divides them, case and accents do not count, and no character of a query has a power of its
own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

#: Terms of a search that count (R36), words of one phrase, and letters of one word.
TERMS: Final = 8
PHRASE: Final = 16
LETTERS: Final = 40
#: From this many letters on, a typed word also finds longer words that begin with it.
BEGINNING: Final = 3
#: Stands between the parts of a document, so that no phrase reaches from one into the next.
GAP: Final = "#"

#: Spellings of one word as people write it.
_SPELLINGS: Final = {"hoax": "hoaks", "hoaxs": "hoaks", "hoak": "hoaks", "hoaxes": "hoaks"}
_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = str.maketrans("", "", "'`’‘ʼ")
_QUOTES: Final = str.maketrans(dict.fromkeys("“”„«»", '"'))


@dataclass(frozen=True)
class Term:
    """One thing looked for: a word, or several that follow one another; ``begins`` lets the last one go on."""

    words: tuple[str, ...]
    begins: bool


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are looked up: lower case, without accents, at most ``LETTERS`` letters."""
    plain = text.translate(_APOSTROPHES)
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(c for c in parts if unicodedata.category(c)[0] != "M")
    found = (word[:LETTERS] for word in _WORD.findall(plain.lower()))
    return [_SPELLINGS.get(word, word) for word in found]


def terms(typed: str) -> tuple[Term, ...]:
    """Return what typed words look for, at most ``TERMS``: each of them, and "…" as words that follow one another.

    A quotation mark that nothing closes, and every other sign, only divides words. A word with a hyphen is a phrase.
    """
    return tuple(_each(typed))[:TERMS]


def _each(typed: str) -> Iterator[Term]:
    parts = typed.translate(_QUOTES).split('"')
    for n, part in enumerate(parts):
        quoted = n % 2 == 1 and n < len(parts) - 1
        for piece in [part] if quoted else part.split():
            words = tuple(tokens(piece)[:PHRASE])
            if words:
                yield Term(words, begins=not quoted and len(words[-1]) >= BEGINNING)


def parted(parts: Iterable[str]) -> str:
    """Return the words of a text in parts, a gap before each part and behind the last: each word has a space around."""
    return " ".join([GAP, *(word for part in parts if part for word in (*tokens(part), GAP))])


def letters(term: Term) -> str:
    """Return what stands in a text of :func:`parted` wherever a term is found, letter by letter."""
    return f" {' '.join(term.words)}" + ("" if term.begins else " ")
