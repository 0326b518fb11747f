"""Territories: dated sets of areas that keep their history (domain: Polres Batu serves districts of two regencies)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.errors import InvalidField, Refused
from ikrar.core.institution import territory
from ikrar.core.institution.territory import NATION, Stretch, changed, checked, last_change, on_day, taken_back

DAY = date(2026, 1, 1)
BATU = ("35.79.01", "35.79.02", "35.79.03", "35.07.24", "35.07.25", "35.07.26")
CODES = st.sampled_from(("35", "35.79", "35.79.01", "35.07.24", "91.10", "98.01", NATION))
SETS = st.sets(CODES, min_size=1)


def test_a_unit_that_cuts_across_regencies_is_a_set_of_districts() -> None:
    rows = changed((), BATU, DAY)
    assert on_day(rows, DAY) == set(BATU)
    assert on_day(rows, DAY - timedelta(days=1)) == set()
    assert territory.nearest(on_day(rows, DAY), "35.07.24.2001") == "35.07.24"
    assert territory.nearest(on_day(rows, DAY), "35.07.01") is None


def test_a_change_ends_what_leaves_and_begins_what_comes_and_keeps_the_rest() -> None:
    rows = changed((Stretch("35.79"), Stretch("36.04")), ("35.79", "91.10"), DAY)
    assert rows == (Stretch("35.79"), Stretch("36.04", None, DAY - timedelta(days=1)), Stretch("91.10", DAY))


def test_codes_are_strings_so_that_91_10_survives() -> None:
    assert checked({" 91.10 ", ""}) == {"91.10"}


def test_an_area_below_another_of_the_set_is_left_out() -> None:
    assert checked({"35", "35.79", "35.79.01", "36.04"}) == {"35", "36.04"}
    assert checked({NATION, "35", "98.01"}) == {NATION, "98.01"}


@pytest.mark.parametrize(
    ("areas", "words"),
    [((), "sedikitnya satu"), (("35.7",), "tidak dikenal bentuknya"), ([f"{n:02}.01" for n in range(99)] * 1, "")],
)
def test_a_set_that_cannot_be_is_refused_with_what_to_do(areas: tuple[str, ...], words: str) -> None:
    if not words:
        assert len(checked(areas)) == 99
        return
    with pytest.raises(InvalidField, match=words):
        checked(areas)


def test_too_many_areas_are_refused() -> None:
    with pytest.raises(InvalidField, match="paling banyak 2000"):
        checked(f"{n // 100:02}.{n % 100:02}" for n in range(territory.MOST_AREAS + 1))


def test_a_change_before_the_newest_one_is_refused_and_names_its_day() -> None:
    rows = changed((Stretch("35"),), ("36",), DAY)
    with pytest.raises(InvalidField, match="2026-01-01"):
        changed(rows, ("35",), DAY - timedelta(days=1))


def test_a_change_on_the_day_of_the_newest_one_replaces_it() -> None:
    rows = changed((Stretch("35"),), ("36",), DAY)
    assert changed(rows, ("91",), DAY) == changed((Stretch("35"),), ("91",), DAY)
    assert changed(changed((), ("36",), DAY), ("91",), DAY) == (Stretch("91", DAY),)


def test_the_first_territory_cannot_be_taken_back() -> None:
    for rows in ((), (Stretch("35"),), (Stretch("35", DAY),)):
        with pytest.raises(Refused, match="Tidak ada perubahan"):
            taken_back(rows)


@given(SETS, SETS, st.integers(0, 400))
def test_taking_a_change_back_gives_exactly_what_was_before(first: set[str], then: set[str], after: int) -> None:
    before = territory.in_order(Stretch(a) for a in checked(first))
    rows = changed(before, then, DAY + timedelta(days=after))
    if rows == before:
        return
    assert taken_back(rows) == before


@given(st.lists(st.tuples(SETS, st.integers(1, 50)), min_size=1, max_size=5))
def test_every_day_has_the_set_of_the_newest_change_before_it(steps: list[tuple[set[str], int]]) -> None:
    rows, day, model = (Stretch("36"),), DAY, [(DAY, frozenset({"36"}))]
    for areas, later in steps:
        day += timedelta(days=later)
        rows = changed(rows, areas, day)
        model.append((day, checked(areas)))
    for number in range((day - DAY).days + 2):
        when = DAY + timedelta(days=number)
        assert on_day(rows, when) == [areas for since, areas in model if since <= when][-1]
    assert last_change(rows) is None or last_change(rows) <= day


def test_the_nation_reaches_every_real_area_and_no_invented_one() -> None:
    assert territory.ancestors("35.28.01") == ("35.28.01", "35.28", "35", NATION)
    assert territory.ancestors("98.01") == ("98.01", "98")
    assert territory.nearest({NATION, "35"}, "35.28") == "35"
    assert territory.nearest({NATION}, "35.28") == NATION
    assert territory.nearest({NATION}, "98.01") is None
