"""The language a reader is answered in, also where the answer is written after the request is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language, override


def read_in() -> str:
    """Return the language a reader is answered in: "en", or else "id", in which everything is written first."""
    return "en" if get_language() == "en" else "id"


def spoken(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Write the pieces of a streamed answer in the language of the request that asks for it."""
    return _in(get_language(), iter(pieces))


def _in(language: str | None, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
