"""The child that decodes one picture: bytes on standard input; a line of JSON and the new picture on the output."""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from ikrar.core.errors import BadInput, IkrarError, TooLarge
from ikrar.core.scan.scan import LONGEST_SIDE, MOST_PIXELS

MEMORY: Final = 1_073_741_824  # bytes of address space
PROCESSOR: Final = 20  # seconds
FORMATS: Final = ("JPEG", "PNG", "WEBP")
QUALITY: Final = 82  # of WebP: handwriting on a board stays legible
_BROKEN: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError)


def main() -> None:
    """Answer for the one picture on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))


def answer(data: bytes) -> bytes:
    """Give the line and the picture, or the line alone with the error that refuses it."""
    try:
        drawn = draw(data)
    except IkrarError as error:
        return json.dumps({"error": error.code, "message": error.message, "params": error.params}).encode() + b"\n"
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=QUALITY, method=4)
    return json.dumps({"width": drawn.width, "height": drawn.height}).encode() + b"\n" + out.getvalue()


def draw(data: bytes) -> Image.Image:
    """Decode a picture and draw its pixels on a fresh white canvas, upright and no larger than needed.

    Raises BadInput for what is no JPEG, PNG or WebP and TooLarge above 60 million pixels, before any decoding.
    """
    Image.MAX_IMAGE_PIXELS = None  # it only warns up to twice its limit; ours is an error
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise TooLarge("Gambar ini terlalu besar: paling banyak 60 juta piksel. Perkecil fotonya.")
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(sent).convert("RGBA")
    except UnidentifiedImageError:
        raise BadInput("Kirim foto atau pindaian sebagai JPEG, PNG, atau WebP.") from None
    except _BROKEN:
        raise BadInput("Gambar ini rusak atau terlalu berat, jadi tidak dibuka. Ambil fotonya lagi.") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(upright, mask=upright)
    return canvas


if __name__ == "__main__":
    main()
