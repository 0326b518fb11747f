"""Whole numbers in digits or in Indonesian words, and ordinals."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_SCALES: Final = {"belas": 10, "puluh": 10, "ratus": 100, "ribu": 1000}
NUMBER_WORDS: Final = (*_UNITS, *_SCALES, "seratus", "seribu")
_ORDINALS: Final = {"pertama": 1, "kesatu": 1, "kedelapan": 8}
_PIECE: Final = re.compile("|".join((*_UNITS, *_SCALES, "se(?=ratus|ribu)", r"dan\b", r"[\s-]+")))
_FILLERS: Final = ("", "dan")
_ONE: Final = "se"


def number(written: str) -> int:
    """Read "16" or "dua ribu delapan belas", also run together ("duapuluh tiga") or digit by digit ("dua nol").

    Raises ValueError for anything else.
    """
    if written.isdigit():
        return int(written)
    words = _pieces(written)
    if len(words) > 1 and all(word in _UNITS and _UNITS[word] < len(_UNITS) - 2 for word in words):
        return int("".join(str(_UNITS[word]) for word in words))
    total = current = 0
    for word in words:
        if word in _UNITS:
            current += _UNITS[word]
        elif word == "belas":
            current += 10
        elif word == "ribu":
            total, current = (total + max(1, current)) * 1000, 0
        else:
            current = _scaled(current, _SCALES[word])
    return total + current


def _pieces(written: str) -> list[str]:
    """Cut number words apart, with or without spaces; "seratus" becomes "satu ratus"."""
    text = written.lower().strip()
    pieces: list[str] = []
    done = 0
    while done < len(text):
        found = _PIECE.match(text, done)
        if found is None:
            raise ValueError(written)
        done = found.end()
        pieces.append("satu" if found.group() == _ONE else found.group().strip(" \t\n-"))
    words = [piece for piece in pieces if piece not in _FILLERS]
    if not words:
        raise ValueError(written)
    return words


def ordinal(written: str) -> int | None:
    """Read "pertama", "kesatu", "kedua" … "kesepuluh", "ke-3"; None for any other word."""
    word = written.lower()
    if word in _ORDINALS:
        return _ORDINALS[word]
    if not word.startswith("ke"):
        return None
    rest = word.removeprefix("ke").lstrip("- ")
    return int(rest) if rest.isascii() and rest.isdigit() else _UNITS.get(rest)


def cardinal(written: str) -> int | None:
    """Read one word from "satu" to "sebelas", or digits; None for any other word."""
    word = written.lower()
    return int(word) if word.isdigit() else _UNITS.get(word)


def _scaled(current: int, scale: int) -> int:
    """Multiply the last units: in "seratus dua puluh" only the two becomes twenty."""
    hundreds, rest = divmod(current, 100) if scale == 10 else (0, current)
    return hundreds * 100 + max(1, rest) * scale
