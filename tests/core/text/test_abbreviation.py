"""Short forms are told from other letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.text.abbreviation import abbreviates


@pytest.mark.parametrize(
    ("short", "words"),
    [("Sekda", "Sekretaris Daerah"), ("K.P.U.", "Komisi Pemilihan Umum"), ("FKUB", "Forum Kerukunan Umat Beragama")],
)
def test_letters_in_the_order_of_the_words_are_a_short_form(short: str, words: str) -> None:
    assert abbreviates(short, words)


@pytest.mark.parametrize(("short", "words"), [("Marzuki", "Ketua BPK"), ("UPK", "Komisi Pemilihan Umum"), ("AA", "A")])
def test_letters_that_lack_or_stand_in_another_order_are_none(short: str, words: str) -> None:
    assert not abbreviates(short, words)


@given(st.text(alphabet="abcde ", max_size=20), st.data())
def test_words_with_letters_left_out_are_always_a_short_form(words: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    assert abbreviates("".join(sign for sign, keep in zip(words, kept, strict=True) if keep), words)
