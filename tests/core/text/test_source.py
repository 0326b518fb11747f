"""Decoding what people upload."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import EmptyText, NotText, TooLarge
from ikrar.core.text.source import LIMIT, decode, lenient

SENTENCE = "Deklarasi damai di Lembah Arunika – “aman”."


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "cp1252"],
)
def test_a_text_reads_the_same_in_every_usual_encoding(data: bytes) -> None:
    assert decode(data) == SENTENCE


def test_a_byte_that_cp1252_does_not_know_is_shown_and_does_not_stop_the_reading() -> None:
    assert decode(b"Pemilu damai \x81 di \xe9") == "Pemilu damai \ufffd di é"


def test_a_picture_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotText, match="UTF-8"):
        decode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_bytes_that_are_mostly_control_characters_are_refused() -> None:
    with pytest.raises(NotText):
        decode(b"\x01\x02\x03\x04 ab")


def test_a_broken_utf16_file_is_refused_with_its_position() -> None:
    with pytest.raises(NotText) as refused:
        decode(codecs.BOM_UTF16_LE + b"a\x00\x00\xd8")
    assert "ke-4" in str(refused.value)


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, "\u00a0".encode()])
def test_a_blank_text_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(EmptyText, match="Tempelkan"):
        decode(data)


def test_a_file_above_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(TooLarge) as refused:
        decode(b"a" * 11, limit=10)
    assert "11" in str(refused.value)
    assert "10" in str(refused.value)
    assert decode(b"a" * 10, limit=10) == "a" * 10
    assert LIMIT == 5_000_000


@given(st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable() and text[0] != "\ufeff"))
def test_whatever_was_written_as_utf8_comes_back(text: str) -> None:
    if "\ufffd" not in text:
        assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_bytes_whose_encoding_was_told_wrongly_are_decoded_all_the_same(encoding: str) -> None:
    assert lenient(SENTENCE.encode(encoding)) == SENTENCE


@given(st.binary())
def test_lenient_decoding_refuses_nothing(data: bytes) -> None:
    assert isinstance(lenient(data), str)
