"""R20, R23: a picture is drawn anew, and nothing that stood beside its pixels is kept."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from ikrar.channels.picture import child, redraw
from ikrar.core.errors import BadInput, EmptyText, TooLarge
from ikrar.core.scan.scan import LARGEST, LONGEST_SIDE

CANARY = b"KENARI-7345"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    """Draw a picture: left half dark, right half light."""
    image = Image.new("RGB", size, (240, 240, 240))
    image.paste((20, 20, 20), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def with_canaries(kind: str) -> bytes:
    """Hide a word in every place a file of this kind has for words, and behind its end."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0132] = CANARY.decode(), CANARY.decode()
    exif.get_ifd(0x8825)[0x001D] = CANARY.decode()
    more: dict[str, Any] = {"exif": exif, "icc_profile": CANARY}
    if kind == "JPEG":
        more["comment"] = CANARY
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", CANARY.decode())
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", CANARY.decode())
    if kind == "WEBP":
        more["xmp"] = CANARY
    return picture(kind, **more) + CANARY


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_r20_nothing_that_stood_beside_the_pixels_is_kept(kind: str) -> None:
    sent = with_canaries(kind)
    assert CANARY in sent
    drawn = redraw.redraw(sent)
    assert CANARY not in drawn.data
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert image.format == "WEBP"
        assert not image.getexif()
        assert not set(image.info) & {"exif", "xmp", "icc_profile", "comment"}
        assert (image.width, image.height) == (drawn.width, drawn.height) == (40, 20)
        dark, light = image.convert("L").getpixel((5, 10)), image.convert("L").getpixel((35, 10))
    assert isinstance(dark, int)
    assert isinstance(light, int)
    assert dark < 60 < 200 < light


def test_a_photograph_is_turned_upright_by_what_the_telephone_wrote() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    drawn = child.draw(picture(exif=exif))
    assert drawn.size == (20, 40)


def test_what_is_clear_in_a_drawing_becomes_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    assert child.draw(out.getvalue()).getpixel((1, 1)) == (255, 255, 255)


def test_a_large_picture_is_made_as_small_as_reading_allows() -> None:
    drawn = child.draw(picture(size=(LONGEST_SIDE * 2, 300)))
    assert drawn.size[0] == LONGEST_SIDE


def test_r23_too_many_pixels_are_refused_before_anything_is_decoded() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    with pytest.raises(TooLarge, match="60 juta"):
        redraw.redraw(bomb)


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"GIF89a" + b"\0" * 40, b"teks biasa", b"\0" * 99],
)
def test_what_is_no_photograph_is_refused_with_the_forms_that_are(data: bytes) -> None:
    with pytest.raises(BadInput, match="JPEG, PNG, atau WebP"):
        redraw.redraw(data)


def test_a_picture_cut_off_in_the_middle_is_refused() -> None:
    whole = picture(size=(400, 400))
    with pytest.raises(BadInput, match="rusak"):
        redraw.redraw(whole[: len(whole) // 2])


def test_no_bytes_and_too_many_are_told_before_a_child_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", None)
    with pytest.raises(EmptyText):
        redraw.redraw(b"")
    with pytest.raises(TooLarge, match="10 MB"):
        redraw.redraw(b"x" * (LARGEST + 1))


@pytest.mark.parametrize("words", [["-c", "raise SystemExit(3)"], ["-c", "import time; time.sleep(9)"]])
def test_a_child_that_dies_or_never_answers_refuses_the_picture(
    monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    import subprocess

    run = subprocess.run
    monkeypatch.setattr(redraw, "SECONDS", 0.5)
    monkeypatch.setattr("subprocess.run", lambda given, **more: run([given[0], *words], **more))
    with pytest.raises(BadInput, match="rusak"):
        redraw.redraw(picture())
