"""Finding areas in running text."""

from __future__ import annotations

import functools
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.place import alias, gazetteer
from ikrar.core.place.gazetteer import Gazetteer


@functools.cache
def book() -> Gazetteer:
    return gazetteer.load(alias.load())


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[slice(*one.span)], one.codes) for one in book().find(text)]


@pytest.mark.parametrize(
    ("text", "name", "codes"),
    [
        ("di Kabupaten Pamekasan", "Kabupaten Pamekasan", ("35.28",)),
        ("di Kab. Sikka,", "Kab. Sikka", ("53.07",)),
        ("di Pamekasan", "Pamekasan", ("35.28",)),
        ("di Kota Serang", "Kota Serang", ("36.73",)),
        ("di Serang", "Serang", ("36.04", "36.73")),
        ("Bupati Serang", "Serang", ("36.04",)),
        ("Wali Kota Serang", "Kota Serang", ("36.73",)),
        ("Polres Kediri Kota", "Kediri Kota", ("35.71",)),
        ("Polres Kediri", "Kediri", ("35.06",)),
        ("Kapolres Metro Tangerang Kota", "Tangerang Kota", ("36.71",)),
        ("Polres Metro Bekasi", "Bekasi", ("32.16",)),
        ("Wakapolrestabes Semarang", "Semarang", ("33.74",)),
        ("Polresta Serang", "Serang", ("36.04", "36.73")),
        ("Polda Gorontalo", "Gorontalo", ("75",)),
        ("Kepolisian Resor Kota Sidoarjo", "Kota Sidoarjo", ("35.15",)),
        ("Polda Metro Jaya", "Metro Jaya", ("31",)),
        ("warga Kota Metro", "Kota Metro", ("18.72",)),
        ("kawasan Jakarta Barat", "Jakarta Barat", ("31.73",)),
        ("Kota Administrasi Jakarta Barat", "Kota Administrasi Jakarta Barat", ("31.73",)),
        ("KPU Jateng", "Jateng", ("33",)),
        ("warga Kobar", "Kobar", ("62.01",)),
        ("Kecamatan Kie", "Kecamatan Kie", ("53.02.10",)),
        ("Kapolsek Kie", "Kie", ("53.02.10",)),
        ("Kapolsek Pamekasan", "Pamekasan", ("35.28.04",)),
        ("Desa Oenai", "Desa Oenai", ("53.02.10.2003",)),
        ("Lembah Arunika", "Lembah Arunika", ("98.01",)),
        ("Desa Telaga Rinjing", "Desa Telaga Rinjing", ("98.01.01.2002",)),
        ("Kecamatan Cempaluna", "Kecamatan Cempaluna", ("98.01.02",)),
        ("Toli-Toli", "Toli-Toli", ("72.04",)),
        ("Tolitoli", "Tolitoli", ("72.04",)),
        ("Gunung Kidul", "Gunung Kidul", ("34.03",)),
        ("Labuhan Batu Utara", "Labuhan Batu Utara", ("12.23",)),
    ],
)
def test_an_area_is_found_however_the_press_names_it(text: str, name: str, codes: tuple[str, ...]) -> None:
    assert found(text) == [(name, codes)]


@pytest.mark.parametrize(
    "text",
    [
        "mereka serang balik",
        "Kabupaten/Kota",
        "Kecamatan Tidakada",
        "Kota",
        "Polres Metro",
        "Kab. 12",
        "desa itu",
        "kabupaten itu",
        "Kabupaten Kota",
    ],
)
def test_words_that_name_no_area_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_longer_name_wins_over_the_shorter_one_in_it() -> None:
    assert found("Lampung Selatan dan Lampung") == [("Lampung Selatan", ("18.01",)), ("Lampung", ("18",))]


def test_names_do_not_reach_over_commas_or_lines() -> None:
    assert found("Lampung, Selatan") == [("Lampung", ("18",))]
    assert found("Lampung\nSelatan") == [("Lampung", ("18",))]


def test_an_office_with_no_area_of_its_kind_falls_back_to_the_name() -> None:
    assert found("Bupati Yogyakarta") == [("Yogyakarta", ("34.71",))]


def test_where_two_provinces_share_a_name_nothing_is_narrowed() -> None:
    assert found("Polres Banjar") == [("Banjar", ("32.79", "63.03"))]


def test_the_word_kota_belongs_to_the_name_only_after_a_police_unit() -> None:
    assert found("warga Kediri Kota") == [("Kediri", ("35.06", "35.71"))]
    assert found("Polres Pamekasan Kota") == [("Pamekasan", ("35.28",))]


def test_a_mention_tells_whether_its_kind_was_said() -> None:
    assert [one.explicit for one in book().find("Kabupaten Serang, Serang, Polres Kediri Kota")] == [True, False, True]


def test_a_name_that_is_also_another_word_is_weak_without_company() -> None:
    text = "para Mitra, KPU Mitra, KPU Oi, KPU OI, Malang, di Malang, Bandungan"
    assert [one.weak for one in book().find(text)] == [True, False, True, False, True, False, True]


def test_an_official_name_is_given_for_a_code() -> None:
    assert book().official_name("98.01") == "Kabupaten Lembah Arunika"


@given(st.text(alphabet="SerangKotab. ,-/\n", max_size=40))
def test_mentions_never_overlap_and_hold_their_names(text: str) -> None:
    mentions = book().find(text)
    assert all(0 <= one.span[0] <= one.name[0] < one.name[1] <= one.span[1] <= len(text) for one in mentions)
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(mentions))
    assert all(one.codes for one in mentions)
