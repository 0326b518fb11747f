"""The words that name a kind of institution or an office."""

from __future__ import annotations

import pytest

from ikrar.core.institution.level import Level
from ikrar.core.institution.office import OfficeKind
from ikrar.core.institution.wording import Meant, heads, longest, posts

REGENCY = Level.REGENCY


@pytest.mark.parametrize(
    ("words", "length", "meant"),
    [
        ("kpu kabupaten klaten", 1, Meant("kpu", REGENCY)),
        ("komisi pemilihan umum daerah", 4, Meant("kpu", Level.PROVINCE)),
        ("panwaslu kecamatan bluto", 2, Meant("bawaslu", Level.DISTRICT)),
        ("polres metro jakarta", 1, Meant("polri", REGENCY)),
        ("polrestabes surabaya", 1, Meant("polri", REGENCY)),
        ("satpol pp", 2, Meant("satpolpp", REGENCY)),
    ],
)
def test_the_longest_words_for_a_kind_are_taken(words: str, length: int, meant: Meant) -> None:
    found = longest(words.split(), heads())
    assert found[0] == length
    assert meant in found[1]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("kapolres pamekasan", Meant("polri", REGENCY, OfficeKind.HEAD)),
        ("wakapolrestabes surabaya", Meant("polri", REGENCY, OfficeKind.DEPUTY)),
        ("ketua komisi pemilihan umum kabupaten klaten", Meant("kpu", REGENCY, OfficeKind.HEAD)),
        ("anggota bawaslu provinsi bali", Meant("bawaslu", Level.PROVINCE, OfficeKind.MEMBER)),
        ("wali kota serang", Meant("government", REGENCY, OfficeKind.HEAD)),
        ("sekretaris daerah kota serang", Meant("government", REGENCY, OfficeKind.SECRETARY)),
        ("camat bluto", Meant("government", Level.DISTRICT, OfficeKind.HEAD)),
    ],
)
def test_the_words_for_an_office_tell_its_institution_and_what_it_is(words: str, meant: Meant) -> None:
    assert meant in longest(words.split(), posts())[1]


@pytest.mark.parametrize("words", ["", "partai melati", "polda", "kabag ops polres klaten"])
def test_other_words_are_no_office(words: str) -> None:
    assert longest(words.split(), posts()) == (0, ())


def test_a_name_of_its_own_is_no_word_for_a_kind() -> None:
    assert longest(["dpr", "aceh"], heads()) == (0, ())
    assert longest(["polda", "metro", "jaya"], heads())[0] == 1


def test_the_word_of_a_province_is_left_to_the_areas_name() -> None:
    ends = {words[-1] for words in (*heads(), *posts()) if len(words) > 1}
    assert "provinsi" not in ends
