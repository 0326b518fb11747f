"""A position is read from what people type, or refused with the field's name."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField
from ikrar.core.place import position
from ikrar.core.place.position import Position

PAMEKASAN = Position(-7.161, 113.482)


@pytest.mark.parametrize(
    ("lat", "lng"),
    [
        ("-7.161", "113.482"),
        ("-7,161", "113,482"),
        (" \N{MINUS SIGN}7,161° ", "+113.482"),
        ("-7.161, 113.482", ""),
        ("-7.161,113.482", " "),
        ("-7,161; 113,482", ""),
        ("-7,161 113,482", ""),
        ("-7.161 / 113.482", ""),
    ],
)
def test_decimal_comma_or_dot_apart_or_pasted_together_mean_the_same(lat: str, lng: str) -> None:
    assert position.read(lat, lng) == PAMEKASAN


@pytest.mark.parametrize(
    ("lat", "lng", "field"),
    [
        ("", "113", "lat"),
        ("-7", "", "lng"),
        ("selatan", "113", "lat"),
        ("-7", "113 BT", "lng"),
        ("nan", "113", "lat"),
        ("-7", "inf", "lng"),
        ("1e1", "113", "lat"),
        ("٧", "113", "lat"),
        ("-90.1", "113", "lat"),
        ("-7", "180,5", "lng"),
        ("113.482, -7.161", "", "lat"),
        ("1" * 50, "1", "lat"),
    ],
)
def test_what_is_no_position_is_refused_with_its_field(lat: str, lng: str, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        position.read(lat, lng)
    assert refused.value.field == field
    assert "misalnya" in str(refused.value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 90.01, -91.0])
def test_no_position_is_made_of_what_is_no_number_of_degrees(value: float) -> None:
    with pytest.raises(InvalidField):
        Position(value, 113.0)
    with pytest.raises(InvalidField):
        Position(0.0, value * 3)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_a_position_or_an_error_on_purpose(lat: str, lng: str) -> None:
    try:
        found = position.read(lat, lng)
    except InvalidField:
        return
    assert -90 <= found.lat <= 90
    assert -180 <= found.lng <= 180


def test_distances_are_those_of_the_globe() -> None:
    assert position.distance_km(PAMEKASAN, PAMEKASAN) == 0
    assert position.distance_km(Position(0, 100), Position(0, 101)) == pytest.approx(111.2, abs=0.2)
    assert position.distance_km(Position(0, 0), Position(0, 180)) == pytest.approx(math.pi * 6371)


def test_the_nearest_come_first_and_no_more_than_asked_for() -> None:
    places = [("b", -7.0, 113.0), ("a", -7.0, 113.0), ("c", -7.16, 113.48)]
    assert [near.code for near in position.nearest(PAMEKASAN, places, 2)] == ["c", "a"]
    assert position.nearest(PAMEKASAN, [], 3) == ()
