"""Which declaration may follow which: the cascade from the province to the village."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.cascade import DEEPEST, Place, check, holders
from ikrar.core.errors import InvalidField

LEVELS = ("35", "35.28", "35.28.01", "35.28.01.2001")
areas = st.from_regex(r"(35|36|98)(\.0[12](\.0[12](\.200[12])?)?)?", fullmatch=True)
refs = st.sampled_from("ABCDEFG")


@pytest.mark.parametrize(
    ("child", "parent"),
    [(LEVELS[n], LEVELS[m]) for n in range(4) for m in range(n + 1)] + [("98.01.02", "98.01")],
)
def test_a_declaration_may_follow_one_of_its_own_area_or_of_one_above(child: str, parent: str) -> None:
    check(Place("A", child), Place("B", parent), above=[])


@pytest.mark.parametrize(
    ("child", "parent", "above", "says"),
    [
        (("A", "35.28"), ("A", "35.28"), [], "dirinya sendiri"),
        (("A", "35.28"), ("B", "35.28"), [{"A"}], "mengikuti deklarasi ini"),
        (("A", "35.28"), ("B", "35.28"), [{"C"}, {"D", "A"}], "mengikuti deklarasi ini"),
        (("A", "98.01"), ("B", "35"), [], "Deklarasi sungguhan dan contoh"),
        (("A", "35.28"), ("B", "98"), [], "Deklarasi sungguhan dan contoh"),
        (("A", "35.28"), ("B", "35.28.01"), [], "di atasnya"),
        (("A", "35.28"), ("B", "36"), [], "di atasnya"),
        (("A", "35.28"), ("B", "35.2"), [], "di atasnya"),
        (("A", "35.28"), ("B", "35"), [{f"X{n}"} for n in range(DEEPEST - 1)], "bertingkat"),
    ],
)
def test_each_parent_that_cannot_be_is_refused_with_what_to_do(
    child: tuple[str, str], parent: tuple[str, str], above: list[set[str]], says: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        check(Place(*child), Place(*parent), above=above)
    assert refused.value.field == "parent"
    assert says in str(refused.value)
    assert "ilih" in str(refused.value)


@given(st.lists(st.tuples(refs, areas, refs), max_size=12))
def test_whatever_is_linked_in_whatever_order_the_cascade_never_closes_a_circle_nor_leaves_its_area(
    wishes: list[tuple[str, str, str]],
) -> None:
    area: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    for child, code, parent in wishes:
        area.setdefault(child, code)
        if parent in area and _allowed(Place(child, area[child]), Place(parent, area[parent]), above):
            above.setdefault(child, set()).add(parent)
    for ref in area:
        found = {one for level in _levels(ref, above) for one in level}
        assert ref not in found
        assert all(area[ref] == area[one] or area[ref].startswith(f"{area[one]}.") for one in found)


def _allowed(child: Place, parent: Place, above: dict[str, set[str]]) -> bool:
    try:
        check(child, parent, above=_levels(parent.ref, above))
    except InvalidField:
        return False
    return True


def _levels(ref: str, above: dict[str, set[str]]) -> list[set[str]]:
    levels, seen, front = [], {ref}, {ref}
    while front:
        front = {one for ref in front for one in above.get(ref, ())} - seen
        seen |= front
        levels.append(front)
    return levels


def test_a_declaration_may_follow_those_of_its_area_and_of_all_above_from_the_top() -> None:
    assert holders("35.28.01.2001") == LEVELS
    assert holders("98") == ("98",)
    assert holders("") == ()
