"""In which counts a declaration counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.declaration import spread
from ikrar.core.declaration.canonical import PledgingOffice
from ikrar.core.declaration.spread import Carried, Side

ONE = Carried(
    "NO_HOAX", False, "35.28.01", "pilkada-2024", date(2024, 8, 16), frozenset({"kpu", "polri"}), frozenset({"G"})
)


def test_a_declaration_counts_once_in_nation_and_province_for_all_and_its_own_election() -> None:
    found = Counter(spread.cells(ONE))
    assert set(found.values()) == {1}
    totals = {(c.area, c.election) for c in found if c.side == Side.TOTAL}
    assert totals == {("", ""), ("", "pilkada-2024"), ("35", ""), ("35", "pilkada-2024")}
    assert {(c.area, c.value) for c in found if c.side == Side.AREA} == {("", "35"), ("35", "35.28")}
    assert {c.value for c in found if c.side == Side.INSTITUTION} == {"kpu", "polri"}
    assert {c.value for c in found if c.side == Side.MONTH} == {"2024-08"}
    assert len(found) == 4 * 6


def test_without_an_election_it_counts_in_two_scopes_only() -> None:
    assert {(c.area, c.election) for c in spread.cells(replace(ONE, election=""))} == {("", ""), ("35", "")}


def test_examples_and_real_declarations_share_no_cell() -> None:
    assert set(spread.cells(ONE)).isdisjoint(spread.cells(replace(ONE, example=True)))


def test_a_template_counts_in_nation_and_province_whatever_its_kind() -> None:
    found = list(spread.template_cells(False, "35.28", {"H", "G"}))
    assert [(c.kind, c.area, c.value) for c in found] == [
        ("", "", "G"),
        ("", "35", "G"),
        ("", "", "H"),
        ("", "35", "H"),
    ]


@pytest.mark.parametrize(
    ("code", "area", "wanted"),
    [("35.28.01", "", "35"), ("35.28.01", "35", "35.28"), ("35", "35", "35"), ("35.28.01.2001", "35.28", "35.28.01")],
)
def test_areas_are_counted_directly_below_the_one_looked_at(code: str, area: str, wanted: str) -> None:
    assert spread.below(code, area) == wanted


CARRIED = st.builds(
    Carried,
    kind=st.just("NO_HOAX"),
    example=st.just(False),
    area=st.sampled_from(["35", "35.28", "35.28.01", "36.04"]),
    election=st.sampled_from(["", "pilkada-2024", "pemilu-2024"]),
    day=st.dates(date(2023, 1, 1), date(2024, 12, 31)),
    institutions=st.frozensets(st.sampled_from(["kpu", "polri", "party"])),
    groups=st.frozensets(st.sampled_from("GHI")),
)


@given(st.lists(CARRIED, max_size=12), st.sampled_from(["", "35"]), st.sampled_from(["", "pilkada-2024"]))
@settings(max_examples=30, deadline=None)
def test_kept_cells_say_the_same_as_counting_one_by_one(carried: list[Carried], area: str, election: str) -> None:
    cells = Counter(cell for one in carried for cell in spread.cells(one))
    kept = [(c.side, c.value, n) for c, n in cells.items() if (c.area, c.election) == (area, election)]
    inside = [c for c in carried if c.area.startswith(area) and election in {"", c.election}]
    assert spread.gathered(kept) == spread.counted(inside, area)
    assert spread.gathered(kept).total == len(inside)


def test_counts_come_highest_first_and_months_in_order() -> None:
    rows = [("area", "36", 1), ("area", "35", 1), ("area", "31", 4), ("month", "2024-09", 5), ("month", "2023-11", 1)]
    found = spread.gathered(rows)
    assert list(found.areas) == ["31", "35", "36"]
    assert list(found.months) == ["2023-11", "2024-09"]
    assert found.total == 0


@pytest.mark.parametrize(
    ("office", "institution", "kind"),
    [
        ("Ketua", "KPU Kabupaten Pamekasan", "kpu"),
        ("Kapolres Lembah Arunika", None, "polri"),
        ("Bupati", "Lembah Arunika", "government"),
        ("Ketua", "Partai Melati", "party"),
        ("Ketua", "Paguyuban Angin", "other"),
    ],
)
def test_kinds_of_institution_are_told_from_names_and_never_guessed(
    office: str, institution: str | None, kind: str
) -> None:
    assert spread.institution_kinds([PledgingOffice(office, institution, None, None)]) == {kind}


def test_parts_of_a_code_never_cut_through_a_number() -> None:
    assert [spread.part("35.28.01.2001", level) for level in (1, 2, 3, 4, 5)] == [
        "35",
        "35.28",
        "35.28.01",
        "35.28.01.2001",
        "35.28.01.2001",
    ]


def test_each_kind_of_institution_counts_once_however_many_of_it_pledge() -> None:
    offices = [
        PledgingOffice("Ketua", "KPU Kabupaten Pamekasan", None, None),
        PledgingOffice("Sekretaris", "KPU Kabupaten Pamekasan", None, None),
        PledgingOffice("Kapolres Pamekasan", None, None, "seluruh jajaran"),
    ]
    assert spread.institution_kinds(offices) == {"kpu", "polri"}
    assert spread.institution_kinds([]) == frozenset()
