"""What people paste to check a declaration is understood, or named for what it is."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.lookup import LIMIT, Asked, Kind, read

DIGEST = hashlib.sha256(b"ikrar").hexdigest()
REFERENCE = "7ZQ4M0V8K2T6X1N9B3C5D7F0GH"
GROUPS = " ".join(DIGEST[i : i + 8] for i in range(0, 64, 8))


@pytest.mark.parametrize(
    "words",
    [
        DIGEST,
        DIGEST.upper(),
        f"  {DIGEST}\n",
        GROUPS,
        GROUPS.replace(" ", "\n"),
        GROUPS.replace(" ", " · "),
        f"sha256:{DIGEST}",
        f"SHA-256 {GROUPS}",
        f"SHA256({GROUPS}",
        f"{DIGEST}  deklarasi-{REFERENCE.lower()}-v1.json",
        f"SHA256          {DIGEST.upper()}       C:\\Unduhan\\deklarasi.json",
        ":".join(DIGEST[i : i + 2] for i in range(0, 64, 2)),
    ],
)
def test_a_digest_is_read_however_it_was_copied(words: str) -> None:
    assert read(words) == Asked(Kind.DIGEST, DIGEST)


@pytest.mark.parametrize(
    "words",
    [
        REFERENCE,
        REFERENCE.lower(),
        f"https://ikrar.example/deklarasi/{REFERENCE}/",
        f"/en/deklarasi/{REFERENCE}/versi/2/",
        f"deklarasi-{REFERENCE.lower()}-v1.json",
    ],
)
def test_a_reference_is_found_in_an_address_and_in_the_name_of_a_file(words: str) -> None:
    assert read(words) == Asked(Kind.REFERENCE, REFERENCE)


@pytest.mark.parametrize(
    ("words", "length"), [(DIGEST[:16], 16), (DIGEST[:63], 63), (DIGEST + "0", 65), (DIGEST[:26], 26)]
)
def test_a_piece_of_a_digest_is_told_with_its_length(words: str, length: int) -> None:
    assert read(words) == Asked(Kind.PIECE, length=length)


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_nothing_is_nothing(words: str) -> None:
    assert read(words).kind is Kind.NOTHING


@pytest.mark.parametrize("words", ["Pamekasan", "cafe", "abc 12", "deklarasi damai", "0" * 7, "ö" * 64])
def test_words_are_neither_digest_nor_reference(words: str) -> None:
    assert read(words).kind is Kind.OTHER


def test_what_stands_beyond_the_limit_is_not_looked_at() -> None:
    assert read("z " * LIMIT + DIGEST).kind is Kind.OTHER


@given(st.binary(max_size=40), st.sampled_from(["", " ", ":", "\n", "-"]))
def test_the_digest_of_anything_is_read_in_groups_of_any_kind(content: bytes, between: str) -> None:
    digest = hashlib.sha256(content).hexdigest()
    assert read(between.join(digest[i : i + 4] for i in range(0, 64, 4))).value == digest


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(words: str) -> None:
    answer = read(words)
    assert (answer.value != "") == (answer.kind in {Kind.DIGEST, Kind.REFERENCE})
