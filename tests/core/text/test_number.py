"""Numbers in digits and words."""

from __future__ import annotations

import pytest

from ikrar.core.text.number import cardinal, number, ordinal


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("16", 16),
        ("tujuh", 7),
        ("sebelas", 11),
        ("sembilan belas", 19),
        ("dua puluh tiga", 23),
        ("seratus dua puluh", 120),
        ("dua ratus lima", 205),
        ("seribu", 1000),
        ("dua ribu delapan belas", 2018),
        ("dua ribu dua puluh empat", 2024),
        ("Lima", 5),
    ],
)
def test_a_number_reads_the_same_in_digits_and_in_words(written: str, value: int) -> None:
    assert number(written) == value


def test_a_word_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="banyak"):
        number("banyak")


@pytest.mark.parametrize(
    ("written", "value"),
    [("Pertama", 1), ("kesatu", 1), ("kedua", 2), ("Kesepuluh", 10), ("kepala", None), ("terakhir", None)],
)
def test_ordinals_are_read_and_other_words_are_not(written: str, value: int | None) -> None:
    assert ordinal(written) == value


@pytest.mark.parametrize(("written", "value"), [("satu", 1), ("Dua", 2), ("12", 12), ("kepala", None)])
def test_cardinals_are_read_and_other_words_are_not(written: str, value: int | None) -> None:
    assert cardinal(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("duapuluh tiga", 23),
        ("sembilanbelas", 19),
        ("dua ribu dua puluh dan empat", 2024),
        ("dua nol dua empat", 2024),
        ("dua-puluh", 20),
    ],
)
def test_number_words_run_together_or_digit_by_digit_are_read(written: str, value: int) -> None:
    assert number(written) == value


@pytest.mark.parametrize("written", ["", " ", "dan", "dua kali", "²"])
def test_what_holds_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        number(written)


@pytest.mark.parametrize(("written", "value"), [("ke-3", 3), ("ke 12", 12), ("ke-", None), ("tiga", None)])
def test_ordinals_with_digits_are_read(written: str, value: int | None) -> None:
    assert ordinal(written) == value
