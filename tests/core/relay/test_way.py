"""The way of a baton over the map: what is behind, where it is, what is ahead; nothing runs through a skipped stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ikrar.core.relay.custody import Leg as State
from ikrar.core.relay.way import Spot, features, mark, parts

DAY = date(2026, 3, 2)


def way(*states: State) -> list[Spot]:
    """Return a way with stops in these states, each a degree farther east."""
    start = Spot(0, State.DONE, "18.11", "Mesuji", -4.0, 105.0, planned_on=DAY)
    legs = [
        Spot(n, state, f"18.{n:02}", f"Wilayah {n}", -4.0, 105.0 + n, f"KPU {n}", DAY, None, "Alun-alun")
        for n, state in enumerate(states, start=1)
    ]
    return [start, *legs]


def numbers(spots: list[Spot]) -> list[int]:
    return [spot.n for spot in spots]


@pytest.mark.parametrize(
    ("states", "gone", "coming"),
    [
        ((State.PLANNED, State.PLANNED), [0], [0, 1, 2]),
        ((State.DONE, State.OPEN, State.PLANNED), [0, 1], [1, 2, 3]),
        ((State.TOLD, State.SKIPPED, State.PLANNED), [0, 1], [1, 3]),
        ((State.SKIPPED, State.DONE, State.SKIPPED), [0, 2], [2]),
        ((State.SKIPPED, State.PLANNED), [0], [0, 2]),
        ((State.DONE, State.CANCELLED), [0, 1], [1]),
    ],
)
def test_the_way_gone_and_the_way_to_come_meet_where_the_baton_is(
    states: tuple[State, ...], gone: list[int], coming: list[int]
) -> None:
    behind, ahead = parts(way(*states))
    assert numbers(behind) == gone
    assert numbers(ahead) == coming
    assert behind[-1] == ahead[0]


def test_a_way_without_its_beginning_starts_at_the_first_stop_that_is_known() -> None:
    behind, ahead = parts(way(State.PLANNED, State.PLANNED)[1:])
    assert numbers(behind) == [1]
    assert numbers(ahead) == [1, 1, 2]


@pytest.mark.parametrize(
    ("found", "here", "said"),
    [
        ((State.DONE, State.PLANNED), 1, "here"),
        ((State.DONE, State.PLANNED), 9, "over"),
        ((State.OPEN, State.SKIPPED), 9, ""),
        ((State.SKIPPED, State.CANCELLED), 9, "off"),
    ],
)
def test_several_stops_at_one_place_share_one_mark(found: tuple[State, ...], here: int, said: str) -> None:
    assert mark(way(*found)[1:], here) == said


def test_where_the_baton_left_counts_as_passed() -> None:
    assert mark(way()[:1], 9) == "over"


def test_geojson_tells_stops_legs_and_the_holder_apart() -> None:
    found = features(way(State.TOLD, State.SKIPPED, State.PLANNED), "KPU 1")
    kinds = [one["properties"]["macam"] for one in found]
    assert kinds == ["berangkat", *["perhentian"] * 3, "ruas", "ruas", "pemegang"]
    lines = [one for one in found if one["properties"]["macam"] == "ruas"]
    assert [(one["properties"]["urut"], one["properties"]["jalan"]) for one in lines] == [(1, "dilalui"), (3, "akan")]
    assert lines[1]["geometry"]["coordinates"] == [[106.0, -4.0], [108.0, -4.0]], "the skipped stop is on no line"
    held = found[-1]
    assert held["properties"] == {"macam": "pemegang", "lembaga": "KPU 1", "urut": 1, "wilayah": "18.01"}
    assert held["geometry"] == {"type": "Point", "coordinates": [106.0, -4.0]}
    stop = found[2]["properties"]
    assert (stop["keadaan"], stop["hari_rencana"], stop["hari_sebenarnya"]) == ("skipped", "2026-03-02", None)


def test_a_stop_in_an_area_without_a_middle_is_left_out() -> None:
    start, first, second = way(State.TOLD, State.PLANNED)
    lost = replace(first, lat=None)
    found = features([start, lost, replace(second, actual_on=DAY)], "KPU 1")
    assert [one["properties"]["urut"] for one in found] == [0, 2, 2, 0]
    assert found[1]["properties"]["hari_sebenarnya"] == "2026-03-02"
    assert features([lost], "KPU 1") == []
