"""R34: how a device token is written, recognised and kept."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.account.token import FORM, PREFIX, RANDOM_BYTES, token_from, token_hash, token_in

TOKEN = token_from(bytes(range(32)))


@given(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES))
def test_r34_a_token_carries_256_bits_behind_a_prefix_that_scanners_know(random: bytes) -> None:
    token = token_from(random)
    assert token.startswith(PREFIX)
    assert FORM.fullmatch(token)
    assert token_in(f"Bearer {token}") == token


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_r34_a_shorter_or_longer_secret_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        token_from(b"x" * length)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_r34_two_secrets_give_two_tokens(one: bytes, other: bytes) -> None:
    assert (token_from(one) == token_from(other)) is (one == other)


def test_r34_only_the_digest_is_kept() -> None:
    assert token_hash(TOKEN) == hashlib.sha256(TOKEN.encode()).hexdigest()
    assert TOKEN not in token_hash(TOKEN)


@pytest.mark.parametrize("header", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"  BEARER   {TOKEN} "])
def test_the_scheme_is_read_in_any_case(header: str) -> None:
    assert token_in(header) == TOKEN


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        TOKEN,
        f"Basic {TOKEN}",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer ikrar_",
        "é",
    ],
)
def test_anything_else_is_no_token(header: str) -> None:
    assert token_in(header) is None


@given(st.text())
def test_no_header_breaks_the_reader(header: str) -> None:
    assert token_in(header) is None or FORM.search(header)
