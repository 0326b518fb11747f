"""Printed invitations: one use, seven days, no copy kept, and no way around two people for an open account."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.core.account.code import read_code
from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.election.models import Election
from ikrar.records.grant import actions as grants
from ikrar.records.grant.actions import Terms
from ikrar.records.invitation import actions, queries
from ikrar.records.invitation.models import Invitation
from ikrar.records.ledger.models import Leaf
from tests import cast


@pytest.fixture
def sari(database: Path) -> Grant:
    return Grant.objects.get(user=cast.employ(cast.SARI))


def issue(grant: Grant) -> tuple[Invitation, str]:
    return actions.issue(cast.at_desk(cast.JOKO), grant.ref, now=timezone.now())


def accept(code: str, **changes: object) -> User:
    given = {"name": "Sari Wulandari", "now": timezone.now()}
    return actions.accept(code, **(given | changes))


def test_a_code_opens_the_account_once(sari: Grant) -> None:
    _row, code = issue(sari)
    assert read_code(code) == code
    assert queries.login_behind(code, timezone.now()) == "sari"
    user = accept(code, name="  Sari   Wulandari ")
    assert (user.pk, user.name) == (sari.user_id, "Sari Wulandari")
    assert not queries.opened(user)
    assert queries.login_behind(code, timezone.now()) is None
    with pytest.raises(Missing, match="tidak berlaku"):
        accept(code)


def test_r34_only_the_hash_of_a_code_is_kept_and_no_leaf_names_anybody(sari: Grant) -> None:
    row, code = issue(sari)
    accept(code)
    kept = " ".join(str(v) for r in Invitation.objects.values() for v in r.values())
    assert code not in kept
    leaves = Leaf.objects.filter(ref=row.ref).order_by("id")
    assert [leaf.type for leaf in leaves] == ["invitation.issued", "invitation.used"]
    for leaf in leaves:
        text = bytes(leaf.data) + bytes(leaf.opening.record)
        assert b"sari" not in text.lower()
        assert code.encode() not in text


def test_a_code_is_dead_after_seven_days(sari: Grant) -> None:
    _row, code = issue(sari)
    late = timezone.now() + timedelta(days=7)
    assert queries.login_behind(code, late) is None
    with pytest.raises(Missing, match="tidak berlaku"):
        accept(code, now=late)


def test_every_reason_why_a_code_opens_nothing_has_the_same_sentence(sari: Grant) -> None:
    _row, used = issue(sari)
    accept(used)
    _row, old = issue(sari)
    _row, closed = issue(sari)
    User.objects.update(is_active=False)
    said = set()
    for code in (used, old, closed, "0" * 25):
        with pytest.raises(Missing) as error:
            accept(code)
        said.add(str(error.value))
    assert len(said) == 1


def test_a_newer_invitation_kills_the_older_one(sari: Grant) -> None:
    first, old = issue(sari)
    second, new = issue(sari)
    assert queries.login_behind(old, timezone.now()) is None
    assert queries.login_behind(new, timezone.now()) == "sari"
    assert queries.of_account(cast.at_desk(cast.JOKO), sari.user, timezone.now()) == second
    assert Leaf.objects.filter(ref=first.ref).last().type == "invitation.voided"


def test_a_voided_invitation_opens_nothing_and_voiding_twice_leaves_one_leaf(sari: Grant) -> None:
    row, code = issue(sari)
    for _ in range(2):
        actions.void(cast.at_desk(cast.JOKO), row.ref, now=timezone.now())
    assert queries.login_behind(code, timezone.now()) is None
    assert Leaf.objects.filter(ref=row.ref, type="invitation.voided").count() == 1


def test_an_invitation_is_its_institutions_alone(sari: Grant) -> None:
    row, _code = issue(sari)
    nila = cast.at_desk(cast.NILA)
    assert queries.of_account(nila, sari.user, timezone.now()) is None
    with pytest.raises(Missing):
        actions.void(nila, row.ref, now=timezone.now())
    with pytest.raises(Missing):
        actions.issue(nila, sari.ref, now=timezone.now())


def test_r8_an_open_account_is_not_invited_again_by_one_person(sari: Grant) -> None:
    account.set_second_factor(sari.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    with pytest.raises(Refused, match="penyetelan ulang"):
        issue(sari)


def test_somebody_who_never_came_to_a_second_factor_is_invited_again_and_the_password_is_gone(sari: Grant) -> None:
    _row, code = issue(sari)
    user = accept(code)
    user.set_password("kalimat-yang-cukup-panjang")
    user.save()
    issue(sari)
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_nobody_is_invited_for_a_grant_that_is_over(sari: Grant) -> None:
    cast.employ(replace(cast.SARI, username="lain"))
    account.end_grant(sari, reason="moved", now=timezone.now())
    with pytest.raises(Refused, match="sudah berakhir"):
        issue(sari)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_person_enters_a_name_of_their_own(sari: Grant, name: str) -> None:
    _row, code = issue(sari)
    with pytest.raises(InvalidField, match="nama Anda"):
        accept(code, name=name)
    assert queries.login_behind(code, timezone.now()) == "sari"


def test_the_first_administrator_of_another_institution_is_invited_by_the_one_that_proposed_it(database: Path) -> None:
    joko, nila, now = cast.at_desk(cast.JOKO), cast.at_desk(cast.NILA), timezone.now()
    day = timezone.localdate()
    Election.objects.filter(code="pilkada-2024").update(ends=day + timedelta(days=60))
    terms = Terms(Role.ADMINISTRATOR, "35.28/pemantau", frozenset({"35.28"}), day, day + timedelta(days=30))
    asked = grants.propose_grant(joko, username="pertama", terms=terms, now=now)
    with pytest.raises(Refused):
        actions.issue_first(joko, asked.ref, now=now)
    grants.approve(nila, asked.ref, now=now)
    with pytest.raises(Refused):
        actions.issue_first(nila, asked.ref, now=now)
    _row, code, grant = actions.issue_first(joko, asked.ref, now=now)
    assert grant.institution_id == "35.28/pemantau"
    account.set_second_factor(accept(code), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    with pytest.raises(Refused):
        actions.issue_first(joko, asked.ref, now=now)


def test_r9_a_code_of_somebody_whose_grant_ended_opens_nothing(sari: Grant) -> None:
    _row, code = issue(sari)
    Grant.objects.filter(pk=sari.pk).update(ended_on=timezone.localdate())
    assert queries.login_behind(code, timezone.now()) is None
    with pytest.raises(Missing):
        accept(code)
