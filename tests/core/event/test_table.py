"""Real events that are known: metadata with a source, never a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from ikrar.core.data import files
from ikrar.core.election import table as elections
from ikrar.core.event import table
from ikrar.core.event.table import Event
from ikrar.core.place import area as areas

PAMEKASAN, SERANG = table.load()


def test_the_two_events_come_newest_first_with_their_source() -> None:
    assert (PAMEKASAN.code, SERANG.code) == ("pamekasan-2024-08-16", "serang-2023-09-04")
    for one in (PAMEKASAN, SERANG):
        assert urlsplit(one.source.url).scheme == "https"
        assert one.source.title
        assert one.source.publisher


def test_what_the_source_gives_no_figure_for_stays_unknown_and_is_told() -> None:
    assert (PAMEKASAN.points, PAMEKASAN.parties) == (4, None)
    assert (SERANG.points, SERANG.parties) == (None, None)
    for one in (PAMEKASAN, SERANG):
        assert one.unknown
        assert all(set(said) == {"id", "en"} and all(said.values()) for said in one.unknown)


def test_events_are_dated_and_placed_inside_known_elections_and_areas() -> None:
    codes = {one.code for one in elections.load()}
    known = {one.code for one in areas.load()}
    for one in table.load():
        assert one.election in codes
        assert not any(code.startswith("98") for code in one.areas)
        assert set(one.areas) <= known
    assert SERANG.day.isoweekday() == 1
    assert PAMEKASAN.day.isoweekday() == 5


def test_no_text_of_a_declaration_is_kept_with_an_event() -> None:
    """Metadata only (decision 11): nothing is longer than a headline, and no field is called a text."""
    for row in files.table("events.toml")["event"]:
        known = {"code", "kind", "also", "day", "areas", "place", "election", "operation", "points", "parties"}
        assert set(row) <= known | {"source", "unknown"}
        assert all(len(value) <= 120 for value in row.values() if isinstance(value, str))


@pytest.mark.parametrize(
    ("area", "found"),
    [
        ("35.28", (PAMEKASAN,)),
        ("35", (PAMEKASAN,)),
        ("36.04", (SERANG,)),
        ("36.73", (SERANG,)),
        ("36", (SERANG,)),
        ("35.2", ()),
        ("35.28.01", ()),
        ("98.01", ()),
    ],
)
def test_an_event_belongs_to_its_areas_and_those_above(area: str, found: tuple[Event, ...]) -> None:
    assert table.in_area(area, table.load()) == found


def test_an_event_belongs_to_one_election() -> None:
    assert table.of_election("pilkada-2024", table.load()) == (PAMEKASAN,)
    assert table.of_election("pemilu-2024", table.load()) == (SERANG,)
    assert table.of_election("pilkada-arunika", table.load()) == ()


@pytest.mark.parametrize(
    ("area", "day", "meant"),
    [
        ("35.28", date(2024, 8, 16), True),
        ("35.28.01", date(2024, 8, 16), True),
        ("35.28", date(2024, 8, 17), False),
        ("35", date(2024, 8, 16), False),
        ("35.29", date(2024, 8, 16), False),
        ("35.28", None, False),
    ],
)
def test_a_declaration_is_that_of_an_event_by_day_and_area(area: str, day: date | None, meant: bool) -> None:
    assert table.same(PAMEKASAN, area=area, day=day) is meant


def test_either_area_of_a_source_that_says_two_things_is_enough() -> None:
    other = replace(SERANG, code="lain")
    assert table.same(other, area="36.73.01", day=SERANG.day)
    assert table.same(other, area="36.04.05", day=SERANG.day)
