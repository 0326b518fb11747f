"""Accounts, grants and sign-in links: what is given, until when, and what is left when it ends."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import InvalidField, Missing
from ikrar.core.ledger.leaf import opens
from ikrar.records.account import access, actions, queries
from ikrar.records.account.models import Grant, SignInLink, User
from ikrar.records.ledger.models import Leaf, Opening
from tests import cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give(user: User, **changes: object) -> Grant:
    """Give Dewi's grant, with changes."""
    today = timezone.localdate()
    terms = {
        "role": Role.SECRETARY,
        "institution": "35.28/kpu",
        "areas": ["35.28"],
        "starts": today,
        "ends": today,
        "now": timezone.now(),
    }
    return actions.give_grant(user, **(terms | changes))


@pytest.fixture
def dewi(database: Path) -> User:
    return actions.register(username="dewi", name="Dewi Rengganis")


def test_registering_twice_is_the_same_account_and_it_has_no_password(dewi: User) -> None:
    assert actions.register(username="dewi", name="Orang Lain").pk == dewi.pk
    kept = User.objects.get()
    assert kept.name == "Dewi Rengganis"
    assert not kept.has_usable_password()


def test_r47_a_grant_leaves_a_leaf_that_names_no_person(dewi: User) -> None:
    grant = give(dewi, areas=["35.28", "98.01"])
    leaf, opening = Leaf.objects.get(), Opening.objects.get()
    record = json.loads(bytes(opening.record))
    assert (leaf.type, leaf.by, leaf.ref) == ("grant.given", "35.28/kpu", grant.ref)
    assert opens(leaf.com, bytes(opening.r), record)
    assert record["areas"] == ["35.28", "98.01"]
    assert b"ewi" not in bytes(leaf.data) + bytes(opening.record)


@pytest.mark.parametrize(
    "terms",
    [
        {"role": Role.RESIDENT},
        {"role": Role.REVIEWER},
        {"institution": "KPU Pamekasan"},
        {"institution": "35.28/unknown"},
        {"areas": ["Pamekasan"]},
        {"areas": ["35.28", "77.77"]},
        {"areas": []},
        {"ends": timezone.localdate() - timedelta(days=1)},
    ],
    ids=lambda terms: "-".join(f"{k}={v}" for k, v in terms.items()),
)
def test_a_grant_that_could_not_hold_is_refused_and_leaves_nothing(dewi: User, terms: dict[str, object]) -> None:
    with pytest.raises(InvalidField):
        give(dewi, **terms)
    assert not Grant.objects.exists()
    assert not Leaf.objects.exists()


def test_r9_a_grant_that_ended_gives_nothing_from_then_on(dewi: User) -> None:
    grant = give(dewi)
    assert access.holder(dewi.pk, timezone.now()) is not None
    actions.end_grant(grant, reason="pindah tugas", now=timezone.now())
    assert access.holder(dewi.pk, timezone.now()) is None
    assert [leaf.type for leaf in Leaf.objects.order_by("id")] == ["grant.given", "grant.ended"]
    assert Leaf.objects.last().prev == Leaf.objects.first().hash


def test_ending_a_grant_twice_changes_nothing_and_leaves_one_leaf(dewi: User) -> None:
    grant = give(dewi)
    for _ in range(2):
        actions.end_grant(grant, reason="pindah tugas", now=timezone.now())
    assert Leaf.objects.filter(type="grant.ended").count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-1, 1, True), (0, 0, True), (1, 2, False), (-2, -1, False)], ids=str
)
def test_r9_a_grant_holds_from_its_first_to_its_last_day(dewi: User, starts: int, ends: int, holds: bool) -> None:
    today = timezone.localdate()
    give(dewi, starts=today + timedelta(days=starts), ends=today + timedelta(days=ends))
    assert (access.holder(dewi.pk, timezone.now()) is not None) is holds


def test_a_closed_or_unknown_account_holds_nothing(dewi: User) -> None:
    give(dewi)
    User.objects.update(is_active=False)
    assert access.holder(dewi.pk, timezone.now()) is None
    assert access.holder(0, timezone.now()) is None


def test_r2_rights_of_two_grants_are_never_added_up(database: Path) -> None:
    user = cast.employ(cast.DEWI)
    give(user, role=Role.PLANNER, institution="36.04/kpu", areas=["36.04"])
    holder = cast.at_desk(cast.DEWI)
    assert holder.roles == {Role.SECRETARY, Role.PLANNER}
    assert holder.may(Role.SECRETARY, institution="35.28/kpu", area="35.28.01")
    assert not holder.may(Role.SECRETARY, institution="36.04/kpu", area="36.04")
    assert not holder.may(Role.SECRETARY, institution="35.28/kpu", area="36.04")
    assert holder.institutions(Role.SECRETARY) == ("35.28/kpu",)
    assert holder.institution_for(Role.SECRETARY, None) == "35.28/kpu"
    assert holder.institution_for(Role.PLANNER, "36.04.01") == "36.04/kpu"
    assert holder.institution_for(Role.SECRETARY, "36.04") is None
    assert holder.institution_for(Role.AUDITOR, None) is None


def test_a_sign_in_link_works_once_and_only_its_hash_is_kept(dewi: User) -> None:
    now = timezone.now()
    token = actions.make_link(dewi, now)
    assert token not in SignInLink.objects.get().token_hash
    assert queries.link_is_live(token, now)
    assert actions.use_link(token, now) == dewi
    assert not queries.link_is_live(token, now)
    with pytest.raises(Missing):
        actions.use_link(token, now)


def test_a_sign_in_link_is_dead_after_ten_minutes_even_when_pressed(dewi: User) -> None:
    now = timezone.now()
    token = actions.make_link(dewi, now)
    assert queries.link_is_live(token, now + timedelta(minutes=10))
    late = now + timedelta(minutes=10, seconds=1)
    assert not queries.link_is_live(token, late)
    with pytest.raises(Missing):
        actions.use_link(token, late)
    assert not SignInLink.objects.exists()


def test_making_a_link_sweeps_the_dead_ones_away(dewi: User) -> None:
    now = timezone.now()
    actions.make_link(dewi, now - timedelta(minutes=11))
    actions.make_link(dewi, now)
    assert SignInLink.objects.count() == 1


def test_r34_a_new_second_factor_replaces_the_old_and_its_secret_is_not_readable(dewi: User) -> None:
    for secret in ("A" * 32, SECRET):
        actions.set_second_factor(dewi, secret)
    kept = Authenticator.objects.get()
    assert SECRET not in json.dumps(kept.data)
    assert len(queries.present_code("dewi") or "") == 6


def test_queries_find_accounts_by_user_name_alone(dewi: User) -> None:
    assert queries.by_username("dewi") == dewi
    assert queries.by_username("Dewi Rengganis") is None
    assert queries.present_code("dewi") is None
    assert not queries.has_grant(dewi, timezone.localdate())
    give(dewi)
    assert queries.has_grant(dewi, timezone.localdate())


def test_two_accounts_never_share_a_user_name(dewi: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create(username="dewi", name="Dewi lain")
