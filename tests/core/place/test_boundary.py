"""Which area a point lies in: known towns, the sea, borders, and what the bundled files cover."""

from __future__ import annotations

import gzip
import json

import pytest

from ikrar.core.data import files
from ikrar.core.place import area, atlas, topology
from ikrar.core.place.boundary import Answer, Boundaries, repaired
from ikrar.core.place.position import Position

AREAS = {one.code: one for one in area.load(deepest=3)}
REAL = {code for code in AREAS if not code.startswith(atlas.FICTIONAL)}


def test_every_province_and_every_regency_has_its_borders_and_nothing_else_has() -> None:
    assert set(atlas.provinces().shapes) == {code for code in REAL if AREAS[code].level == 1}
    assert set(atlas.regencies().shapes) == {code for code in REAL if AREAS[code].level == 2}
    assert [len(atlas.provinces().shapes), len(atlas.regencies().shapes)] == [38, 514]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_invented_areas_have_borders_of_their_own_in_open_sea(level: int) -> None:
    shapes = atlas.fictional(level)
    assert set(shapes.shapes) == {code for code, one in AREAS.items() if code not in REAL and one.level == level}
    for lng, lat in (point for arc in shapes.arcs for point in arc):
        assert 112.0 <= lng <= 112.6
        assert -9.6 <= lat <= -9.2
        assert atlas.boundaries().at(Position(lat, lng)).answer is Answer.NONE


@pytest.mark.parametrize("name", ["boundaries_provinces.topojson.gz", "boundaries_regencies.topojson.gz"])
def test_a_bundled_file_is_read_without_a_fault(name: str) -> None:
    raw = gzip.decompress(files.file(name).read_bytes())
    assert topology.read(raw)[1] == ()
    assert json.loads(raw)["type"] == "Topology"


@pytest.mark.parametrize(
    ("lat", "lng", "code"),
    [
        (-7.161, 113.482, "35.28"),  # Pamekasan
        (-2.976, 104.745, "16.71"),  # Palembang
        (5.55, 95.32, "11.71"),  # Banda Aceh
        (-0.03, 109.34, "61.71"),  # Pontianak
        (-2.45, 117.0, "63.02"),
    ],
)
def test_a_known_town_lies_in_its_regency(lat: float, lng: float, code: str) -> None:
    found = atlas.boundaries().at(Position(lat, lng))
    assert code in [one.code for one in found.candidates] or found.answer is Answer.NONE
    if found.answer is Answer.SURE:
        assert found.code == code


def test_most_middles_of_regencies_lie_in_their_own_borders() -> None:
    index = atlas.boundaries()
    middles = [AREAS[code] for code in index.codes]
    own = 0
    for one in middles:
        assert one.lat is not None
        assert one.lng is not None
        found = index.at(Position(one.lat, one.lng))
        own += any(c.code == one.code and c.km == 0 for c in found.candidates)
    assert own >= 470  # the middle of an archipelago may lie in the sea


@pytest.mark.parametrize(("lat", "lng"), [(-5.0, 113.0), (-12.0, 100.0), (1.35, 103.82), (90, 0), (0, -180), (0, 180)])
def test_open_sea_and_abroad_are_in_no_area(lat: float, lng: float) -> None:
    found = atlas.boundaries().at(Position(lat, lng))
    assert (found.answer, found.candidates, found.code) == (Answer.NONE, (), None)


def test_near_a_border_several_areas_are_named_and_none_is_sure() -> None:
    shapes = atlas.regencies()
    used: dict[int, set[str]] = {}
    for code in ("35.27", "35.28", "35.29"):
        for polygon in shapes.shapes[code]:
            for number in polygon[0]:
                used.setdefault(number if number >= 0 else ~number, set()).add(code)
    shared = next(number for number, codes in used.items() if codes == {"35.27", "35.28"})
    lng, lat = shapes.arcs[shared][len(shapes.arcs[shared]) // 2]
    found = atlas.boundaries().at(Position(lat, lng))
    assert found.answer is Answer.BORDER
    assert {"35.27", "35.28"} <= {one.code for one in found.candidates}
    assert found.code is None


def test_in_the_water_near_one_coast_that_area_is_named_but_not_sure() -> None:
    index = atlas.boundaries(examples=True)
    west = min((p for arc in atlas.fictional(2).arcs for p in arc), key=lambda p: p[0])
    found = index.at(Position(west[1], west[0] - 0.005))
    assert found.answer is Answer.COAST
    assert found.code is None
    assert 0 < found.candidates[0].km <= 1


def test_examples_answer_only_where_they_are_asked_for() -> None:
    inside = Position(-9.39, 112.25)
    assert atlas.boundaries(examples=True).at(inside).code == "98.01"
    assert atlas.boundaries().at(inside).answer is Answer.NONE
    assert Boundaries([atlas.fictional(3)]).at(Position(-9.3, 112.535)).code == "98.01.03"


def test_a_border_that_crosses_itself_is_mended() -> None:
    bow = ((112.0, -9.0), (113.0, -8.0), (113.0, -9.0), (112.0, -8.0), (112.0, -9.0))
    shapes = topology.Topology((bow,), {"35.28": (((0,),),)})
    assert repaired(shapes, "35.28").is_valid
    assert Boundaries([shapes]).at(Position(-8.5, 112.1)).code == "35.28"
    assert Boundaries([shapes]).at(Position(-8.9, 112.5)).code is None
