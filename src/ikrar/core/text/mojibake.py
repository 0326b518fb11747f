"""UTF-8 that was once read as CP1252 ("â€œdamaiâ€") is put right, where nothing else can have been meant."""

from __future__ import annotations

import re
from typing import Final

#: The signs that CP1252 shows for the bytes 0x80 to 0xBF, which go on a sign in UTF-8.
_GOES_ON: Final = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xC0))
_BYTES: Final = {sign: 0x80 + at for at, sign in enumerate(_GOES_ON)} | {chr(byte): byte for byte in range(0xC0, 0x100)}
_BROKEN: Final = re.compile(
    rf"[\u00c2-\u00df][{re.escape(_GOES_ON)}]|[\u00e0-\u00ef][{re.escape(_GOES_ON)}]{{2}}"
    rf"|[\u00f0-\u00f4][{re.escape(_GOES_ON)}]{{3}}"
)
_SUSPECT: Final = re.compile(r"[\u00c2-\u00f4]")  # every broken sign begins with one of these
#: The last byte of a closing quotation mark shows as nothing; of a hard space, as a space.
_LOST: Final = re.compile(rf"\u00e2\u20ac(?![{re.escape(_GOES_ON)}])|\u00c2(?=[ \n]|$)")


def repair(text: str) -> str:
    """Put every broken sign right; each repair makes the text shorter, so that repeating it comes to an end."""
    while _SUSPECT.search(text):
        repaired = _LOST.sub(_lost, _BROKEN.sub(_sign, text))
        if repaired == text:
            break
        text = repaired
    return text


def _sign(found: re.Match[str]) -> str:
    """Give the sign that the bytes mean; what they do not mean together stays."""
    try:
        return bytes(_BYTES[sign] for sign in found.group()).decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


def _lost(found: re.Match[str]) -> str:
    return "”" if found.group() != "Â" else ""
