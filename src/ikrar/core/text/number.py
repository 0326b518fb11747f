"""Whole numbers in digits or in Indonesian words, and ordinals."""

from __future__ import annotations

from typing import Final

_UNITS: Final = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_SCALES: Final = {"belas": 10, "puluh": 10, "ratus": 100, "ribu": 1000}
NUMBER_WORDS: Final = (*_UNITS, *_SCALES, "seratus", "seribu")
_ORDINALS: Final = {"pertama": 1, "kesatu": 1, "kedelapan": 8}


def number(written: str) -> int:
    """Read "16" or "dua ribu delapan belas". Raises ValueError for anything else."""
    if written.isdigit():
        return int(written)
    total = current = 0
    for word in written.lower().replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word in _UNITS:
            current += _UNITS[word]
        elif word == "belas":
            current += 10
        elif word == "ribu":
            total, current = (total + max(1, current)) * 1000, 0
        elif word in _SCALES:
            current = _scaled(current, _SCALES[word])
        else:
            raise ValueError(written)
    return total + current


def ordinal(written: str) -> int | None:
    """Read "pertama", "kesatu", "kedua" … "kesepuluh"; None for any other word."""
    word = written.lower()
    if word in _ORDINALS:
        return _ORDINALS[word]
    return _UNITS.get(word.removeprefix("ke")) if word.startswith("ke") else None


def cardinal(written: str) -> int | None:
    """Read one word from "satu" to "sebelas", or digits; None for any other word."""
    word = written.lower()
    return int(word) if word.isdigit() else _UNITS.get(word)


def _scaled(current: int, scale: int) -> int:
    """Multiply the last units: in "seratus dua puluh" only the two becomes twenty."""
    hundreds, rest = divmod(current, 100) if scale == 10 else (0, current)
    return hundreds * 100 + max(1, rest) * scale
