"""R8, R9, R34: a device stands on a grant of two institutions; its token is told once, kept hashed, ended at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.account.token import token_hash
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import actions as grant
from ikrar.records.invitation import actions as invitation
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.token import access, actions, queries
from ikrar.records.token.models import Token
from tests import cast
from tests.store import STORE


def shown(token: str) -> access.Machine | None:
    return access.bearer(f"Bearer {token}", timezone.now())


def test_r8_a_device_needs_an_administrator_of_another_institution(database: Path) -> None:
    today, now = timezone.localdate(), timezone.now()
    cast.voting(today + timedelta(days=300))
    joko, terms = cast.at_desk(cast.JOKO), {"institution": "35.28/kpu", "areas": frozenset({"35.28"})}
    row = actions.propose(joko, name="gudang-1", ends=today, now=now, **terms)
    assert not Grant.objects.filter(role=Role.MACHINE).exists()
    assert [r.ref for r in queries.proposed(joko)] == [row.ref]
    with pytest.raises(Refused):
        grant.approve(joko, row.ref, now=now)
    grant.approve(cast.at_desk(cast.NILA), row.ref, now=now)
    assert [d.name for d in queries.devices(joko)] == ["gudang-1"]
    assert queries.proposed(joko) == []


def test_r8_nobody_but_an_administrator_of_that_territory_proposes_a_device(database: Path) -> None:
    today, now = timezone.localdate(), timezone.now()
    cast.voting(today + timedelta(days=300))
    terms = {"name": "gudang-1", "institution": "35.28/kpu", "ends": today, "now": now}
    with pytest.raises(Refused):
        actions.propose(cast.at_desk(cast.SARI), areas=frozenset({"35.28"}), **terms)
    with pytest.raises(Refused):
        actions.propose(cast.at_desk(cast.JOKO), areas=frozenset({"35"}), **terms)
    with pytest.raises(InvalidField):
        actions.propose(cast.at_desk(cast.JOKO), areas=frozenset({"35.28"}), **(terms | {"name": "Ibu Siti"}))


def test_r9_a_device_cannot_outlast_the_election_of_its_areas(database: Path) -> None:
    today = timezone.localdate()
    cast.voting(today + timedelta(days=30))
    terms = {"name": "gudang-1", "institution": "35.28/kpu", "areas": frozenset({"35.28"})}
    with pytest.raises(InvalidField, match="paling lama"):
        actions.propose(cast.at_desk(cast.JOKO), ends=today + timedelta(days=31), now=timezone.now(), **terms)


def test_r34_the_token_is_told_once_and_in_no_byte_of_the_database(database: Path) -> None:
    token = cast.issued(cast.device())
    assert Token.objects.get().token_hash == token_hash(token)
    assert token.removeprefix("ikrar_") not in str(STORE.content())


def test_a_machine_is_its_institution_in_its_areas_and_nothing_more(database: Path) -> None:
    found = shown(cast.issued(cast.device()))
    assert found is not None
    assert (found.grant.role, found.grant.institution, found.grant.areas) == (
        Role.MACHINE,
        "35.28/kpu",
        frozenset({"35.28"}),
    )
    assert found.holder.roles == {Role.MACHINE}


def test_an_unknown_token_costs_one_query_and_says_nothing(database: Path, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert shown("ikrar_" + "x" * 43) is None
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert access.bearer("Basic abc", timezone.now()) is None


def test_r9_a_token_stops_with_its_grant_on_the_day_after_its_last(database: Path) -> None:
    ref = cast.device(days=2)
    token = cast.issued(ref)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert shown(token) is not None
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert shown(token) is None


def test_r9_a_token_stops_when_its_grant_is_ended_or_its_account_closed(database: Path) -> None:
    one, other = cast.device("satu"), cast.device("dua")
    first, second = cast.issued(one), cast.issued(other)
    account.end_grant(Grant.objects.get(ref=one), reason="safety", now=timezone.now())
    User.objects.filter(username="perangkat.dua").update(is_active=False)
    assert shown(first) is None
    assert shown(second) is None


def test_a_grant_that_is_no_machines_gives_no_machine(database: Path) -> None:
    token = cast.issued(cast.device())
    Grant.objects.filter(tokens__isnull=False).update(role=Role.OFFICER)
    assert shown(token) is None


def test_a_new_token_ends_the_one_before(database: Path) -> None:
    ref = cast.device()
    first, second = cast.issued(ref), cast.issued(ref)
    assert shown(first) is None
    assert shown(second) is not None


def test_a_token_ends_at_once_by_one_administrator_or_by_the_device_itself(database: Path) -> None:
    ref, joko, now = cast.device(), cast.at_desk(cast.JOKO), timezone.now()
    token = cast.issued(ref)
    actions.end(joko, ref, now=now)
    assert shown(token) is None
    actions.end(joko, ref, now=now)
    token = cast.issued(ref)
    machine = shown(token)
    assert machine is not None
    actions.give_back(machine, now=now)
    actions.give_back(machine, now=now)
    assert shown(token) is None
    assert Leaf.objects.filter(type="token.ended").count() == 2


def test_no_token_is_issued_for_a_device_whose_grant_is_over_or_to_come(database: Path) -> None:
    ref = cast.device()
    today = timezone.localdate()
    for terms in (
        {"starts": today + timedelta(days=1)},
        {"starts": today - timedelta(days=9), "ends": today - timedelta(days=1)},
        {"ends": today + timedelta(days=9), "ended_on": today},
    ):
        Grant.objects.filter(ref=ref).update(**terms)
        with pytest.raises(Refused):
            cast.issued(ref)


def test_out_of_reach_a_device_is_missing(database: Path) -> None:
    ref, now = cast.device(), timezone.now()
    persons = Grant.objects.get(user__username="joko").ref
    for who, which in ((cast.NILA, ref), (cast.SARI, ref), (cast.JOKO, persons), (cast.JOKO, "x" * 26)):
        for act in (actions.issue, actions.end):
            with pytest.raises(Missing):
                act(cast.at_desk(who), which, now=now)
        with pytest.raises(Missing):
            queries.device(cast.at_desk(who), which)


def test_the_day_of_use_is_noted_once_and_never_the_time(database: Path) -> None:
    ref = cast.device()
    token = cast.issued(ref)
    for _ in range(2):
        machine = shown(token)
        assert machine is not None
        actions.note_use(machine)
    found = queries.device(cast.at_desk(cast.JOKO), ref)
    assert found.token is not None
    assert found.token.used_on == timezone.localdate()
    assert found.in_force


def test_r47_no_leaf_names_the_device(database: Path) -> None:
    cast.issued(cast.device("gudang-rahasia"))
    kept = b"".join(bytes(row.data) for row in Leaf.objects.all())
    opened = b"".join(bytes(row.record) for row in Opening.objects.all())
    assert b"gudang" not in kept + opened
    assert b"token.issued" in kept


def test_a_device_gets_no_invitation_to_sign_in(database: Path) -> None:
    with pytest.raises(Refused, match="halaman Perangkat"):
        invitation.issue(cast.at_desk(cast.JOKO), cast.device(), now=timezone.now())
