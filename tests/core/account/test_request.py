"""R8, K26: who may propose and who may approve, and the one table of moves of a request."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.account.grant import Grant
from ikrar.core.account.request import (
    ALLOWED,
    Act,
    Move,
    Request,
    Staff,
    State,
    after,
    approve_as,
    can_still_approve,
    check_extension,
    check_period,
    check_role,
    check_username,
    device_name,
    propose_as,
    state_at,
)
from ikrar.core.account.role import Role
from ikrar.core.errors import IllegalMove, InvalidField, Refused

TODAY = date(2026, 3, 2)
KPU, BAWASLU, POLRES, AWAY = "35.28/kpu", "35.28/bawaslu", "35.28/polres", "36.04/polres"


def grant(institution: str, *areas: str, role: Role = Role.ADMINISTRATOR, ends: date = date(2026, 12, 31)) -> Grant:
    """A grant in force all year."""
    return Grant(role, institution, frozenset(areas or ("35.28",)), date(2026, 1, 1), ends)


JOKO = Staff("joko", (grant(KPU),))
NILA = Staff("nila", (grant(BAWASLU),))
GIVE = Request(Act.GIVE, "dewi", KPU, frozenset({"35.28"}))


def approve(person: Staff, request: Request = GIVE, proposer: Staff = JOKO, proposed_as: str = KPU) -> str:
    """Let somebody approve what Joko proposed for the KPU."""
    return approve_as(person, request, proposer=proposer, proposed_as=proposed_as, today=TODAY)


# --- the table of moves -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "move"), list(itertools.product([None, *State], Move)), ids=str)
def test_every_move_outside_the_table_is_refused_with_what_to_do(state: State | None, move: Move) -> None:
    if (state, move) in ALLOWED:
        assert after(state, move) is ALLOWED[state, move]
        return
    with pytest.raises(IllegalMove, match=r"^Usulan ini"):
        after(state, move)


def test_an_open_request_lapses_by_itself_and_no_other_does() -> None:
    expires = datetime(2026, 3, 16, tzinfo=UTC)
    assert state_at(State.OPEN, expires, expires - timedelta(seconds=1)) is State.OPEN
    assert state_at(State.OPEN, expires, expires) is State.LAPSED
    for state in set(State) - {State.OPEN}:
        assert state_at(state, expires, expires + timedelta(days=1)) is state


# --- who proposes -----------------------------------------------------------------------------------------------------


def test_r8_an_administrator_proposes_for_the_own_institution() -> None:
    assert propose_as(JOKO, GIVE, TODAY) == KPU


def test_k26_nobody_proposes_for_themself() -> None:
    with pytest.raises(Refused, match="dirinya sendiri"):
        propose_as(JOKO, replace(GIVE, beneficiary="joko"), TODAY)


@pytest.mark.parametrize(
    "person",
    [
        NILA,
        Staff("sari", (grant(KPU, role=Role.OFFICER),)),
        Staff("lama", (grant(KPU, ends=TODAY - timedelta(days=1)),)),
        Staff("desa", (grant(KPU, "35.28.01"),)),
        Staff("kosong", ()),
    ],
    ids=lambda p: p.username,
)
def test_r8_nobody_else_proposes_for_an_institution_that_has_an_administrator(person: Staff) -> None:
    with pytest.raises(Refused, match="lembaga itu sendiri"):
        propose_as(person, GIVE, TODAY)


def test_an_institution_without_administrator_is_helped_by_another_that_covers_the_areas() -> None:
    request = replace(GIVE, institution=POLRES, headless=frozenset({POLRES}))
    assert propose_as(JOKO, request, TODAY) == KPU
    with pytest.raises(Refused, match="wilayah Anda"):
        propose_as(Staff("desa", (grant(KPU, "35.28.01"),)), request, TODAY)


def test_rights_of_two_grants_are_never_added_up() -> None:
    both = Staff("dua", (grant(KPU, "35.28.01"), grant(KPU, "35.28.02")))
    with pytest.raises(Refused):
        propose_as(both, replace(GIVE, areas=frozenset({"35.28.01", "35.28.02"})), TODAY)


# --- who approves -----------------------------------------------------------------------------------------------------


def test_r8_an_administrator_of_another_institution_approves() -> None:
    assert approve(NILA) == BAWASLU


@pytest.mark.parametrize("person", [JOKO, Staff("dewi", (grant(BAWASLU),))], ids=lambda p: p.username)
def test_r8_neither_the_proposer_nor_the_one_concerned_approves(person: Staff) -> None:
    with pytest.raises(Refused, match="orang lain"):
        approve(person)


@pytest.mark.parametrize(
    ("person", "proposer"),
    [
        (Staff("rekan", (grant(KPU),)), JOKO),
        (Staff("rangkap", (grant(BAWASLU), grant(KPU, role=Role.OFFICER))), JOKO),
        (NILA, Staff("joko", (grant(KPU), grant(BAWASLU, "35.28.01", role=Role.OFFICER)))),
    ],
    ids=["same institution", "the approver serves there too", "the proposer serves there too"],
)
def test_r8_the_two_share_no_institution(person: Staff, proposer: Staff) -> None:
    with pytest.raises(Refused, match="lembaga lain"):
        approve(person, proposer=proposer)


@pytest.mark.parametrize(
    "person",
    [
        Staff("desa", (grant(BAWASLU, "35.28.01"),)),
        Staff("jauh", (grant(AWAY, "36.04"),)),
        Staff("lama", (grant(BAWASLU, ends=TODAY - timedelta(days=1)),)),
        Staff("bima", (grant(BAWASLU, role=Role.OFFICER),)),
    ],
    ids=lambda p: p.username,
)
def test_r8_the_approver_is_an_administrator_who_covers_all_the_areas(person: Staff) -> None:
    with pytest.raises(Refused, match="wilayah Anda"):
        approve(person)


def test_r8_what_somebody_proposed_who_is_no_administrator_any_more_is_not_approved() -> None:
    with pytest.raises(Refused, match="bukan administrator lagi"):
        approve(NILA, proposer=Staff("joko", ()))


# --- transfer ---------------------------------------------------------------------------------------------------------


def moved(institution: str, *areas: str, headless: tuple[str, ...] = ()) -> Request:
    old = grant(POLRES, role=Role.OFFICER)
    return Request(Act.TRANSFER, "agus", institution, frozenset(areas), old, frozenset(headless))


def test_r9_a_transfer_within_an_institution_is_proposed_and_approved_like_a_grant() -> None:
    tono = Staff("tono", (grant(POLRES),))
    assert propose_as(tono, moved(POLRES, "35.28.01"), TODAY) == POLRES
    with pytest.raises(Refused):
        propose_as(tono, moved(POLRES, "36.04"), TODAY)
    assert approve(NILA, moved(POLRES, "35.28.01"), tono, POLRES) == BAWASLU


def test_r9_an_officer_who_leaves_is_let_go_by_one_institution_and_received_by_the_other() -> None:
    tono, away = Staff("tono", (grant(POLRES),)), Staff("wira", (grant(AWAY, "36.04"),))
    request = moved(AWAY, "36.04")
    assert propose_as(tono, request, TODAY) == POLRES
    with pytest.raises(Refused):
        propose_as(away, request, TODAY)
    assert approve(away, request, tono, POLRES) == AWAY
    third = Staff("jauh", (grant("36.04/kpu", "36.04"),))
    with pytest.raises(Refused):
        approve(third, request, tono, POLRES)
    assert approve(third, moved(AWAY, "36.04", headless=(AWAY,)), tono, POLRES) == "36.04/kpu"


# --- days -------------------------------------------------------------------------------------------------------------


def test_r9_a_period_within_the_election_is_accepted() -> None:
    check_period(TODAY, TODAY, limit=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("starts", "ends", "limit", "why"),
    [
        (0, 1, None, "Belum ada pemilihan"),
        (0, 2, 1, "paling lama"),
        (-2, -1, 9, "sudah lewat"),
        (3, 2, 9, "mendahului"),
    ],
)
def test_r9_a_period_outside_the_election_is_refused(starts: int, ends: int, limit: int | None, why: str) -> None:
    def day(n: int) -> date:
        return TODAY + timedelta(days=n)

    with pytest.raises(InvalidField, match=why):
        check_period(day(starts), day(ends), limit=None if limit is None else day(limit), today=TODAY)


def test_an_extension_reaches_beyond_the_present_last_day() -> None:
    old = grant(KPU)
    check_extension(old, old.ends + timedelta(days=1))
    with pytest.raises(InvalidField):
        check_extension(old, old.ends)


# --- names and roles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dewi", "dewi.kpu", "sari-2", "a1b", "op_pamekasan"])
def test_a_user_name_that_can_be_typed_is_accepted(name: str) -> None:
    check_username(name)


@pytest.mark.parametrize(
    "name", ["", "ab", "Dewi", "dewi kpu", "dewi@kpu", "0812345", "u081234567890", "dewi.", "a" * 31, "dewi\n"]
)
def test_r47_a_user_name_that_is_a_number_or_an_address_is_refused(name: str) -> None:
    with pytest.raises(InvalidField, match="Nama pengguna"):
        check_username(name)


def test_decision12_no_person_is_a_machine_a_reviewer_or_a_resident() -> None:
    check_role(Role.ADMINISTRATOR, "dewi")
    for role in (Role.MACHINE, Role.REVIEWER, Role.RESIDENT):
        with pytest.raises(InvalidField):
            check_role(role, "dewi")


def test_decision12_a_device_is_a_machine_and_nothing_else() -> None:
    check_role(Role.MACHINE, "perangkat.gudang-1")
    for role in set(Role) - {Role.MACHINE}:
        with pytest.raises(InvalidField):
            check_role(role, "perangkat.gudang-1")


def test_a_device_gets_a_name_one_can_type() -> None:
    assert device_name(" Gudang-1 ") == "perangkat.gudang-1"
    for name in ("", "a b", "ibu siti", "0812345678", "x" * 21):
        with pytest.raises(InvalidField, match="Nama perangkat"):
            device_name(name)


# --- nobody left ------------------------------------------------------------------------------------------------------


@given(st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("KBP"))))
def test_two_people_of_two_institutions_must_be_left(pairs: set[tuple[str, str]]) -> None:
    left = any(len({a, b}) == 2 and len({i, j}) == 2 for (a, i), (b, j) in itertools.combinations(pairs, 2))
    assert can_still_approve(pairs) is left
