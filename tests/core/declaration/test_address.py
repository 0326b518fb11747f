"""The address of a declaration: a title in plain letters, and references as people retype them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.address import LONGEST, slug, tidy_ref
from ikrar.core.ledger.leaf import ref_from

REF = "7K3MZQ4T9A2BC5DE6FGHJ8NPRS"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Deklarasi Pilkada Damai 2024", "deklarasi-pilkada-damai-2024"),
        ("CONTOH Deklarasi “Aman & Damai”!", "contoh-deklarasi-aman-damai"),
        ("Déklarasi   Sã\u00a0", "deklarasi-sa"),
        ("…", "deklarasi"),
        ("和平", "deklarasi"),
        ("a" * 90, "a" * LONGEST),
        ("kata " * 20, "-".join(["kata"] * 14)),
    ],
)
def test_a_title_becomes_words_and_hyphens(title: str, wanted: str) -> None:
    assert slug(title) == wanted


@given(st.text(max_size=120))
def test_a_slug_is_short_plain_and_stable(title: str) -> None:
    made = slug(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= LONGEST
    assert slug(made) == made


@given(st.binary(min_size=17, max_size=17))
def test_a_reference_retyped_in_any_case_and_with_letters_for_figures_is_the_same(random: bytes) -> None:
    ref = ref_from(random)
    assert tidy_ref(ref) == tidy_ref(ref.lower()) == ref
    assert tidy_ref(ref.replace("0", "o").replace("1", "l")) == tidy_ref(ref.replace("0", "O").replace("1", "I")) == ref
    assert tidy_ref("-".join((ref[:13], ref[13:]))) == ref


@pytest.mark.parametrize("typed", ["", "x", REF[:-1], REF + "0", REF[:-1] + "U", REF[:-1] + "é", "umpan.xml"])
def test_what_is_no_reference_stays_as_it_was_typed(typed: str) -> None:
    assert tidy_ref(typed) == typed
