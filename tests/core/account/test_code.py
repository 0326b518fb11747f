"""The printed code: what was printed is read back however it is typed, and slips of the pen are found."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.account.code import LENGTH, RANDOM_BYTES, code_from, grouped, hash_of, read_code
from ikrar.core.errors import BadInput

RANDOM = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(RANDOM)
def test_a_code_is_read_back_from_its_printed_form(random: bytes) -> None:
    code = code_from(random)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_code(grouped(code)) == code


@given(RANDOM)
def test_a_code_is_read_back_however_it_is_typed(random: bytes) -> None:
    code = code_from(random)
    typed = f"  {grouped(code).lower().replace('-', ' – ')} ".replace("0", "o").replace("1", "l")
    assert read_code(typed) == code


@given(RANDOM, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(random: bytes, at: int, wrong: str) -> None:
    code = code_from(random)
    other = code[:at] + wrong + code[at + 1 :]
    if other != code:
        with pytest.raises(BadInput, match="salah ketik"):
            read_code(other)


@given(RANDOM, st.integers(0, LENGTH - 3))
def test_two_neighbours_in_the_wrong_order_are_always_found(random: bytes, at: int) -> None:
    code = code_from(random)
    other = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if other != code:
        with pytest.raises(BadInput):
            read_code(other)


@pytest.mark.parametrize("typed", ["", "7", "U" * LENGTH, "0" * (LENGTH + 1), "٠" * LENGTH, "<script>"])
def test_what_cannot_be_a_code_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(BadInput, match="periksa lagi"):
        read_code(typed)


def test_a_number_whose_check_symbol_no_keyboard_has_steps_on_to_the_next() -> None:
    awkward = (36).to_bytes(RANDOM_BYTES)
    assert code_from(awkward) == "0" * 22 + "150"  # 37, whose check is 0
    assert code_from(b"\xff" * RANDOM_BYTES) in {"Z" * 24 + ALPHABET[(2**120 - 1) % 37], "0" * 25}


def test_a_code_of_too_little_chance_is_never_made() -> None:
    with pytest.raises(ValueError, match="15 bytes"):
        code_from(b"short")


def test_r39_a_code_carries_at_least_112_random_bits() -> None:
    assert RANDOM_BYTES * 8 >= 112
    assert code_from(bytes(RANDOM_BYTES)) == "0" * LENGTH


def test_a_code_is_kept_under_a_hash_of_its_purpose() -> None:
    assert hash_of("door", "ABC") == hashlib.sha256(b"ikrar/door/v1\nABC").hexdigest()
    assert hash_of("signing", "ABC") != hash_of("door", "ABC")
    with pytest.raises(ValueError, match="ascii"):
        hash_of("door", "é")
