"""Two states of a form are compared and merged field by field and row by row, whatever fields the form has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm, PointForm, from_json
from ikrar.core.declaration.merging import MINE, THEIRS, Difference, changed, compare, imprint, merged

BASE = {"title": "a", "points": [{"text": "satu"}, {"text": "dua"}], "other": None}


def state(**changes: Any) -> dict[str, Any]:
    return {**BASE, **changes}


def rows(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts]


def paths(mine: dict[str, Any], theirs: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, str]:
    return {d.path: d.proposed for d in compare(mine, theirs, imprint(base) if base else "")}


def test_equal_states_have_no_difference_and_merge_into_themselves() -> None:
    assert compare(BASE, state()) == ()
    assert merged(BASE, state(), {}) == BASE
    assert changed(BASE, state()) == ()


def test_what_changed_is_named_by_field() -> None:
    assert changed(BASE, state(title="b", points=rows("satu"))) == ("title", "points")
    assert changed({}, {"title": "b"}) == ("title",)


@pytest.mark.parametrize(
    ("mine", "theirs", "base", "proposed"),
    [
        ({"title": "b"}, {"title": "c"}, None, MINE),
        ({"title": "a"}, {"title": "c"}, BASE, THEIRS),
        ({"title": "b"}, {"title": "a"}, BASE, MINE),
        ({"title": "b"}, {"title": "c"}, BASE, MINE),
    ],
    ids=["nobody knows", "only they changed", "only I changed", "both changed"],
)
def test_the_side_that_changed_a_field_is_proposed_and_mine_in_doubt(
    mine: dict[str, str], theirs: dict[str, str], base: dict[str, Any] | None, proposed: str
) -> None:
    assert paths(state(**mine), state(**theirs), base) == {"title": proposed}


@pytest.mark.parametrize(
    ("mine", "theirs", "known", "wanted"),
    [
        (("satu", "dua", "tiga"), ("satu", "dua"), True, {"points.3": MINE}),
        (("satu", "dua"), ("satu", "dua", "tiga"), True, {"points.3": THEIRS}),
        (("satu",), ("satu", "dua"), True, {"points.2": MINE}),
        (("satu", "dua"), ("satu",), True, {"points.2": THEIRS}),
        (("satu", "dua"), ("satu", "DUA"), True, {"points.2": THEIRS}),
        (("satu", "DUA"), ("satu", "dua"), True, {"points.2": MINE}),
        (("satu", "dua"), ("nol", "satu", "dua"), False, {"points.1": THEIRS}),
        (("nol", "satu", "dua"), ("satu", "dua"), False, {"points.1": MINE}),
    ],
    ids=["I added", "they added", "I dropped", "they dropped", "they changed", "I changed", "more there", "more here"],
)
def test_rows_are_compared_as_rows(
    mine: tuple[str, ...], theirs: tuple[str, ...], known: bool, wanted: dict[str, str]
) -> None:
    assert paths(state(points=rows(*mine)), state(points=rows(*theirs)), BASE if known else None) == wanted


def test_merging_takes_each_side_where_it_was_picked() -> None:
    mine = state(title="b", points=rows("satu", "DUA", "tiga"))
    theirs = state(title="c", points=rows("nol", "satu", "dua"))
    picks = {"points.1": THEIRS, "points.3": THEIRS, "points.4": MINE}
    assert merged(mine, theirs, picks) == state(title="b", points=rows("nol", "satu", "dua", "tiga"))
    assert merged(mine, theirs, {d.path: THEIRS for d in compare(mine, theirs)}) == theirs
    assert merged(mine, theirs, {d.path: MINE for d in compare(mine, theirs)}) == mine


def test_an_object_within_is_compared_part_by_part_and_one_that_is_missing_as_a_whole() -> None:
    mine, theirs = state(other={"title": "x", "points": ["p"]}), state(other={"title": "y", "points": ["p", "q"]})
    assert [(d.path, d.field) for d in compare(mine, theirs)] == [
        ("other.title", "other"),
        ("other.points.2", "other"),
    ]
    assert merged(mine, theirs, {"other.points.2": THEIRS})["other"] == {"title": "x", "points": ["p", "q"]}
    assert compare(mine, BASE) == (Difference("other", {"title": "x", "points": ["p"]}, None, MINE),)
    assert merged(mine, BASE, {"other": THEIRS})["other"] is None
    assert paths(mine, theirs, mine) == {"other.title": THEIRS, "other.points.2": THEIRS}
    assert paths(mine, theirs, BASE) == {"other.title": MINE, "other.points.2": THEIRS}


def test_a_part_that_one_of_the_two_took_away_is_proposed_as_who_changed_it_left_it() -> None:
    part, other = {"title": "x", "points": ["p"]}, {"title": "y", "points": ["p"]}
    assert paths(state(other=None), state(other=other), state(other=part)) == {"other": MINE}
    assert paths(state(other=part), state(other=None), state(other=part)) == {"other": THEIRS}
    assert paths(state(), state(other=part), BASE) == {"other": THEIRS}


def test_an_imprint_is_short_says_nothing_readable_and_survives_a_form_field() -> None:
    found = imprint(state(points=rows("rahasia", "kedua")))
    assert len(found) < 100
    assert "rahasia" not in found
    assert found == found.strip().replace("\n", "")
    assert imprint({}) == ""


@pytest.mark.parametrize("nonsense", ["", ";;", "title", "judul", "\0"])
def test_what_is_no_imprint_proposes_what_i_typed(nonsense: str) -> None:
    assert compare(state(title="b"), state(title="c"), nonsense)[0].proposed == MINE


def test_a_field_the_imprint_does_not_know_counts_as_mine() -> None:
    assert paths(state(title="b"), state(title="c"), {"place": "x"}) == {"title": MINE}


words = st.sampled_from(["", "a", "b", "c"])
forms = st.builds(
    DeclarationForm, title=words, place=words, points=st.lists(st.builds(PointForm, words), max_size=4).map(tuple)
)


@given(mine=forms, theirs=forms, base=st.none() | forms)
def test_taking_one_side_everywhere_gives_that_side_for_every_form(
    mine: DeclarationForm, theirs: DeclarationForm, base: DeclarationForm | None
) -> None:
    one, other = mine.as_json(), theirs.as_json()
    found = compare(one, other, imprint(base.as_json()) if base else "")
    assert from_json(merged(one, other, {d.path: THEIRS for d in found})) == theirs
    assert from_json(merged(one, other, {d.path: MINE for d in found})) == mine
    assert {d.field for d in found} == set(changed(one, other))
