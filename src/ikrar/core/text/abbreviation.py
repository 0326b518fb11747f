"""Whether letters may be the short form of words: "Sekda" of "Sekretaris Daerah"."""

from __future__ import annotations


def abbreviates(short: str, words: str) -> bool:
    """Say whether the letters of ``short`` stand in ``words`` in their order, whatever the case."""
    signs = iter(words.lower())
    return all(sign in signs for sign in short.lower() if sign.isalpha())
