"""Maps as paths: neighbours share their line, small islands stay or go by rule, everything lies on the paper."""

from __future__ import annotations

import gzip
import re

import pytest

from ikrar.core.place import atlas, drawing
from ikrar.core.place.drawing import MARGIN, draw
from ikrar.core.place.position import Position
from ikrar.core.place.topology import Topology

MOST = 60_000  # bytes, compressed, of the map of one page


def corners(path: str) -> list[list[tuple[int, int]]]:
    """Read a path back: the corners of each closed line."""
    lines = []
    for part in re.findall(r"M([^z]*)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", part)]
        x, y = 0, 0
        line = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x, y))
        lines.append(line)
    return lines


def test_neighbours_keep_one_line_between_them_at_every_simplification() -> None:
    shapes = atlas.fictional(3)
    for tolerance in (0.5, 5.0, 40.0):
        drawn = draw(shapes, sorted(shapes.shapes), tolerance=tolerance)
        one, two, three = ({point for line in corners(outline.path) for point in line} for outline in drawn.outlines)
        assert len(one & two & three) == 1
        for a, b in ((one, two), (two, three), (one, three)):
            assert len(a & b) >= 2


@pytest.mark.parametrize("tolerance", [0.5, 3.0])
def test_the_land_of_all_together_leaves_no_gap(tolerance: float) -> None:
    shapes = atlas.fictional(3)
    drawn = draw(shapes, sorted(shapes.shapes), tolerance=tolerance)
    whole = draw(atlas.fictional(2), ["98.01"], tolerance=tolerance)
    parts = sum(abs(drawing._area([*line, line[0]])) for o in drawn.outlines for line in corners(o.path))
    alone = sum(abs(drawing._area([*line, line[0]])) for o in whole.outlines for line in corners(o.path))
    assert parts == pytest.approx(alone, rel=1e-9)


def test_everything_drawn_lies_on_the_paper_and_every_label_inside_its_area() -> None:
    drawn = draw(atlas.provinces(), sorted(atlas.provinces().shapes), tolerance=atlas.NATION_TOLERANCE)
    assert len(drawn.outlines) == 38
    for outline in drawn.outlines:
        for x, y in (point for line in corners(outline.path) for point in line):
            assert MARGIN - 1 <= x <= drawn.width - MARGIN + 1
            assert MARGIN - 1 <= y <= drawn.height - MARGIN + 1
        assert outline.room > 0
    assert {outline.code for outline in drawn.outlines if outline.small} == {"31", "34"}


@pytest.mark.parametrize("province", sorted(atlas.provinces().shapes))
def test_the_map_of_every_province_is_light_and_holds_all_its_regencies(province: str) -> None:
    codes = list(atlas.below(atlas.regencies(), province))
    drawn = draw(atlas.regencies(), codes, tolerance=atlas.PROVINCE_TOLERANCE, around=True)
    assert [outline.code for outline in drawn.outlines] == codes
    everything = drawn.around + "".join(outline.path for outline in drawn.outlines)
    assert len(gzip.compress(everything.encode())) < MOST // 3


def test_land_around_shows_where_there_is_some() -> None:
    shapes = atlas.regencies()
    assert draw(shapes, ["35.28"], around=True).around
    assert draw(shapes, ["35.28"]).around == ""
    assert draw(atlas.fictional(2), ["98.01"], around=True).around == ""


def test_a_tiny_area_keeps_its_largest_island_and_gets_a_mark() -> None:
    islet = ((110.0, -5.0), (110.0001, -5.0), (110.0001, -4.9999), (110.0, -5.0))
    land = ((112.0, -9.0), (113.0, -9.0), (113.0, -8.0), (112.0, -8.0), (112.0, -9.0))
    hole = ((112.2, -8.8), (112.4, -8.8), (112.4, -8.6), (112.2, -8.8))
    shapes = Topology((islet, land, hole), {"11": (((0,),), ((0,),)), "12": (((1,), (2,)), ((0,),))})
    tiny, large = draw(shapes, ["11", "12"], tolerance=1.0).outlines
    assert len(corners(tiny.path)) == 1
    assert (tiny.small, tiny.room) == (True, 0)
    assert len(corners(large.path)) == 2
    assert not large.small


def test_a_position_stands_where_its_land_is() -> None:
    drawn = draw(atlas.regencies(), ["35.28"])
    x, y = drawing.inside(drawn, Position(-7.05, 113.5))
    assert 0 < x < drawn.width
    assert 0 < y < drawn.height


def test_an_area_without_borders_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw(atlas.regencies(), ["99.99"])
