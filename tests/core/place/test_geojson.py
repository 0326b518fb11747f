"""Borders as GeoJSON, for programs."""

from __future__ import annotations

import pytest

from ikrar.core.place import atlas, geojson


def test_areas_become_features_with_code_name_and_a_frame_around_all() -> None:
    found = geojson.collection(atlas.fictional(3), [("98.01.01", "Tirtalangit"), ("98.01.03", "Sagarawana")])
    assert found["type"] == "FeatureCollection"
    assert [one["properties"] for one in found["features"]] == [
        {"kode": "98.01.01", "nama": "Tirtalangit"},
        {"kode": "98.01.03", "nama": "Sagarawana"},
    ]
    west, south, east, north = found["bbox"]
    for one in found["features"]:
        for polygon in one["geometry"]["coordinates"]:
            assert polygon[0][0] == polygon[0][-1]
            assert all(west <= lng <= east and south <= lat <= north for lng, lat in polygon[0])


def test_no_area_or_an_unknown_one_is_an_error() -> None:
    with pytest.raises(ValueError):
        geojson.collection(atlas.fictional(3), [])
    with pytest.raises(KeyError):
        geojson.collection(atlas.fictional(3), [("98.02", "Tidak ada")])
