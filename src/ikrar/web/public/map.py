"""The maps that the server draws: which areas stand on the map of a page, with their names and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from django.templatetags.static import static

from ikrar.core.errors import Missing
from ikrar.core.place import atlas, drawing, geojson
from ikrar.core.place.drawing import Drawing, Outline
from ikrar.core.place.position import Position
from ikrar.records.place.queries import Record, Row, district_borders

LABEL_ROOM = 30  # units around the middle of an area that its number needs
PROVINCE, REGENCY = 1, 2


@dataclass(frozen=True)
class Shape:
    """An area drawn on a map, with a link to its page unless it is the page's own."""

    row: Row
    outline: Outline
    link: bool

    @property
    def number(self) -> str:
        """The last part of the code, when there is room to write it."""
        return self.row.code.rpartition(".")[2] if self.outline.room >= LABEL_ROOM else ""


@dataclass(frozen=True)
class Dot:
    """The middle of an area whose borders are not known here."""

    row: Row
    x: int
    y: int

    @property
    def number(self) -> str:
        """The last part of the code."""
        return self.row.code.rpartition(".")[2]


@dataclass(frozen=True)
class Map:
    """What the template of a map needs: ``number`` says how many areas can be opened from it."""

    drawing: Drawing
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...] = ()

    @property
    def number(self) -> int:
        """How many areas can be opened from this map."""
        return sum(shape.link for shape in self.shapes) + len(self.dots)

    @property
    def library(self) -> tuple[str, str] | None:
        """Where the browser finds what the map one can drag needs; a map without areas to open has no use for it."""
        return movable() if any(shape.link for shape in self.shapes) else None


def of_nation(rows: Iterable[Row]) -> Map:
    """Draw the provinces."""
    return _of(_nation(), rows)


def of_area(area: Record) -> Map | None:
    """Draw a province with its regencies, or a regency with its districts; lower areas have no map."""
    if area.level == PROVINCE:
        drawn = _province(area.code)
        return _of(drawn, area.children) if drawn else None
    return _regency(area) if area.level == REGENCY else None


def of_provinces(codes: Iterable[str]) -> Map | None:
    """Draw the regencies of neighbouring provinces on one sheet, without links; None where a border is not known."""
    drawn = _provinces(tuple(sorted(codes)))
    if drawn is None:
        return None
    return Map(drawn, tuple(Shape(_nameless(one.code), one, link=False) for one in drawn.outlines))


def _nameless(code: str) -> Row:
    return Row(code, "", "", code.startswith(atlas.FICTIONAL), None, None)


def _of(drawn: Drawing, rows: Iterable[Row]) -> Map:
    by_code = {row.code: row for row in rows}
    known = [outline for outline in drawn.outlines if outline.code in by_code]
    known.sort(key=lambda outline: outline.small)  # what is painted later lies above: the mark of a small one is seen
    return Map(drawn, tuple(Shape(by_code[outline.code], outline, link=True) for outline in known))


def _regency(area: Record) -> Map | None:
    pack = atlas.fictional(3) if area.fictional else district_borders()
    codes = tuple(atlas.below(pack, area.code)) if pack else ()
    if pack and codes:
        drawn = drawing.draw(pack, codes, tolerance=atlas.REGENCY_TOLERANCE)
        without = [row for row in area.children if row.code not in codes]
        return Map(drawn, _of(drawn, area.children).shapes, _dots(drawn, without))
    outline = _outline(area.code)
    if outline is None:
        return None
    own = Row(area.code, area.kind, area.name, area.fictional, None, None)
    return Map(outline, tuple(Shape(own, one, link=False) for one in outline.outlines), _dots(outline, area.children))


def _dots(drawn: Drawing, rows: Iterable[Row]) -> tuple[Dot, ...]:
    """Mark where areas without borders lie; one without coordinates, or off the paper, stands in the list only."""
    dots = []
    for row in rows:
        if row.lat is not None and row.lng is not None:
            x, y = drawing.inside(drawn, Position(row.lat, row.lng))
            if 0 <= x <= drawn.width and 0 <= y <= drawn.height:
                dots.append(Dot(row, x, y))
    return tuple(dots)


def borders_of_nation(rows: Iterable[Row]) -> dict[str, Any]:
    """Give the provinces as GeoJSON."""
    return geojson.collection(atlas.provinces(), ((row.code, row.name) for row in rows))


def borders_of(area: Record) -> dict[str, Any]:
    """Give what the map of an area shows as GeoJSON; raises Missing where its borders are not known."""
    named = {row.code: row.name for row in area.children} | {area.code: area.name}
    if area.level == PROVINCE:
        shapes = atlas.fictional(REGENCY) if area.fictional else atlas.regencies()
        codes = tuple(atlas.below(shapes, area.code))
    else:
        pack = atlas.fictional(3) if area.fictional else district_borders()
        codes = tuple(atlas.below(pack, area.code)) if pack and area.level == REGENCY else ()
        shapes = pack if pack and codes else atlas.regencies()
        codes = codes or (area.code,)
    known = [(code, named[code]) for code in codes if code in named and code in shapes.shapes]
    if not known:
        raise Missing("Wilayah ini tidak ada.")
    return geojson.collection(shapes, known)


@cache
def movable() -> tuple[str, str] | None:
    """Give the addresses of the map library and its worker, or None when set-up could not fetch them."""
    try:
        return static("maplibre/maplibre-gl.mjs"), static("maplibre/maplibre-gl-worker.mjs")
    except ValueError:  # the manifest of static files does not know them
        return None


@lru_cache(maxsize=1)
def _nation() -> Drawing:
    shapes = atlas.provinces()
    return drawing.draw(shapes, sorted(shapes.shapes), tolerance=atlas.NATION_TOLERANCE)


@lru_cache(maxsize=48)
def _province(code: str) -> Drawing | None:
    invented = code == atlas.FICTIONAL
    shapes = atlas.fictional(REGENCY) if invented else atlas.regencies()
    codes = tuple(atlas.below(shapes, code))
    return drawing.draw(shapes, codes, tolerance=atlas.PROVINCE_TOLERANCE, around=not invented) if codes else None


@lru_cache(maxsize=16)
def _provinces(codes: tuple[str, ...]) -> Drawing | None:
    shapes = atlas.regencies()
    found = [tuple(atlas.below(shapes, code)) for code in codes]
    if not all(found):
        return None
    return drawing.draw(shapes, chain.from_iterable(found), tolerance=atlas.PROVINCE_TOLERANCE, around=True)


@lru_cache(maxsize=128)
def _outline(code: str) -> Drawing | None:
    shapes = atlas.regencies()
    if code not in shapes.shapes:
        return None
    return drawing.draw(shapes, (code,), tolerance=atlas.REGENCY_TOLERANCE, around=True)
