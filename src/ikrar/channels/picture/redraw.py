"""A picture is decoded apart from the program and drawn on a fresh canvas; what stood beside its pixels is gone.

Decoding runs in a child process with limits on memory, processor time and files, one child for each picture: it is
seldom done, and what a broken decoder might leave behind ends with it (R23).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from ikrar.core.errors import BadInput, EmptyText, TooLarge
from ikrar.core.scan.scan import LARGEST

SECONDS: Final = 30.0  # by the clock
MEDIA_TYPE: Final = "image/webp"
_ERRORS: Final = {one.code: one for one in (BadInput, TooLarge)}
_SPLIT: Final = b"\n"


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew: WebP bytes without any metadata, and its size in pixels."""

    data: bytes
    width: int
    height: int


def redraw(data: bytes) -> Picture:
    """Draw a JPEG, PNG or WebP picture anew, turned upright, at most 2,400 pixels on its longer side.

    Raises EmptyText for no bytes, TooLarge above 10 million bytes or 60 million pixels, BadInput for what is no such
    picture or takes too long.
    """
    if not data:
        raise EmptyText("Berkas kosong. Pilih sebuah foto atau pindaian.")
    if len(data) > LARGEST:
        raise TooLarge("Gambar paling besar 10 MB. Perkecil fotonya, lalu kirim lagi.")
    words = [sys.executable, "-m", "ikrar.channels.picture.child"]
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell
            words, input=data, capture_output=True, timeout=SECONDS, check=False, start_new_session=True
        )
    except subprocess.TimeoutExpired:
        raise _broken() from None
    if done.returncode:
        raise _broken()
    head, _, drawn = done.stdout.partition(_SPLIT)
    told = json.loads(head)
    if "error" in told:
        raise _ERRORS[told["error"]](told["message"], **told["params"])
    return Picture(drawn, told["width"], told["height"])


def _broken() -> BadInput:
    return BadInput("Gambar ini rusak atau terlalu berat, jadi tidak dibuka. Ambil fotonya lagi.")
