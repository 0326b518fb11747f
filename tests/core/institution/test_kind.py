"""The closed table of kinds of institution."""

from __future__ import annotations

import pytest

from ikrar.core.account.grant import INSTITUTION_CODE
from ikrar.core.errors import InvalidField
from ikrar.core.institution.kind import Kind, check_kind, kinds
from ikrar.core.institution.level import ORDER, Level, level_of
from ikrar.core.institution.office import OFFICE_KINDS, OfficeKind

WORDS = {
    ("kpu", "regency"): "KPU Kabupaten/Kota",
    ("kpu", "district"): "PPK",
    ("kpu", "village"): "PPS",
    ("kpu", "station"): "KPPS",
    ("bawaslu", "district"): "Panwascam",
    ("bawaslu", "village"): "PKD",
    ("polri", "province"): "Polda",
    ("polri", "regency"): "Polres",
    ("polri", "district"): "Polsek",
    ("tni", "regency"): "Kodim",
    ("tni", "district"): "Koramil",
    ("forum", "district"): "Forkopimcam",
}


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds().keys())
def test_a_kind_and_each_of_its_levels_is_explained_in_both_languages(kind: Kind) -> None:
    for words in (kind.name, kind.meaning, *(r.meaning for r in kind.ranks)):
        assert set(words) == {"id", "en"}
        assert all(words.values())
    for words in (kind.meaning, *(r.meaning for r in kind.ranks)):
        assert all(sentence.endswith(".") for sentence in words.values())
    assert kind.ranks
    assert [r.level for r in kind.ranks] == [level for level in ORDER if kind.rank(level)]
    assert all(r.word for r in kind.ranks)


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds().keys())
def test_the_patterns_of_a_kind_make_codes_and_known_offices(kind: Kind) -> None:
    for rank in kind.ranks:
        for _when, pattern in rank.patterns:
            if pattern.unit:
                assert INSTITUTION_CODE.fullmatch(f"35.28/{pattern.unit}")
                assert all(OfficeKind(office) in OFFICE_KINDS for office, _title in pattern.offices)


@pytest.mark.parametrize(("kind", "level"), WORDS)
def test_each_level_has_the_word_people_use(kind: str, level: str) -> None:
    rank = kinds()[kind].rank(level)
    assert rank is not None
    assert rank.word == WORDS[kind, level]


def test_a_kind_outside_the_table_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(InvalidField, match="Pilih salah satu: kpu, bawaslu") as refusal:
        check_kind("polisi", "regency")
    assert refusal.value.field == "institution_kind"


def test_a_level_at_which_a_kind_has_no_unit_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(InvalidField, match="Pilih salah satu: nation") as refusal:
        check_kind("dkpp", "village")
    assert refusal.value.field == "level"
    check_kind("dkpp", "nation")


def test_the_level_of_an_area_follows_from_its_code() -> None:
    codes = ("35", "35.28", "35.28.01", "35.28.01.2001")
    assert [level_of(code) for code in codes] == [Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE]
    assert level_of("1.2.3.4.5.6") is Level.VILLAGE
