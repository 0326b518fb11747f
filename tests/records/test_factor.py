"""What an account signs in with: every change ends sessions and leaves a leaf that names nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.models import User
from ikrar.records.erasure import forget_pages
from ikrar.records.factor import actions, queries
from ikrar.records.ledger.models import Leaf
from tests import cast
from tests.store import STORE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = actions.NewPasskey(b"kunci", 0, synced=True)


@pytest.fixture
def dewi(database: Path) -> User:
    return cast.employ(cast.DEWI)


def leaves(user: User) -> list[tuple[str, dict[str, str]]]:
    """Return institution and record of each leaf of the account."""
    found = Leaf.objects.filter(ref=user.ref).order_by("id")
    return [(leaf.by, json.loads(bytes(leaf.opening.record))) for leaf in found]


def add(user: User, name: str = "ponsel", key: actions.NewPasskey = KEY) -> str:
    return actions.add_passkey(user, key, name=name, now=timezone.now())


def test_an_account_starts_with_nothing_and_each_key_shows_once_set(dewi: User) -> None:
    assert queries.keys(dewi) == queries.Keys(password=False, totp_since=None, passkeys=(), codes_left=None)
    assert not queries.has_second_factor(dewi)
    assert queries.unused_codes(dewi) == []
    actions.set_password(dewi, "sandi-yang-cukup-panjang", now=timezone.now())
    actions.set_totp(dewi, SECRET, now=timezone.now())
    ref = add(dewi)
    keys = queries.keys(dewi)
    assert (keys.password, keys.seconds, keys.codes_left) == (True, 2, 10)
    assert keys.totp_since is not None
    assert (keys.passkeys[0].ref, keys.passkeys[0].key, keys.passkeys[0].synced) == (ref, b"kunci", True)
    assert queries.passkey(dewi, ref).name == "ponsel"
    assert queries.has_second_factor(dewi)
    assert queries.by_ref(dewi.ref) == dewi


def test_r47_each_change_leaves_a_leaf_of_the_institution_that_names_no_person(dewi: User) -> None:
    now = timezone.now()
    actions.set_password(dewi, "sandi-yang-cukup-panjang", now=now)
    actions.set_totp(dewi, SECRET, now=now)
    actions.set_totp(dewi, SECRET, now=now)
    ref = add(dewi)
    actions.renew_codes(dewi, now=now)
    actions.remove_totp(dewi, now=now)
    add(dewi)
    actions.remove_passkey(dewi, ref, now=now)
    done = ["password.set", "totp.added", "totp.replaced", "passkey.added", "codes.renewed", "totp.removed"]
    assert leaves(dewi) == [
        ("35.28/kpu", {"act": "factor.changed", "account": dewi.ref, "change": change})
        for change in [*done, "passkey.added", "passkey.removed"]
    ]


def test_r32_each_change_gives_the_account_another_session_mark(dewi: User) -> None:
    marks = [dewi.get_session_auth_hash()]
    for change in (
        lambda: actions.set_totp(dewi, SECRET, now=timezone.now()),
        lambda: add(dewi),
        lambda: actions.renew_codes(dewi, now=timezone.now()),
        lambda: actions.end_sessions(dewi),
    ):
        change()
        marks.append(User.objects.get(pk=dewi.pk).get_session_auth_hash())
    assert len(set(marks)) == 5
    assert list(dewi.get_session_auth_fallback_hash()) == []


def test_the_last_second_factor_stays_and_says_what_to_do(dewi: User) -> None:
    now = timezone.now()
    with pytest.raises(Refused, match="setelah ada faktor kedua"):
        actions.renew_codes(dewi, now=now)
    ref = add(dewi)
    with pytest.raises(Refused, match="Tambahkan yang lain dahulu"):
        actions.remove_passkey(dewi, ref, now=now)
    actions.set_totp(dewi, SECRET, now=now)
    actions.remove_passkey(dewi, ref, now=now)
    with pytest.raises(Refused, match="terakhir"):
        actions.remove_totp(dewi, now=now)


def test_what_is_not_theirs_is_missing(dewi: User) -> None:
    other = cast.employ(cast.INTAN)
    ref = add(dewi)
    for act in (
        lambda: queries.passkey(other, ref),
        lambda: actions.rename_passkey(other, ref, "punya saya"),
        lambda: actions.remove_passkey(other, ref, now=timezone.now()),
        lambda: actions.use_passkey(other, ref, count=0, now=timezone.now()),
        lambda: actions.remove_totp(dewi, now=timezone.now()),
    ):
        with pytest.raises(Missing):
            act()
    User.objects.filter(pk=dewi.pk).update(is_active=False)
    assert queries.by_ref(dewi.ref) is None


def test_a_name_is_short_and_may_be_left_out(dewi: User) -> None:
    ref = add(dewi, name="  ")
    assert queries.passkey(dewi, ref).name == "Passkey"
    actions.rename_passkey(dewi, ref, " kunci   kantor ")
    assert queries.passkey(dewi, ref).name == "kunci kantor"
    with pytest.raises(InvalidField, match="60"):
        actions.rename_passkey(dewi, ref, "x" * 61)
    assert len(leaves(dewi)) == 1, "a new name is no new key"
    second = add(dewi, name="kedua")
    actions.rename_passkey(dewi, second, "rumah")
    assert [key.name for key in queries.keys(dewi).passkeys] == ["kunci kantor", "rumah"]


def test_an_account_keeps_ten_passkeys_at_most(dewi: User) -> None:
    for number in range(10):
        add(dewi, name=str(number))
    with pytest.raises(Refused, match="10"):
        add(dewi)


@pytest.mark.parametrize(("before", "now", "good"), [(0, 0, True), (3, 4, True), (3, 3, False), (3, 0, False)])
def test_a_counter_that_does_not_grow_shows_a_copied_key(dewi: User, before: int, now: int, good: bool) -> None:
    ref = add(dewi, key=actions.NewPasskey(b"kunci", before, synced=False))
    if good:
        actions.use_passkey(dewi, ref, count=now, now=timezone.now())
        assert queries.passkey(dewi, ref).used is not None
    else:
        with pytest.raises(Refused, match="tidak dapat dipercaya"):
            actions.use_passkey(dewi, ref, count=now, now=timezone.now())


def test_the_leaf_is_of_the_grant_in_force_or_else_of_the_last_one(dewi: User) -> None:
    today = timezone.localdate()
    terms = {"role": cast.Role.SECRETARY, "areas": ["35.28"], "now": timezone.now()}
    later = today + timedelta(days=400)
    account.give_grant(dewi, institution="35.28/bawaslu", starts=later, ends=later, **terms)
    add(dewi)
    assert leaves(dewi)[-1][0] == "35.28/kpu"
    dewi.grants.filter(institution="35.28/kpu").update(ended_on=today)
    add(dewi)
    assert leaves(dewi)[-1][0] == "35.28/bawaslu"


def test_without_any_grant_no_key_is_changed(database: Path) -> None:
    nobody = account.register(username="baru", name="Baru")
    with pytest.raises(Refused, match="mandat"):
        add(nobody)
    assert not Authenticator.objects.exists()


def test_r34_secret_and_recovery_codes_are_in_no_byte_of_the_database(dewi: User, database: Path) -> None:
    actions.set_totp(dewi, SECRET, now=timezone.now())
    codes = queries.unused_codes(dewi)
    assert len(set(codes)) == 10
    forget_pages()
    kept = STORE.everything()
    for word in (SECRET, *codes):
        assert word.encode() not in kept
