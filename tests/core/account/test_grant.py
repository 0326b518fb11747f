"""A grant allows what it says, where it says and until the day it says (R2, R9)."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.account.grant import AREA_CODE, INSTITUTION_CODE, Grant, allows, covers, in_force
from ikrar.core.account.role import GRANTABLE, Role
from ikrar.core.errors import InvalidField

DAY = date(2024, 8, 16)
GRANT = Grant(Role.OFFICER, "98.01/kpu", frozenset({"98.01", "35.28"}), DAY, DAY + timedelta(days=30))

# A small world, so that codes often lie under one another and grants often fit.
groups = st.sampled_from(["01", "02", "10"])
areas = st.lists(groups, min_size=1, max_size=3).map(".".join) | st.builds(
    lambda head, last: ".".join([*head, last]),
    st.lists(groups, min_size=3, max_size=3),
    st.sampled_from(["2001", "1001"]),
)
institutions = st.sampled_from(["01/kpu", "01.02/kpu", "01/bawaslu"])
days = st.dates(DAY, DAY + timedelta(days=6))
grants = st.builds(
    lambda role, institution, places, one, two: Grant(role, institution, places, min(one, two), max(one, two)),
    st.sampled_from(sorted(GRANTABLE)),
    institutions,
    st.frozensets(areas, max_size=3),
    days,
    days,
)


def naive_covers(territory: frozenset[str], code: str) -> bool:
    """Compare group by group, without a look at characters."""
    wanted = code.split(".")
    for area in territory:
        have = area.split(".")
        if len(have) <= len(wanted) and all(have[n] == wanted[n] for n in range(len(have))):
            return True
    return False


def naive_allows(held: list[Grant], role: Role, institution: str | None, area: str | None, today: date) -> bool:
    """Walk every grant and every day of it."""
    for grant in held:
        valid = [grant.starts + timedelta(days=n) for n in range((grant.ends - grant.starts).days + 1)]
        if grant.role is not role or today not in valid:
            continue
        if institution is not None and institution != grant.institution:
            continue
        if area is None or naive_covers(grant.areas, area):
            return True
    return False


@given(
    st.lists(grants, max_size=4),
    st.sampled_from(Role),
    st.none() | institutions,
    st.none() | areas,
    days,
)
def test_R2_the_oracle_agrees_with_a_naive_one(
    held: list[Grant], role: Role, institution: str | None, area: str | None, today: date
) -> None:
    answer = allows(held, role=role, institution=institution, area=area, today=today)
    assert answer == naive_allows(held, role, institution, area, today)


@given(st.frozensets(areas, max_size=4), areas)
def test_R2_a_territory_covers_as_a_naive_comparison_of_groups_says(territory: frozenset[str], code: str) -> None:
    assert covers(territory, code) == naive_covers(territory, code)


@pytest.mark.parametrize(
    ("territory", "code", "covered"),
    [
        ({"98.01"}, "98.01", True),
        ({"98.01"}, "98.01.02.2001", True),
        ({"98.01"}, "98.010", False),
        ({"98.01"}, "98", False),
        ({"98.01"}, "98.02", False),
        ({"98"}, "98.01", True),
        ({"9"}, "98.01", False),
        ({"35.28", "98.01"}, "35.28.01", True),
        (set(), "98.01", False),
        ({"98.01"}, "", False),
    ],
)
def test_R2_an_area_covers_itself_and_what_lies_below_its_dot(territory: set[str], code: str, covered: bool) -> None:
    assert covers(territory, code) is covered


@pytest.mark.parametrize(("shift", "valid"), [(-1, False), (0, True), (30, True), (31, False)])
def test_R9_the_last_day_of_a_grant_is_still_valid_and_the_next_is_not(shift: int, valid: bool) -> None:
    today = DAY + timedelta(days=shift)
    assert in_force(GRANT, today) is valid
    assert allows([GRANT], role=Role.OFFICER, institution="98.01/kpu", area="98.01.02", today=today) is valid


def test_R2_rights_of_two_grants_are_never_added_up() -> None:
    kpu = dataclasses.replace(GRANT, areas=frozenset({"98.01"}))
    bawaslu = dataclasses.replace(GRANT, institution="98.02/bawaslu", areas=frozenset({"98.02"}))
    assert not allows([kpu, bawaslu], role=Role.OFFICER, institution="98.01/kpu", area="98.02", today=DAY)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER}))
def test_R2_one_role_never_stands_for_another(role: Role) -> None:
    assert not allows([GRANT], role=role, institution=None, area=None, today=DAY)


def test_R2_without_a_grant_nothing_is_allowed() -> None:
    assert not any(allows([], role=role, institution=None, area=None, today=DAY) for role in Role)


def test_R2_a_grant_without_areas_reaches_no_area() -> None:
    bare = dataclasses.replace(GRANT, areas=frozenset())
    assert allows([bare], role=Role.OFFICER, institution="98.01/kpu", area=None, today=DAY)
    assert not allows([bare], role=Role.OFFICER, institution="98.01/kpu", area="98.01", today=DAY)


def test_a_grant_of_one_day_is_valid_on_that_day() -> None:
    assert in_force(dataclasses.replace(GRANT, ends=DAY), DAY)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": Role.RESIDENT}, "role"),
        ({"role": Role.REVIEWER}, "role"),
        ({"institution": "KPU"}, "institution"),
        ({"areas": frozenset({"98.01", "98.1"})}, "areas"),
        ({"ends": DAY - timedelta(days=1)}, "ends"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        dataclasses.replace(GRANT, **change)
    assert caught.value.field == field


@pytest.mark.parametrize("code", ["35", "35.28", "35.28.01", "35.28.01.2001", "91.10"])
def test_area_codes_of_each_level_are_known(code: str) -> None:
    assert AREA_CODE.fullmatch(code)
    assert INSTITUTION_CODE.fullmatch(f"{code}/kpu")


@pytest.mark.parametrize("code", ["", "3", "35.", "35.2", "35.280", "35.28.01.01", "35.28.01.2001.1", "3528", "٣٥"])
def test_other_codes_are_no_area(code: str) -> None:
    assert not AREA_CODE.fullmatch(code)
    assert not INSTITUTION_CODE.fullmatch(f"{code}/kpu")
