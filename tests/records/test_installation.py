"""The beginning of an installation and the way back: the only grants without two people, on the server alone (R8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.core.errors import InvalidField, Refused
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.election.models import Election
from ikrar.records.grant import access
from ikrar.records.installation import actions
from ikrar.records.installation.actions import Seat, Vote
from ikrar.records.institution.models import Institution
from ikrar.records.invitation import queries as invitation
from ikrar.records.ledger.models import Leaf
from tests import cast


def today() -> date:
    return timezone.localdate()


def vote(**changes: object) -> Vote:
    day = today() + timedelta(days=300)
    return replace(Vote("pilkada-baru", "pilkada", "Pilkada Baru", "New election", day, day, "36.04"), **changes)


SEATS = (
    Seat("36.04/kpu", "kpu", "KPU Kabupaten Serang", "36.04", "budi"),
    Seat("36.04/bawaslu", "bawaslu", "Bawaslu Kabupaten Serang", "36.04", "citra"),
)


def begin(seats: tuple[Seat, Seat] = SEATS, **changes: object) -> list[actions.Invited]:
    given = {"areas": ["36.04"], "ends": today() + timedelta(days=300), "now": timezone.now()}
    return actions.begin(vote(**changes.pop("vote", {})), seats, **(given | changes))


def test_r8_an_installation_begins_with_two_administrators_of_two_institutions(database: Path) -> None:
    invited = begin()
    assert access.administrators(today()) == {("budi", "36.04/kpu"), ("citra", "36.04/bawaslu")}
    assert Institution.objects.get(code="36.04/bawaslu").name == "Bawaslu Kabupaten Serang"
    assert Election.objects.get(code="pilkada-baru").voting_day == today() + timedelta(days=300)
    assert [invitation.login_behind(one.code, timezone.now()) for one in invited] == ["budi", "citra"]
    types = [leaf.type for leaf in Leaf.objects.order_by("id")]
    about = [t for t in types if t not in {"institution.changed", "territory.set", "election.registered"}]
    assert about == ["installation.begun", *["grant.given", "invitation.issued"] * 2]
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_an_installation_begins_once(database: Path) -> None:
    begin()
    before = Leaf.objects.count()
    with pytest.raises(Refused, match="sudah punya administrator"):
        begin()
    assert Leaf.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seats": (SEATS[0], replace(SEATS[1], kind="kpu"))}, "institution"),
        ({"seats": (SEATS[0], replace(SEATS[1], code="36.04/kpu"))}, "institution"),
        ({"seats": (SEATS[0], replace(SEATS[1], login="budi"))}, "login"),
        ({"seats": (SEATS[0], replace(SEATS[1], login="Citra Dewi"))}, "login"),
        ({"areas": ["77.77"]}, "ends"),
        ({"areas": ["36.04", "36.04.99"]}, "areas"),
        ({"areas": []}, "ends"),
        ({"ends": date(2999, 1, 1)}, "ends"),
    ],
    ids=str,
)
def test_what_is_off_begins_nothing_at_all(database: Path, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        begin(**changes)
    assert refused.value.field == field
    assert (User.objects.count(), Grant.objects.count(), Leaf.objects.count()) == (0, 0, 0)
    assert not Election.objects.filter(code="pilkada-baru").exists()


def test_an_election_that_is_known_already_needs_no_other(database: Path) -> None:
    cast.voting(today() + timedelta(days=400))
    ends = today() + timedelta(days=300)
    actions.begin(None, SEATS, areas=["36.04"], ends=ends, now=timezone.now())
    assert not Election.objects.filter(code="pilkada-baru").exists()
    assert len(access.administrators(today())) == 2


def recover(institution: str = "36.04/kpu", login: str = "danu") -> actions.Invited:
    ends = today() + timedelta(days=100)
    return actions.recover(institution=institution, login=login, areas=["36.04"], ends=ends, now=timezone.now())


def opened(login: str) -> None:
    account.set_second_factor(User.objects.get(username=login), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def test_r8_nothing_is_recovered_while_two_people_can_do_it_at_the_desk(database: Path) -> None:
    begin()
    opened("budi")
    opened("citra")
    with pytest.raises(Refused, match="Masih ada dua"):
        recover(login="dian")


def test_an_only_administrator_who_lost_the_keys_is_invited_again_on_the_server_and_keeps_the_grant(
    database: Path,
) -> None:
    begin()
    opened("budi")
    opened("citra")
    invited = recover(login="budi")
    assert Grant.objects.filter(user__username="budi").count() == 1
    assert invitation.login_behind(invited.code, timezone.now()) == "budi"


def test_administrators_who_never_opened_their_accounts_do_not_count(database: Path) -> None:
    begin()
    assert recover(login="dian").login == "dian"


def test_an_installation_without_two_administrators_is_recovered_on_the_server_and_leaves_a_leaf(
    database: Path,
) -> None:
    begin()
    grant = Grant.objects.get(user__username="budi")
    account.end_grant(grant, reason="left", now=timezone.now())
    with pytest.raises(InvalidField, match="tidak dikenal"):
        recover("36.04/tidak-ada")
    invited = recover()
    assert invitation.login_behind(invited.code, timezone.now()) == "danu"
    assert ("danu", "36.04/kpu") in access.administrators(today())
    assert Leaf.objects.filter(type="installation.recovered", by="36.04/kpu").count() == 1


def test_somebody_who_lost_every_key_is_appointed_anew_in_the_same_account(database: Path) -> None:
    begin()
    user = User.objects.get(username="budi")
    user.set_password("kalimat-yang-cukup-panjang")
    user.save()
    account.set_second_factor(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    account.end_grant(Grant.objects.get(user=user), reason="safety", now=timezone.now())
    recover(login="budi")
    assert not invitation.opened(User.objects.get(username="budi"))


def test_the_cast_of_the_tests_has_administrators_of_two_institutions(database: Path) -> None:
    for person in (cast.JOKO, cast.NILA):
        cast.employ(person)
    assert access.administrators(today()) == {("joko", "35.28/kpu"), ("nila", "35.28/bawaslu")}
