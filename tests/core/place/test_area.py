"""The areas as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.place.area import Area, bare, fold, load

AREAS = {area.code: area for area in load()}


def test_every_area_of_the_country_and_of_the_fictional_regency_is_there() -> None:
    real = [area for area in AREAS.values() if not area.code.startswith("98")]
    counts = [sum(area.level == level for area in real) for level in (1, 2, 3, 4)]
    assert counts == [38, 514, 7285, 83762]
    assert len(AREAS) - len(real) == 1 + 1 + 3 + 9


def test_every_area_but_a_province_lies_in_an_area_one_level_up() -> None:
    for area in AREAS.values():
        if area.level == 1:
            assert area.parent == ""
        else:
            assert AREAS[area.parent].level == area.level - 1


def test_codes_keep_their_last_zero() -> None:
    assert AREAS["91.10"].name == "Kabupaten Sarmi"
    assert AREAS["35.28"] == Area(
        "35.28", 2, "kabupaten", "Kabupaten Pamekasan", "35", AREAS["35.28"].lat, AREAS["35.28"].lng
    )


def test_a_place_has_coordinates_in_degrees() -> None:
    lat, lng = AREAS["35.28"].lat, AREAS["35.28"].lng
    assert lat is not None
    assert lng is not None
    assert -12 < lat < 7
    assert 94 < lng < 142


def test_the_fictional_regency_lies_in_the_open_sea_where_no_real_area_is() -> None:
    """Its points are invented, like its names."""
    for area in AREAS.values():
        if area.lat is None or area.lng is None:
            continue
        at_sea = -9.6 <= area.lat <= -9.2 and 112.0 <= area.lng <= 112.6
        assert at_sea == area.code.startswith("98")
    assert all(area.lat is not None for area in AREAS.values() if area.code.startswith("98"))


def test_no_fictional_name_is_the_name_of_a_real_area() -> None:
    real = {bare(area.name) for area in AREAS.values() if not area.code.startswith("98")}
    invented = {bare(area.name) for area in AREAS.values() if area.code.startswith("98")}
    assert len(invented) == 14
    assert not invented & real


@pytest.mark.parametrize(("deepest", "levels"), [(1, {1}), (2, {1, 2}), (3, {1, 2, 3})])
def test_lower_levels_can_be_left_out(deepest: int, levels: set[int]) -> None:
    areas = list(load(deepest=deepest))
    assert {area.level for area in areas} == levels
    assert sum(area.level == deepest for area in areas) == sum(area.level == deepest for area in AREAS.values())


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Kab.  Pamekasan", "kabupaten pamekasan"),
        ("PROV. Jawa Timur", "provinsi jawa timur"),
        ("Toli-Toli", "toli toli"),
        ("Kec. Kie", "kecamatan kie"),
        ("Ma'rang", "marang"),
        ("Élite", "elite"),
    ],
)
def test_names_are_searched_however_they_are_typed(typed: str, key: str) -> None:
    assert fold(typed) == key


def test_the_bare_name_loses_its_level_word_but_never_everything() -> None:
    assert bare("Kabupaten Pamekasan") == bare("pamekasan")
    assert bare("Kota Administrasi Jakarta Barat") == "jakarta barat"
    assert bare("Kota") == "kota"


@given(st.text())
def test_a_search_key_is_its_own_search_key(name: str) -> None:
    assert fold(fold(name)) == fold(name)
