"""A map pack is checked against the districts that are valid now."""

from __future__ import annotations

from pathlib import Path

import pytest

from ikrar.core.errors import BadInput
from ikrar.core.place import area, pack
from ikrar.core.place.boundary import Boundaries
from ikrar.core.place.position import Position
from tests.core.place.test_topology import area as shape
from tests.core.place.test_topology import document

REAL = Path(__file__).parents[4] / "shared" / "data" / "boundaries" / "kecamatan_sederhana.topojson"


def test_known_districts_are_kept_and_the_others_named() -> None:
    raw = document(shape("35.28.01"), shape("35.28.99"), shape("35.28"), shape("35.28.02", kind=None))
    found = pack.check(raw, {"35.28.01", "35.28.02"})
    assert set(found.topology.shapes) == {"35.28.01"}
    assert found.missing == ("35.28.02",)
    assert [error.params["code"] for error in found.faults] == ["35.28.02", "35.28", "35.28.99"]


def test_a_file_without_a_single_known_district_is_refused() -> None:
    with pytest.raises(BadInput, match="Tidak ada batas kecamatan"):
        pack.check(document(shape("35.28")), {"35.28.01"})


def test_the_whole_country_s_districts_can_be_a_pack() -> None:
    if not REAL.is_file():
        pytest.skip("the borders of districts are not ours to ship: ../shared/data is not here")
    districts = {one.code for one in area.load(3) if one.level == 3 and not one.code.startswith("98")}
    found = pack.check(REAL.read_bytes(), districts)
    assert len(found.topology.shapes) == 7284
    assert found.missing == ("81.05.16",)
    assert len(found.faults) == 1
    assert Boundaries([found.topology]).at(Position(-7.05, 113.5)).candidates[0].code.startswith("35.28.")
