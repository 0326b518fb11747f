"""R8, R9, K26, K27: what needs two people gets two people, and what ends stops at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from ikrar.core.account.request import ATTEST_AFTER, LIFE, State
from ikrar.core.account.role import Role
from ikrar.core.errors import IllegalMove, InvalidField, Missing, Refused
from ikrar.records.account import access as account_access
from ikrar.records.account import actions as account
from ikrar.records.account.models import Grant, User
from ikrar.records.grant import access, actions, queries
from ikrar.records.grant.actions import Terms
from ikrar.records.grant.models import Attestation, Request
from ikrar.records.invitation.models import Invitation
from ikrar.records.ledger.models import Leaf, Opening
from tests import cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def today() -> date:
    return timezone.localdate()


def terms(**changes: object) -> Terms:
    """A secretary of the KPU in Pamekasan for a month."""
    return replace(
        Terms(Role.SECRETARY, "35.28/kpu", frozenset({"35.28"}), today(), today() + timedelta(days=30)), **changes
    )


def propose(who: cast.Person = cast.JOKO, *, username: str = "dewi", **changes: object) -> Request:
    """Let Joko propose a grant."""
    return actions.propose_grant(cast.at_desk(who), username=username, terms=terms(**changes), now=timezone.now())


def approve(row: Request, who: cast.Person = cast.NILA) -> Request:
    """Let Nila approve."""
    return actions.approve(cast.at_desk(who), row.ref, now=timezone.now())


def types() -> list[str]:
    """The leaves about anything but how the cast was employed."""
    rows = Leaf.objects.order_by("id").values_list("type", flat=True)
    return list(rows)[Grant.objects.filter(user__username__in=[p.username for p in cast.CAST]).count() :]


@pytest.fixture(autouse=True)
def desk(database: Path) -> None:
    cast.voting(today() + timedelta(days=200))
    for person in (cast.JOKO, cast.NILA):
        cast.employ(person)


# --- give -------------------------------------------------------------------------------------------------------------


def test_r8_a_grant_is_proposed_by_one_institution_and_approved_by_another() -> None:
    row = propose()
    assert not User.objects.filter(username="dewi").exists()
    done = approve(row)
    grant = Grant.objects.get(user__username="dewi")
    assert (grant.role, grant.institution_id, grant.ends) == ("secretary", "35.28/kpu", row.ends)
    assert (done.state, done.proposed_as_id, done.decided_as_id) == ("approved", "35.28/kpu", "35.28/bawaslu")
    assert account_access.holder(grant.user_id, timezone.now()).may(Role.SECRETARY, area="35.28.01")
    assert [leaf.type for leaf in Leaf.objects.order_by("id")][-3:] == [
        "grant.proposed",
        "grant.approved",
        "grant.given",
    ]


def test_r47_the_leaves_of_a_request_and_their_openings_name_nobody() -> None:
    row = propose(username="dewi-rengganis")
    approve(row)
    for leaf in Leaf.objects.filter(ref=row.ref):
        text = bytes(leaf.data) + bytes(leaf.opening.record)
        assert b"dewi" not in text
        assert b"joko" not in text
    bys = Leaf.objects.filter(ref=row.ref).order_by("id").values_list("by", flat=True)
    assert list(bys) == ["35.28/kpu", "35.28/bawaslu"]
    given = json.loads(bytes(Opening.objects.get(leaf__ref=Grant.objects.latest("id").ref).record))
    assert given["request"] == row.ref


def test_a_person_with_an_account_gets_a_second_grant_in_the_same_account() -> None:
    user = cast.employ(cast.SARI)
    approve(propose(username="sari"))
    assert user.grants.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": Role.MACHINE}, "role"),
        ({"institution": "35.28/tidak-ada"}, "institution"),
        ({"areas": frozenset()}, "areas"),
        ({"areas": frozenset({"77.77"})}, "areas"),
        ({"ends": date(2000, 1, 1)}, "ends"),
        ({"ends": date(2999, 1, 1)}, "ends"),
    ],
    ids=str,
)
def test_terms_that_could_not_hold_are_refused_and_leave_nothing(changes: dict[str, object], field: str) -> None:
    before = Leaf.objects.count()
    with pytest.raises(InvalidField) as refused:
        propose(**changes)
    assert refused.value.field == field
    assert (Request.objects.count(), Leaf.objects.count()) == (0, before)


def test_a_user_name_nobody_could_type_is_refused() -> None:
    with pytest.raises(InvalidField):
        propose(username="Dewi R")


def test_r9_a_grant_reaches_at_most_to_the_last_day_of_an_election_there() -> None:
    last = today() + timedelta(days=200)
    propose(ends=last)
    with pytest.raises(InvalidField, match="paling lama"):
        propose(username="sari", ends=last + timedelta(days=1))


def test_the_same_request_twice_is_refused_while_the_first_is_open() -> None:
    row = propose()
    with pytest.raises(Refused, match="sudah menunggu"):
        propose()
    actions.withdraw(cast.at_desk(cast.JOKO), row.ref, now=timezone.now())
    propose()


def test_r8_an_administrator_of_another_institution_does_not_propose_for_one_that_has_its_own() -> None:
    with pytest.raises(Refused, match="lembaga itu sendiri"):
        propose(cast.NILA)


def test_an_institution_without_administrator_gets_its_first_one_through_two_others() -> None:
    row = propose(username="tono", role=Role.ADMINISTRATOR, institution="35.28/polres")
    assert row.proposed_as_id == "35.28/kpu"
    approve(row)
    assert access.administrators(today()) >= {("tono", "35.28/polres")}


def test_k26_nobody_gives_a_role_to_themself_with_or_without_a_friend() -> None:
    with pytest.raises(Refused, match="dirinya sendiri"):
        propose(username="joko")
    row = propose(username="nila", role=Role.OFFICER)
    with pytest.raises(Missing):
        approve(row)
    with pytest.raises(Refused, match="orang lain"):
        approve(row, cast.JOKO)


# --- decide -----------------------------------------------------------------------------------------------------------


def test_a_request_is_refused_with_a_reason_and_stays_refused() -> None:
    row = propose()
    nila = cast.at_desk(cast.NILA)
    with pytest.raises(InvalidField, match="alasan"):
        actions.refuse(nila, row.ref, reason="  ", now=timezone.now())
    with pytest.raises(InvalidField, match="paling panjang"):
        actions.refuse(nila, row.ref, reason="x" * 301, now=timezone.now())
    actions.refuse(nila, row.ref, reason="Wilayahnya terlalu luas.", now=timezone.now())
    kept = Request.objects.get()
    assert (kept.state, kept.reason) == ("refused", "Wilayahnya terlalu luas.")
    with pytest.raises(IllegalMove):
        approve(row)
    assert not User.objects.filter(username="dewi").exists()


def test_only_the_proposing_institution_withdraws_a_request() -> None:
    row = propose()
    with pytest.raises(Refused, match="lembaga pengusul"):
        actions.withdraw(cast.at_desk(cast.NILA), row.ref, now=timezone.now())
    actions.withdraw(cast.at_desk(cast.JOKO), row.ref, now=timezone.now())
    with pytest.raises(Missing):
        actions.withdraw(cast.at_desk(cast.WATI), row.ref, now=timezone.now())


def test_a_request_lapses_after_a_fortnight() -> None:
    row = propose()
    late = timezone.now() + LIFE
    assert queries.state_of(row, timezone.now()) is State.OPEN
    assert queries.state_of(row, late) is State.LAPSED
    assert queries.waiting(cast.at_desk(cast.NILA), late) == []
    with pytest.raises(IllegalMove, match="lewat waktunya"):
        actions.approve(cast.at_desk(cast.NILA), row.ref, now=late)


def test_a_request_is_there_for_its_institution_and_its_judge_and_for_nobody_else() -> None:
    row = propose()
    assert access.request_for(cast.at_desk(cast.JOKO), row.ref) == row
    assert access.request_for(cast.at_desk(cast.NILA), row.ref) == row
    village = replace(cast.NILA, username="desa", areas=("35.28.01",))
    for who in (cast.DEWI, cast.BIMA, village, replace(cast.YUDA, role=Role.ADMINISTRATOR)):
        with pytest.raises(Missing):
            access.request_for(cast.at_desk(who), row.ref)
    with pytest.raises(Missing):
        access.request_for(cast.at_desk(cast.JOKO), "0" * 26)


def test_queries_show_what_waits_and_what_was_proposed() -> None:
    row = propose()
    assert queries.waiting(cast.at_desk(cast.NILA), timezone.now()) == [row]
    assert queries.waiting(cast.at_desk(cast.JOKO), timezone.now()) == []
    assert queries.proposed(cast.at_desk(cast.JOKO)) == [row]
    assert queries.proposed(cast.at_desk(cast.NILA)) == []
    approve(row)
    assert queries.proposed(cast.at_desk(cast.NILA)) == [row]


def test_r8_what_an_ousted_administrator_proposed_can_not_be_approved() -> None:
    row = propose()
    cast.employ(replace(cast.JOKO, username="lain"))
    account.end_grant(Grant.objects.get(user__username="joko"), reason="safety", now=timezone.now())
    with pytest.raises(Missing):
        approve(row)


def test_r9_a_request_is_measured_again_by_the_day_it_is_approved_on() -> None:
    row = propose()
    cast.voting(today() + timedelta(days=1))
    with pytest.raises(InvalidField, match="paling lama"):
        approve(row)
    assert Request.objects.get().state == "open"


# --- extend, transfer, reset ------------------------------------------------------------------------------------------


@pytest.fixture
def sari() -> Grant:
    return Grant.objects.get(user=cast.employ(cast.SARI, ends=today() + timedelta(days=10)))


def test_r8_an_extension_takes_two_people(sari: Grant) -> None:
    joko, later = cast.at_desk(cast.JOKO), today() + timedelta(days=20)
    with pytest.raises(InvalidField, match="melewati"):
        actions.propose_extension(joko, sari.ref, ends=sari.ends, now=timezone.now())
    row = actions.propose_extension(joko, sari.ref, ends=later, now=timezone.now())
    sari.refresh_from_db()
    assert sari.ends < later
    approve(row)
    sari.refresh_from_db()
    assert sari.ends == later
    assert Leaf.objects.latest("id").type == "grant.extended"


def test_k27_a_transfer_ends_the_old_grant_and_gives_the_new_one_in_one_act(sari: Grant) -> None:
    new = terms(role=Role.PLANNER, areas=frozenset({"35.28.01"}))
    row = actions.propose_transfer(cast.at_desk(cast.JOKO), sari.ref, terms=new, now=timezone.now())
    approve(row)
    holder = account_access.holder(sari.user_id, timezone.now())
    assert [(g.role, g.areas) for g in holder.grants] == [(Role.PLANNER, frozenset({"35.28.01"}))]
    last = [leaf.type for leaf in Leaf.objects.order_by("-id")[:3]]
    assert last == ["grant.given", "grant.ended", "grant.approved"]


def test_k27_an_officer_who_leaves_is_received_by_the_other_institution(sari: Grant) -> None:
    new = terms(role=Role.OFFICER, institution="35.28/bawaslu")
    approve(actions.propose_transfer(cast.at_desk(cast.JOKO), sari.ref, terms=new, now=timezone.now()))
    holder = account_access.holder(sari.user_id, timezone.now())
    assert [g.institution for g in holder.grants] == ["35.28/bawaslu"]


def test_r8_a_reset_takes_two_people_and_takes_everything_one_signs_in_with(sari: Grant) -> None:
    user = sari.user
    user.set_password("sandi-yang-cukup-panjang")
    user.save()
    account.set_second_factor(user, SECRET)
    now = timezone.now()
    Invitation.objects.create(
        ref="1" * 26, user=user, institution_id="35.28/kpu", code_hash="x", issued_at=now, expires=now
    )
    before = User.objects.get(pk=user.pk).get_session_auth_hash()
    row = actions.propose_reset(cast.at_desk(cast.JOKO), sari.ref, now=now)
    assert User.objects.get(pk=user.pk).has_usable_password()
    approve(row)
    kept = User.objects.get(pk=user.pk)
    assert not kept.has_usable_password()
    assert kept.get_session_auth_hash() != before
    assert not Authenticator.objects.filter(user=user).exists()
    assert Invitation.objects.get().voided_at is not None
    assert Leaf.objects.latest("id").type == "factor.reset"


def _end(grant: Grant) -> None:
    account.end_grant(grant, reason="moved", now=timezone.now())


def _expire(grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(starts=today() - timedelta(days=9), ends=today() - timedelta(days=1))


@pytest.mark.parametrize("stop", [_end, _expire], ids=["ended", "ran out"])
def test_r9_nothing_is_proposed_or_approved_for_a_grant_that_is_over(
    sari: Grant, stop: Callable[[Grant], None]
) -> None:
    joko = cast.at_desk(cast.JOKO)
    row = actions.propose_extension(joko, sari.ref, ends=today() + timedelta(days=20), now=timezone.now())
    stop(sari)
    with pytest.raises(Refused, match="sudah berakhir"):
        approve(row)
    with pytest.raises(Refused, match="sudah berakhir"):
        actions.propose_reset(joko, sari.ref, now=timezone.now())
    propose(username="sari")


def test_a_request_whose_period_was_lost_is_refused(sari: Grant) -> None:
    row = propose()
    Request.objects.update(ends=None)
    with pytest.raises(InvalidField, match="jangka waktu"):
        approve(row)


# --- end --------------------------------------------------------------------------------------------------------------


def test_r9_one_administrator_of_the_institution_ends_a_grant_and_says_why(sari: Grant) -> None:
    joko = cast.at_desk(cast.JOKO)
    with pytest.raises(InvalidField, match="alasan"):
        actions.end(joko, sari.ref, reason="Sari pindah ke Surabaya", now=timezone.now())
    actions.end(joko, sari.ref, reason="moved", now=timezone.now())
    assert account_access.holder(sari.user_id, timezone.now()) is None
    with pytest.raises(Missing):
        actions.end(cast.at_desk(cast.NILA), sari.ref, reason="safety", now=timezone.now())


def test_the_last_two_administrators_of_two_institutions_are_not_ended() -> None:
    joko = cast.at_desk(cast.JOKO)
    own = Grant.objects.get(user__username="joko")
    before = Leaf.objects.count()
    with pytest.raises(Refused, match="dua administrator"):
        actions.end(joko, own.ref, reason="safety", now=timezone.now())
    own.refresh_from_db()
    assert (own.ended_on, Leaf.objects.count()) == (None, before)
    cast.employ(replace(cast.JOKO, username="lain"))
    actions.end(joko, own.ref, reason="left", now=timezone.now())


def test_the_last_administrator_of_an_institution_does_not_leave_it_alone_but_for_safety() -> None:
    cast.employ(replace(cast.NILA, username="lain", institution="35.28/polres"))
    joko = cast.at_desk(cast.JOKO)
    own = Grant.objects.get(user__username="joko")
    with pytest.raises(Refused, match="administrator terakhir lembaga ini"):
        actions.end(joko, own.ref, reason="left", now=timezone.now())
    actions.end(joko, own.ref, reason="safety", now=timezone.now())
    own.refresh_from_db()
    assert own.ended_on is not None


def test_nobody_attests_that_they_themselves_serve() -> None:
    joko = cast.at_desk(cast.JOKO)
    with pytest.raises(Refused, match="dinyatakan administrator lain"):
        actions.attest(joko, [Grant.objects.get(user__username="joko").ref], now=timezone.now())


def test_r9_with_the_last_grant_sessions_end_and_after_a_breach_the_keys_go_too() -> None:
    joko, now = cast.at_desk(cast.JOKO), timezone.now()
    for reason, kept in (("left", True), ("safety", False)):
        grant = cast.employ(replace(cast.SARI, username=f"sari.{reason}")).grants.get()
        account.set_second_factor(grant.user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        before = grant.user.get_session_auth_hash()
        actions.end(joko, grant.ref, reason=reason, now=now)
        user = User.objects.get(pk=grant.user_id)
        assert user.get_session_auth_hash() != before
        assert Authenticator.objects.filter(user=user).exists() is kept


def test_r9_somebody_who_still_serves_elsewhere_keeps_the_session() -> None:
    joko = cast.at_desk(cast.JOKO)
    sari = cast.employ(cast.SARI)
    cast.employ(replace(cast.SARI, institution="35.28/bawaslu"))
    before = sari.get_session_auth_hash()
    actions.end(joko, sari.grants.get(institution="35.28/kpu").ref, reason="safety", now=timezone.now())
    assert User.objects.get(pk=sari.pk).get_session_auth_hash() == before


def test_the_last_administrator_is_not_transferred_to_another_role_either() -> None:
    cast.employ(replace(cast.JOKO, username="lain"))
    nila = Grant.objects.get(user__username="nila")
    other = replace(cast.NILA, username="rekan")
    cast.employ(other)
    row = actions.propose_transfer(
        cast.at_desk(other), nila.ref, terms=terms(institution="35.28/bawaslu"), now=timezone.now()
    )
    account.end_grant(Grant.objects.get(user__username="lain"), reason="left", now=timezone.now())
    approve(row, cast.JOKO)
    assert access.administrators(today()) == {("joko", "35.28/kpu"), ("rekan", "35.28/bawaslu")}


# --- attest -----------------------------------------------------------------------------------------------------------


def test_k27_whose_service_nobody_attested_for_ninety_days_is_on_the_list(sari: Grant) -> None:
    joko = cast.at_desk(cast.JOKO)
    assert [row.ref for row in queries.to_attest(joko)] == [sari.ref]
    assert actions.attest(joko, [sari.ref], now=timezone.now()) == 1
    assert actions.attest(joko, [sari.ref], now=timezone.now()) == 0
    assert queries.to_attest(joko) == []
    assert Leaf.objects.filter(type="grant.attested").count() == 1
    Attestation.objects.update(day=today() - ATTEST_AFTER)
    assert [row.ref for row in queries.to_attest(joko)] == [sari.ref]


def test_nobody_attests_for_another_institution(sari: Grant) -> None:
    with pytest.raises(Missing):
        actions.attest(cast.at_desk(cast.NILA), [sari.ref], now=timezone.now())


# --- people -----------------------------------------------------------------------------------------------------------


def test_an_administrator_sees_the_people_of_the_own_institution_in_the_own_areas_only(sari: Grant) -> None:
    cast.employ(cast.DEWI)  # holds a second area, 98.01, which Joko does not administer
    cast.employ(cast.BIMA)
    names = [row.user.username for row in queries.people(cast.at_desk(cast.JOKO))]
    assert names == ["joko", "sari"]
    assert [row.user.username for row in queries.people(cast.at_desk(cast.JOKO), words="sari petugas")] == []
    assert [row.user.username for row in queries.people(cast.at_desk(cast.JOKO), words="sari kpu")] == ["sari"]
    assert queries.people(cast.at_desk(cast.BIMA)) == []


def test_ended_grants_are_shown_when_asked_for(sari: Grant) -> None:
    joko = cast.at_desk(cast.JOKO)
    actions.end(joko, sari.ref, reason="moved", now=timezone.now())
    assert "sari" not in [row.user.username for row in queries.people_page(joko)]
    assert "sari" in [row.user.username for row in queries.people_page(joko, ended=True)]


def test_whoever_approves_a_reset_learns_where_else_the_account_serves(sari: Grant) -> None:
    cast.employ(replace(cast.SARI, institution="35.28/bawaslu"))
    assert queries.other_institutions("sari", "35.28/kpu", today()) == ["Bawaslu Kabupaten Pamekasan"]
    assert queries.is_known("sari")
    assert not queries.is_known("tidak-ada")


def test_proposing_is_offered_for_the_own_institution_and_for_those_without_administrator() -> None:
    codes = {code for code, _name in queries.institutions_to_propose_for(cast.at_desk(cast.JOKO))}
    assert "35.28/kpu" in codes
    assert "35.28/polres" in codes
    assert "35.28/bawaslu" not in codes


def test_a_closed_account_administers_nothing() -> None:
    row = propose()
    User.objects.filter(username="joko").update(is_active=False)
    with pytest.raises(Missing):
        approve(row)
