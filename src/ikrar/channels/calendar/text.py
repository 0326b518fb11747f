"""Text as a calendar file may carry it: what readers would stumble over or be fooled by is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from ikrar.core.declaration.character import BIDI

#: All that some reader takes for the end of a line (one of them splits on the Unicode separators as well).
_BREAKS: Final = re.compile("\r\n|[\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANKS: Final = re.compile("[ \\t\xa0]+")
#: Controls, lone surrogates, and what turns the reading direction (decision 18).
_REFUSED: Final = re.compile(f"[\0-\\x09\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff{''.join(sorted(BIDI))}]")
_EVERYDAY: Final = re.compile("[ -~\\n]*")
#: Octets of a line without its end (RFC 5545 §3.1).
OCTETS: Final = 75
#: The text of a file ends where a program gives up: no calendar needs more than this in one field.
MOST: Final = 8_000
_URI: Final = "!#$%&'()*+,/:;=?@[]~"


def lines(value: str) -> str:
    """Return a text of several lines: LF between them, single spaces, no controls, nothing that turns the direction.

    The characters are those of decision 18; emoji and joiners stay. A text over ``MOST`` characters ends with "…".
    """
    kept = value if _EVERYDAY.fullmatch(value) else _REFUSED.sub("", _BREAKS.sub("\n", value).replace("\t", " "))
    kept = _BLANKS.sub(" ", kept).strip()
    return kept if len(kept) <= MOST else kept[: MOST - 1].rstrip() + "…"


def line(value: str) -> str:
    """Return a text as one line with single spaces."""
    return " ".join(lines(value).split())


def uri(value: str) -> str:
    """Return an address in ASCII; what may not stand in one is percent-encoded. Empty stays empty."""
    return quote(line(value), safe=_URI)


def escaped(value: str) -> str:
    """Return a text as a TEXT value (RFC 5545 §3.3.11)."""
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(content: str) -> str:
    """Return a content line in pieces of at most ``OCTETS`` octets, none of which parts a letter or an escape."""
    if len(content) <= OCTETS and content.isascii():
        return content
    return "\r\n ".join(_pieces(content))


def _pieces(content: str) -> Iterator[str]:
    """Cut by octets: a piece ends before a byte that begins a letter, and not between a backslash and what follows."""
    data, start, room = content.encode(), 0, OCTETS
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if _escaped(data[start:end]):
            end -= 1
        yield data[start:end].decode()
        start, room = end, OCTETS - 1
    yield data[start:].decode()


def _escaped(piece: bytes) -> bool:
    return (len(piece) - len(piece.rstrip(b"\\"))) % 2 == 1
