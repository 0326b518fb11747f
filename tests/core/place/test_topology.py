"""TopoJSON is read as it is meant, and what cannot be used is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ikrar.core.errors import BadInput
from ikrar.core.place import topology

SQUARE = [[112.0, -9.0], [113.0, -9.0], [113.0, -8.0], [112.0, -8.0], [112.0, -9.0]]


def area(code: object = "35.28", kind: object = "Polygon", arcs: object = ((0,),)) -> dict[str, Any]:
    return {"type": kind, "properties": {"kode": code}, "arcs": arcs}


def document(*geometries: object, arcs: object = (SQUARE,), **more: Any) -> bytes:
    objects = {"areas": {"type": "GeometryCollection", "geometries": list(geometries)}}
    return json.dumps({"type": "Topology", "arcs": arcs, "objects": objects} | more).encode()


def test_an_area_is_read_with_its_lines() -> None:
    found, wrong = topology.read(document(area()))
    assert wrong == ()
    assert found.shapes == {"35.28": (((0,),),)}
    assert found.points((0,)) == [tuple(point) for point in SQUARE]


def test_steps_of_whole_numbers_are_added_up_and_scaled() -> None:
    transform = {"scale": [0.5, 0.25], "translate": [112, -9]}
    found, _ = topology.read(document(area(), arcs=[[[0, 0], [2, 0], [0, 4], [-2, 0], [0, -4]]], transform=transform))
    assert found.arcs == (((112.0, -9.0), (113.0, -9.0), (113.0, -8.0), (112.0, -8.0), (112.0, -9.0)),)


def test_a_border_used_by_two_areas_is_walked_both_ways() -> None:
    arcs = [[[112, -9], [112, -8]], [[112, -8], [111, -8], [111, -9], [112, -9]], [[112, -9], [113, -9], [112, -8]]]
    found, wrong = topology.read(document(area("35.28", arcs=[[0, 1]]), area("35.29", arcs=[[2, -1]]), arcs=arcs))
    assert wrong == ()
    assert found.points((0, 1))[:2] == found.points((2, ~0))[-1:-3:-1]


def test_several_parts_and_an_object_that_is_one_area_are_read() -> None:
    raw = json.dumps(
        {"type": "Topology", "arcs": [SQUARE], "objects": {"one": area(kind="MultiPolygon", arcs=[[[0]]])}}
    )
    assert topology.read(raw.encode())[0].shapes == {"35.28": (((0,),),)}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe", "bukan JSON"),
        (b"{", "bukan JSON"),
        (b'{"type": "Topology", "arcs": [[[NaN, 0], [0, 0]]]}', "bukan JSON"),
        (b"[" * 100_000, "bukan JSON"),
        (b"[]", "bukan TopoJSON"),
        (b'{"type": "FeatureCollection"}', "bukan TopoJSON"),
        (b'{"type": "Topology"}', "arcs"),
        (document(area(), arcs=[[["a", 0], [0, 0]]]), "arcs"),
        (document(area(), arcs=[[[112, -9]]]), "arcs"),
        (document(area(), arcs=[SQUARE], transform={"scale": [1]}), "transform"),
        (document(area(), arcs=[[[1e308, 0], [1e308, 0]]], transform={"scale": [1e9, 1], "translate": [0, 0]}), "arcs"),
        (b'{"type": "Topology", "arcs": [], "objects": {}}', "objects"),
        (document(area(), arcs=[[[-9, 112], [-8, 112]]]), "bujur lalu lintang"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_what_to_do(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        topology.read(raw)


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "MOST_BYTES", 10)
    with pytest.raises(BadInput, match="lebih besar"):
        topology.read(document(area()))
    monkeypatch.setattr(topology, "MOST_BYTES", 10_000)
    monkeypatch.setattr(topology, "MOST_POINTS", 3)
    with pytest.raises(BadInput, match="lebih dari 3 titik"):
        topology.read(document(area()))


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ("text", "tidak ada kode"),
        ({"type": "Polygon", "arcs": [[0]]}, "tidak ada kode"),
        (area(code=35), "tidak ada kode"),
        (area(code="3528"), "tidak ada kode"),
        (area(kind=None), "tidak punya bentuk"),
        (area(kind="LineString"), "bukan bidang"),
        (area(arcs=None), "tidak tersambung"),
        (area(arcs=[]), "tidak tersambung"),
        (area(arcs=[[]]), "tidak tersambung"),
        (area(arcs=[[1]]), "tidak tersambung"),
        (area(arcs=[["0"]]), "tidak tersambung"),
        (area(arcs=[[0, 0]]), ""),
        (area(kind="MultiPolygon", arcs=[]), "tidak tersambung"),
        (area(kind="MultiPolygon", arcs=[[]]), "tidak tersambung"),
    ],
)
def test_an_area_that_cannot_be_used_is_left_out_and_named(geometry: object, said: str) -> None:
    found, wrong = topology.read(document(area("35.29"), geometry))
    assert "35.29" in found.shapes
    if said:
        assert [said in str(error) and error.params["row"] == 2 for error in wrong] == [True]


def test_lines_that_do_not_meet_are_no_area() -> None:
    arcs = [[[112, -9], [112, -8]], [[113, -8], [111, -8], [112, -9]], [[112, -9], [112, -8], [112, -9]]]
    _, wrong = topology.read(document(area("35.28", arcs=[[0, 1]]), area("35.29", arcs=[[2]]), arcs=arcs))
    assert len(wrong) == 2


def test_a_code_that_comes_twice_counts_once() -> None:
    found, wrong = topology.read(document(area(), area()))
    assert list(found.shapes) == ["35.28"]
    assert "sudah ada" in str(wrong[0])
