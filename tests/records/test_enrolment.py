"""Enrolling an office's passkey: one link, one key, two institutions' words, and a way to end it (decision 15)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, InvalidField, Missing, Refused, TooLarge
from ikrar.core.ledger.leaf import opens
from ikrar.core.signature.challenge import Acting
from ikrar.core.signature.link import State
from ikrar.core.signature.vouching import Standing
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.enrolment import access, actions, queries
from ikrar.records.enrolment.models import EnrolmentLink, Key, Vouch
from ikrar.records.institution.models import Institution, Office
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from tests import cast, signing
from tests.phone import Phone

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)


@pytest.fixture
def sari() -> Holder:
    return cast.at_desk(cast.SARI)


@pytest.fixture
def bima() -> Holder:
    return cast.at_desk(cast.BIMA)


def view(who: Holder, ref: str) -> queries.KeyView:
    return queries.key(who, ref, timezone.now())


def test_two_officers_of_two_institutions_make_a_key_its_offices(sari: Holder, bima: Holder) -> None:
    made = signing.enrolled(vouched=0)
    assert view(sari, made.ref).standing is Standing.HOLDER
    actions.vouch(sari, made.ref, now=timezone.now())
    assert view(sari, made.ref).standing is Standing.HOLDER
    actions.vouch(bima, made.ref, now=timezone.now())
    found = view(bima, made.ref)
    assert found.standing is Standing.OFFICE
    assert found.vouchers == ("KPU Kabupaten Pamekasan", "Bawaslu Kabupaten Pamekasan")
    assert (found.institution, found.office) == ("35.28/kpu", "Ketua KPU Kabupaten Pamekasan")
    assert found.usable


def test_every_step_leaves_a_leaf_that_commits_to_the_key_and_names_nobody(sari: Holder) -> None:
    made = signing.enrolled()
    actions.revoke(sari, made.ref, reason="Ponsel hilang.", now=timezone.now())
    leaves = ledger.leaves_of(made.ref)
    assert [leaf.type for leaf in leaves] == ["enrolment.made", *["enrolment.vouched"] * 2, "enrolment.revoked"]
    assert [leaf.by for leaf in leaves] == ["35.28/kpu", "35.28/kpu", "35.28/bawaslu", "35.28/kpu"]
    with identity.system():
        for leaf in leaves:
            opening = Opening.objects.get(leaf=leaf)
            record = json.loads(bytes(opening.record))
            assert record["key"] == Key.objects.get().spki_hash
            assert opens(leaf.com, bytes(opening.r), record)
            assert not {"Sari", "Bima"} & set(json.dumps(record).split())


def test_one_person_or_one_institution_vouches_once(sari: Holder, bima: Holder) -> None:
    made = signing.enrolled(vouched=1)
    for who in (sari, cast.at_desk(cast.DEWI)):
        with pytest.raises(Refused):
            actions.vouch(who, made.ref, now=timezone.now())
    actions.vouch(bima, made.ref, now=timezone.now())
    with pytest.raises(Refused, match="sudah dijamin dua"):
        actions.vouch(cast.at_desk(cast.AGUS), made.ref, now=timezone.now())
    assert Vouch.objects.count() == 2


def test_somebody_who_serves_in_two_institutions_vouches_for_their_offices_own_and_only_once(sari: Holder) -> None:
    made = signing.enrolled(vouched=0)
    today = sari.today
    terms = {"role": Role.OFFICER, "institution": "35.28/bawaslu", "areas": ("35.28",), "starts": today, "ends": today}
    user = cast.User.objects.get(pk=sari.user_id)
    cast.account.give_grant(user, now=timezone.now(), **terms)
    both = cast.at_desk(cast.SARI)
    assert actions.vouch(both, made.ref, now=timezone.now()).institution_id == "35.28/kpu"
    with pytest.raises(Refused, match="orang lain"):
        actions.vouch(both, made.ref, now=timezone.now())


def test_two_words_without_the_offices_own_institution_are_refused(bima: Holder) -> None:
    made = signing.enrolled(vouched=0)
    actions.vouch(bima, made.ref, now=timezone.now())
    with pytest.raises(Refused, match="lembaga pemilik"):
        actions.vouch(cast.at_desk(cast.AGUS), made.ref, now=timezone.now())


def test_a_link_is_used_once_and_then_says_so(sari: Holder) -> None:
    code = signing.link(sari)
    assert queries.link_behind(code, timezone.now()).state is State.LIVE
    signing.make(code)
    assert queries.link_behind(code, timezone.now()).state is State.USED
    with pytest.raises(Refused, match="sudah dipakai"):
        actions.ask(code, now=timezone.now())
    assert Key.objects.count() == 1


def test_a_link_dies_of_age_or_is_voided_and_an_unknown_one_is_nothing(sari: Holder) -> None:
    now = timezone.now()
    code = signing.link(sari, now=now, life="2h")
    with pytest.raises(Refused, match="masa berlakunya"):
        actions.ask(code, now=now + 2 * HOUR)
    row = EnrolmentLink.objects.get()
    actions.void(sari, row.ref, now=now)
    actions.void(sari, row.ref, now=now + HOUR)
    assert EnrolmentLink.objects.get().voided_at == now
    with pytest.raises(Refused, match="dibatalkan"):
        actions.ask(code, now=now)
    for ask in (lambda: actions.ask("X" * 25, now=now), lambda: queries.link_behind("X" * 25, now)):
        with pytest.raises(Missing):
            ask()


def test_an_answer_must_meet_the_newest_question_within_ten_minutes(sari: Holder) -> None:
    now, phone = timezone.now(), Phone()
    code = signing.link(sari, now=now)
    with pytest.raises(Refused, match="terlalu lama"):
        actions.asked(code, now=now)
    actions.ask(code, now=now)
    first = actions.asked(code, now=now)
    actions.ask(code, now=now)
    with pytest.raises(Refused, match="lebih baru"):
        actions.make(code, phone.new, challenge=first, now=now)
    with pytest.raises(Refused, match="terlalu lama"):
        actions.asked(code, now=now + timedelta(minutes=10, seconds=1))
    assert not Key.objects.exists()
    actions.make(code, phone.new, challenge=actions.asked(code, now=now), now=now)


def test_a_key_is_enrolled_once_and_only_if_it_is_of_a_known_kind(sari: Holder) -> None:
    phone = Phone()
    signing.make(signing.link(sari), phone)
    with pytest.raises(Refused, match="sudah pernah"):
        signing.make(signing.link(sari), phone)
    with pytest.raises(InvalidField):
        actions.keep(replace(phone.new, spki=b"bukan kunci"), now=timezone.now())


def test_several_representatives_of_an_office_each_have_a_key_of_their_own(sari: Holder) -> None:
    first = signing.enrolled()
    second = signing.enrolled(acting=Acting.PLT, on_behalf_of="Ketua", ends=sari.today)
    assert {one.ref for one in queries.keys(sari, timezone.now())} == {first.ref, second.ref}
    found = view(sari, second.ref)
    assert (found.acting, found.on_behalf_of, found.ends) == ("Plt.", "Ketua", sari.today)
    assert not queries.key(sari, second.ref, timezone.now() + timedelta(days=1)).usable


def test_a_revoked_key_can_be_vouched_for_no_more_and_says_why_it_ended(sari: Holder, bima: Holder) -> None:
    made = signing.enrolled(vouched=1)
    with pytest.raises(BadInput):
        actions.revoke(sari, made.ref, reason="  ", now=timezone.now())
    with pytest.raises(TooLarge):
        actions.revoke(sari, made.ref, reason="x" * 2001, now=timezone.now())
    actions.revoke(sari, made.ref, reason="Ponsel hilang.", now=timezone.now())
    found = queries.public_key(made.ref, timezone.now())
    assert (found.reason, found.revoked_by, found.usable) == ("Ponsel hilang.", "KPU Kabupaten Pamekasan", False)
    with pytest.raises(Refused, match="dicabut"):
        actions.vouch(bima, made.ref, now=timezone.now())
    with pytest.raises(Refused, match="sudah dicabut"):
        actions.revoke(sari, made.ref, reason="Lagi.", now=timezone.now())


def test_a_voucher_may_stop_a_key_and_a_stranger_to_it_may_not(bima: Holder) -> None:
    made = signing.enrolled()
    with pytest.raises(Refused, match="lembaga pemiliknya"):
        actions.revoke(cast.at_desk(cast.AGUS), made.ref, reason="Ragu.", now=timezone.now())
    assert actions.revoke(bima, made.ref, reason="Ragu.", now=timezone.now()).revoked_by_id == "35.28/bawaslu"


def test_others_neither_issue_nor_see_nor_end_what_is_not_theirs(sari: Holder) -> None:
    made, now = signing.enrolled(vouched=0), timezone.now()
    code = signing.link(sari)
    row = EnrolmentLink.objects.get(used_at=None)
    yuda, bima = cast.at_desk(cast.YUDA), cast.at_desk(cast.BIMA)
    for act in (
        lambda: actions.issue(bima, signing.office(), actions.Terms(), now=now),
        lambda: actions.void(bima, row.ref, now=now),
        lambda: actions.vouch(yuda, made.ref, now=now),
        lambda: actions.revoke(yuda, made.ref, reason="x", now=now),
        lambda: queries.key(yuda, made.ref, now),
        lambda: queries.key(cast.at_desk(cast.WATI), made.ref, now),
        lambda: queries.public_key("0" * 26, now),
    ):
        with pytest.raises(Missing):
            act()
    assert queries.links(bima, now) == []
    assert [one.ref for one in queries.links(sari, now)] == [row.ref]
    assert queries.link_behind(code, now).office == "Ketua KPU Kabupaten Pamekasan"
    assert [one.institution_id for one in queries.offices(yuda, yuda.today)] == ["36.04/kpu"]
    assert [one.institution_id for one in queries.offices(sari, sari.today)] == ["35.28/kpu"]


@pytest.mark.parametrize(
    ("terms", "error"),
    [({"life": "1y"}, InvalidField), ({"on_behalf_of": "x" * 201}, TooLarge), ({"ends": "past"}, InvalidField)],
)
def test_terms_that_cannot_be_are_refused(sari: Holder, terms: dict[str, object], error: type[Exception]) -> None:
    terms = {k: sari.today - timedelta(days=1) if v == "past" else v for k, v in terms.items()}
    with pytest.raises(error):
        signing.link(sari, **terms)
    assert not EnrolmentLink.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Key.objects.update(spki=b"x"),
        lambda: Key.objects.update(reason="Lain."),
        lambda: Key.objects.all().delete(),
        lambda: Vouch.objects.update(institution="35.28/polres"),
        lambda: Vouch.objects.all().delete(),
    ],
)
def test_the_database_itself_refuses_to_change_a_key_or_a_word(sari: Holder, change: object) -> None:
    made = signing.enrolled()
    actions.revoke(sari, made.ref, reason="Ponsel hilang.", now=timezone.now())
    assert callable(change)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_examples_can_be_erased_with_their_openings_and_real_keys_stay() -> None:
    real = signing.enrolled()
    gita = cast.at_desk(replace(cast.SARI, username="gita", institution="98.01/kpu", areas=("98.01",)))
    example = signing.make(signing.link(gita, "98.01/kpu"))
    with transaction.atomic():
        actions.forget_examples()
    assert [key.ref for key in Key.objects.all()] == [real.ref]
    with identity.system():
        assert not Opening.objects.filter(leaf__ref=example.ref).exists()


@pytest.mark.parametrize(("area", "usable"), [("35.28", True), ("51", False), ("91.03", False), ("98.01", True)])
def test_decision30_the_last_day_of_a_key_ends_where_its_institution_sits(area: str, usable: bool) -> None:
    evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 23.30 in Jakarta, the next day in Denpasar and Jayapura
    office = Office(name="Ketua", institution=Institution(code=f"{area}/kpu", area_id=area))
    key = Key(office=office, ends=date(2026, 11, 22))
    assert access.usable(key, evening) is usable
    assert not access.usable(key, evening + timedelta(days=1))
    key.revoked_at = evening
    assert not access.usable(key, evening)


def test_what_a_leaf_of_a_key_commits_to_names_who_left_it() -> None:
    made = signing.enrolled()
    told = [signing.record_of(made.ref, n) for n in range(3)]
    assert [(one["by"], one["by_name"]) for one in told] == [
        ("35.28/kpu", "KPU Kabupaten Pamekasan"),
    ] * 2 + [("35.28/bawaslu", "Bawaslu Kabupaten Pamekasan")]
