"""A key is its office's when two people of two institutions say so, one of them its own (decision 15)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import Refused
from ikrar.core.signature.vouching import Standing, Vouch, check_attestation, check_vouch, same_office, standing

KPU, BAWASLU, POLRES = "35.28/kpu", "35.28/bawaslu", "35.28/polres"


@pytest.mark.parametrize(
    ("vouches", "wanted"),
    [
        ([], Standing.HOLDER),
        ([Vouch(KPU, 1)], Standing.HOLDER),
        ([Vouch(BAWASLU, 2)], Standing.HOLDER),
        ([Vouch(KPU, 1), Vouch(BAWASLU, 2)], Standing.OFFICE),
        ([Vouch(BAWASLU, 2), Vouch(KPU, 1)], Standing.OFFICE),
        ([Vouch(KPU, 1), Vouch(BAWASLU, 1)], Standing.HOLDER),
        ([Vouch(KPU, 1), Vouch(KPU, 2)], Standing.HOLDER),
        ([Vouch(BAWASLU, 1), Vouch(POLRES, 2)], Standing.HOLDER),
    ],
)
def test_two_people_of_two_institutions_make_a_key_the_offices(vouches: list[Vouch], wanted: Standing) -> None:
    assert standing(KPU, vouches) is wanted


def test_a_key_without_an_institution_is_nobodys_office() -> None:
    assert standing("", [Vouch("", 1), Vouch(KPU, 2)]) is Standing.HOLDER


words = st.builds(Vouch, st.sampled_from([KPU, BAWASLU, POLRES]), st.integers(1, 3))


@given(st.lists(words, max_size=6))
def test_whatever_is_tried_only_two_people_of_two_institutions_reach_the_office(tried: list[Vouch]) -> None:
    given: list[Vouch] = []
    for word in tried:
        try:
            check_vouch(KPU, given, word)
        except Refused:
            continue
        given.append(word)
    assert len(given) <= 2
    reached = standing(KPU, given) is Standing.OFFICE
    assert reached is (len(given) == 2)
    if reached:
        assert len({word.person for word in given}) == len({word.institution for word in given}) == 2
        assert KPU in {word.institution for word in given}


@pytest.mark.parametrize(
    ("given", "new", "said"),
    [
        ([Vouch(KPU, 1)], Vouch(BAWASLU, 1), "orang lain"),
        ([Vouch(KPU, 1)], Vouch(KPU, 2), "Lembaga ini sudah"),
        ([Vouch(BAWASLU, 1)], Vouch(POLRES, 2), "lembaga pemilik"),
        ([Vouch(KPU, 1), Vouch(BAWASLU, 2)], Vouch(POLRES, 3), "sudah dijamin dua"),
    ],
)
def test_a_word_that_does_not_count_is_refused_with_its_reason(given: list[Vouch], new: Vouch, said: str) -> None:
    with pytest.raises(Refused, match=said):
        check_vouch(KPU, given, new)


def test_two_people_of_two_institutions_attest_a_signing_by_hand() -> None:
    check_attestation([], Vouch(KPU, 1))
    check_attestation([Vouch(KPU, 1)], Vouch(BAWASLU, 2))
    with pytest.raises(Refused, match="orang lain"):
        check_attestation([Vouch(KPU, 1)], Vouch(BAWASLU, 1))
    with pytest.raises(Refused, match="lembaga lain"):
        check_attestation([Vouch(KPU, 1)], Vouch(KPU, 2))


@pytest.mark.parametrize(
    ("pledged", "institution", "registered", "same"),
    [
        ("Ketua", "KPU Kabupaten Pamekasan", "Ketua KPU Kabupaten Pamekasan", True),
        ("Ketua KPU Kabupaten Pamekasan", "KPU Kabupaten Pamekasan", "ketua  KPU Kabupaten Pamekasan", True),
        ("Kapolres Pamekasan", "Polres Pamekasan", "Kapolres Pamekasan", True),
        ("Ketua", "KPU Kabupaten Pamekasan", "Sekretaris KPU Kabupaten Pamekasan", False),
        ("Ketua", "KPU Kabupaten Pamekasan", "Ketua KPU Kabupaten Sampang", False),
        ("", "KPU Kabupaten Pamekasan", "", False),
    ],
)
def test_an_office_is_the_registered_one_by_its_name(
    pledged: str, institution: str, registered: str, same: bool
) -> None:
    assert same_office(pledged, institution, registered) is same
