"""The keys of backups: printed, typed in again, named, outlived."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.backup import key
from ikrar.core.errors import BadInput

ONE = bytes(range(32))
LINE = key.write(ONE, "2026-11")


def test_a_key_is_one_line_of_groups_that_can_be_read_aloud() -> None:
    version, month, groups = LINE.split(" ")
    assert (version, month) == (key.VERSION, "2026-11")
    assert {len(group) for group in groups.split("-")} == {4}


@given(st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read_back(found: bytes) -> None:
    assert key.read(key.write(found, "2027-01") + "\n") == found


@pytest.mark.parametrize("place", range(len(LINE) - 56, len(LINE)))
def test_one_mistyped_letter_is_noticed(place: int) -> None:
    other = "A" if LINE[place] != "A" else "B"
    if LINE[place] == "-":
        return
    with pytest.raises(BadInput, match="huruf yang keliru"):
        key.read(LINE[:place] + other + LINE[place + 1 :])


@pytest.mark.parametrize(
    "line", ["", "kunci", LINE[:-5], LINE + "-AAAA", LINE + "A", LINE.replace("2026-11", "2026-13"), LINE.lower()]
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(BadInput, match="bukan kunci cadangan"):
        key.read(line)


def test_the_name_of_a_key_tells_keys_apart_and_shows_none_of_it() -> None:
    assert key.key_id(ONE) != key.key_id(ONE[::-1])
    assert len(key.key_id(ONE)) == 16
    assert key.key_id(ONE) not in ONE.hex()


def test_a_passphrase_gives_the_same_key_with_the_same_salt_and_another_with_another() -> None:
    words = "perahu kertas di pantai utara"
    made = key.from_passphrase(words, b"\0" * 32)
    assert made == key.from_passphrase(words, b"\0" * 32)
    assert made != key.from_passphrase(words, b"\1" * 32)
    assert len(made) == key.KEY_BYTES


def test_a_short_passphrase_is_refused_before_any_work() -> None:
    with pytest.raises(BadInput, match="16 huruf"):
        key.from_passphrase("lima belas huruf"[:15], b"\0" * 32)


@pytest.mark.parametrize(
    ("day", "keep", "gone"),
    [
        (date(2026, 11, 30), 0, ["2025-12", "2026-08", "2026-09", "2026-10"]),
        (date(2026, 11, 1), 2, ["2025-12", "2026-08"]),
        (date(2027, 1, 1), 2, ["2025-12", "2026-08", "2026-09", "2026-10"]),
        (date(2026, 11, 1), 24, []),
    ],
)
def test_r42_the_keys_that_are_destroyed_are_those_of_months_outlived(day: date, keep: int, gone: list[str]) -> None:
    months = ["2026-11", "2026-10", "2026-09", "2025-12", "2026-08"]
    assert key.outlived(months, day, keep) == gone


def test_the_month_of_a_day_sorts_as_text() -> None:
    assert key.month_of(date(2026, 3, 31)) == "2026-03"
    assert sorted([key.month_of(date(2026, 11, 1)), key.month_of(date(2026, 2, 1))]) == ["2026-02", "2026-11"]
