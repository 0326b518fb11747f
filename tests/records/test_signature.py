"""Signing: one-time links, passkeys of offices and of link holders, hands attested by two, refusal, withdrawal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.errors import InvalidField, Missing, NotProven, Refused
from ikrar.core.scan.scan import What
from ikrar.core.signature.assertion import Asked, Fault, verify
from ikrar.core.signature.challenge import Act, Acting, Signatory, Statement, challenge
from ikrar.core.signature.link import State
from ikrar.core.signature.vouching import Standing
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.enrolment import actions as enrolment
from ikrar.records.enrolment.models import Key
from ikrar.records.ledger import queries as ledger
from ikrar.records.ledger.models import Opening
from ikrar.records.signature import actions, links, queries
from ikrar.records.signature.models import Attestation, Refusal, Signature, SigningLink, Withdrawal
from tests import cast, signing
from tests.phone import SITE, Phone

pytestmark = pytest.mark.usefixtures("database")
OFFICES = (
    OfficeForm("Ketua", "KPU Kabupaten Pamekasan", "penyelenggara", "seluruh jajaran"),
    OfficeForm("", "Bawaslu Kabupaten Pamekasan", "pengawas"),
    OfficeForm("Ketua", "Paguyuban yang Tidak Terdaftar"),
)


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def version(dewi: Holder) -> Version:
    return cast.frozen(dewi, offices=OFFICES)


# --- with a passkey ---------------------------------------------------------------------------------------------------


def test_a_vouched_key_signs_as_its_office(dewi: Holder, version: Version) -> None:
    made = signing.enrolled()
    row = signing.sign(signing.code_for(dewi, version.declaration_id), made.phone)
    signed, *others = queries.signed(version)
    assert (signed.method, signed.standing, signed.ref) == ("passkey", Standing.OFFICE, row.ref)
    assert (signed.capacity, signed.on_behalf_of, signed.name) == ("penyelenggara", "seluruh jajaran", "")
    assert signed.vouchers == ("KPU Kabupaten Pamekasan", "Bawaslu Kabupaten Pamekasan")
    assert signed.stands
    assert signed.leaf is not None
    assert (signed.leaf.type, signed.leaf.by) == ("signature.given", "35.28/kpu")
    assert [other.method for other in others] == [None, None]


@pytest.mark.parametrize("vouched", [0, 1])
def test_an_unvouched_key_signs_as_link_holder_even_when_others_vouch_later(
    dewi: Holder, version: Version, vouched: int
) -> None:
    made = signing.enrolled(vouched=vouched)
    signing.sign(signing.code_for(dewi, version.declaration_id), made.phone)
    for who in (cast.SARI, cast.BIMA)[vouched:]:
        enrolment.vouch(cast.at_desk(who), made.ref, now=timezone.now())
    signed = queries.signed(version)[0]
    assert signed.standing is Standing.HOLDER
    assert len(signed.vouchers) == vouched


def test_a_key_made_on_the_spot_signs_as_link_holder_for_any_office(dewi: Holder, version: Version) -> None:
    for n in (1, 2, 3):
        signing.sign_as_holder(signing.code_for(dewi, version.declaration_id, n))
    found = queries.signed(version)
    assert [one.standing for one in found] == [Standing.HOLDER] * 3
    assert [one.leaf and one.leaf.by for one in found] == ["35.28/kpu", "35.28/bawaslu", "35.28/kpu"]
    assert {one.key for one in found} == {""}, "nobody's office key has a page"


def test_where_the_text_names_no_office_the_institutions_head_signs(dewi: Holder, version: Version) -> None:
    made = signing.enrolled(institution=signing.BAWASLU)
    signing.sign(signing.code_for(dewi, version.declaration_id, 2), made.phone)
    assert queries.signed(version)[1].standing is Standing.OFFICE


def test_what_is_kept_verifies_offline_and_the_leaf_holds_all_of_it(dewi: Holder, version: Version) -> None:
    made = signing.enrolled()
    row = signing.sign(signing.code_for(dewi, version.declaration_id), made.phone, name="Bambang Sutrisno")
    kept = queries.kept(row.ref)
    said = dict(kept.statement)
    nonce = links.urlsafe_b64decode(str(said["nonce"]) + "=")
    who = Signatory("35.28/kpu", "KPU Kabupaten Pamekasan", "Ketua")
    rebuilt = Statement(Act.SIGN, version.digest or "", who, "penyelenggara", "seluruh jajaran", nonce)
    assert rebuilt.as_json() == said
    verify(kept.assertion, Asked(challenge(rebuilt), kept.origin, kept.rp_id))
    record = signing.record_of(row.ref)
    assert record["statement"] == said
    assert record["assertion"] == kept.assertion.as_json()
    assert (record["key"], record["digest"], record["n"]) == (Key.objects.get().spki_hash, version.digest, 1)
    assert "Bambang" not in json.dumps(record)
    with pytest.raises(Missing):
        queries.kept("0" * 26)


def test_who_holds_an_office_acting_signs_so(dewi: Holder, version: Version) -> None:
    made = signing.enrolled(institution=signing.BAWASLU, acting=Acting.PLT, on_behalf_of="Ketua")
    code = signing.code_for(dewi, version.declaration_id, 2)
    assert queries.sheet(code, timezone.now()).ways[0] == ("Plt.", "Ketua", 1)
    with pytest.raises(Refused, match="bukan milik jabatan"):
        signing.sign(code, made.phone)
    signing.sign(code, made.phone, acting=Acting.PLT, behalf="Ketua")
    signed = queries.signed(version)[1]
    assert (signed.capacity, signed.on_behalf_of) == ("Plt. pengawas", "Ketua")


def test_a_link_holder_writes_no_words_of_their_own_into_the_signature(dewi: Holder, version: Version) -> None:
    code, now = signing.code_for(dewi, version.declaration_id, 2), timezone.now()
    signing.enrolled(institution=signing.BAWASLU, acting=Acting.PLT, on_behalf_of="Ketua")
    for acting, behalf in ((Acting.HOLDER, "Presiden"), (Acting.PLT, "Siti Aminah"), (Acting.HOLDER, "Ketua")):
        with pytest.raises(InvalidField, match="dari daftar"):
            actions.ask(code, Act.SIGN, acting=acting, behalf=behalf, now=now)
    assert actions.ask(code, Act.SIGN, acting=Acting.PLT, behalf="Ketua", now=now).statement.on_behalf_of == "Ketua"
    of_text = actions.ask(signing.code_for(dewi, version.declaration_id), Act.SIGN, behalf="Presiden", now=now)
    assert of_text.statement.on_behalf_of == "seluruh jajaran"


def test_a_key_of_another_office_or_a_revoked_one_cannot_use_the_link(dewi: Holder, version: Version) -> None:
    code = signing.code_for(dewi, version.declaration_id)
    other, gone = signing.enrolled(institution=signing.BAWASLU), signing.enrolled()
    enrolment.revoke(cast.at_desk(cast.SARI), gone.ref, reason="Ponsel hilang.", now=timezone.now())
    for phone in (other.phone, gone.phone, Phone()):
        with pytest.raises(Refused, match="bukan milik jabatan"):
            signing.sign(code, phone)
    assert not Signature.objects.exists()
    assert SigningLink.objects.get().used_at is None, "only what is kept uses a link up"


def test_an_answer_to_another_question_proves_nothing(dewi: Holder, version: Version) -> None:
    made, now = signing.enrolled(institution=signing.BAWASLU), timezone.now()
    signing.enrolled(institution=signing.BAWASLU, acting=Acting.PLT, phone=Phone())
    code = signing.code_for(dewi, version.declaration_id, 2)
    first = actions.ask(code, Act.SIGN, now=now)
    actions.ask(code, Act.SIGN, now=now)
    with pytest.raises(NotProven) as raised:
        actions.sign(code, made.phone.answer(first.challenge), SITE, now=now)
    assert raised.value.fault is Fault.CHALLENGE


@pytest.mark.parametrize(
    ("phone", "fault"),
    [
        (Phone(origin="https://lain.example"), Fault.ORIGIN),
        (Phone(rp="lain.example"), Fault.RP_ID),
        (Phone(flags=1), Fault.VERIFICATION),
        (Phone(told={"crossOrigin": True}), Fault.CROSS_ORIGIN),
    ],
)
def test_a_bad_assertion_is_refused_and_the_link_lives_on(
    dewi: Holder, version: Version, phone: Phone, fault: Fault
) -> None:
    code = signing.code_for(dewi, version.declaration_id)
    with pytest.raises(NotProven) as raised:
        signing.sign_as_holder(code, phone)
    assert raised.value.fault is fault
    signing.sign_as_holder(code)
    assert queries.signed(version)[0].stands


def test_a_counter_that_went_back_is_refused_and_one_that_grew_is_remembered(dewi: Holder, version: Version) -> None:
    phone = Phone(count=5)
    signing.enrolled(institution=signing.BAWASLU, phone=phone)
    code = signing.code_for(dewi, version.declaration_id, 2)
    with pytest.raises(NotProven) as raised:
        signing.sign(code, phone)
    assert raised.value.fault is Fault.COUNTER
    phone.count = 9
    signing.sign(code, phone)
    assert Key.objects.get().count == 9


def test_a_question_lives_ten_minutes_and_belongs_to_its_link_and_act(dewi: Holder, version: Version) -> None:
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    nothing = made.phone.answer(b"\0" * 32)
    with pytest.raises(Refused, match="terlalu lama"):
        actions.sign(code, nothing, SITE, now=now)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    with pytest.raises(Refused, match="terlalu lama"):
        actions.sign(code, answer, SITE, now=now + timedelta(minutes=10, seconds=1))
    with pytest.raises(Refused, match="terlalu lama"):
        actions.withdraw_by_key(code, answer, SITE, reason="x", now=now)
    actions.sign(code, answer, SITE, now=now + timedelta(minutes=9))


def test_a_link_signs_once_even_when_the_button_was_pressed_twice(dewi: Holder, version: Version) -> None:
    made, now = signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, version.declaration_id)
    answer = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    actions.sign(code, answer, SITE, now=now)
    with pytest.raises(Refused, match="sudah dipakai"):
        actions.sign(code, answer, SITE, now=now)
    assert queries.sheet(code, now).state is State.USED
    assert queries.sheet(code, now).pledge.stands
    assert Signature.objects.count() == 1


def test_links_end_by_age_by_a_newer_one_by_hand_and_with_their_version(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    old = signing.code_for(dewi, ref, now=now, life="2h")
    with pytest.raises(Refused, match="masa berlakunya"):
        actions.ask(old, Act.SIGN, now=now + timedelta(hours=2))
    new = signing.code_for(dewi, ref, now=now)
    with pytest.raises(Refused, match="diganti"):
        actions.ask(old, Act.SIGN, now=now)
    assert set(queries.live_links(dewi, ref, now)) == {1}
    actions.void(dewi, ref, n=1, now=now)
    assert queries.live_links(dewi, ref, now) == {}
    last = signing.code_for(dewi, ref, now=now)
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=now)
    actions.ask(last, Act.SIGN, now=now)
    cast.freeze(dewi, ref)
    assert queries.sheet(last, now).superseded
    with pytest.raises(Refused, match="versi yang lebih baru"):
        actions.ask(last, Act.SIGN, now=now)
    for unknown in (lambda: actions.ask("X" * 25, Act.SIGN, now=now), lambda: queries.sheet("X" * 25, now)):
        with pytest.raises(Missing):
            unknown()
    assert new != old


def test_a_key_on_the_spot_answers_the_newest_question_alone(dewi: Holder, version: Version) -> None:
    code, now = signing.code_for(dewi, version.declaration_id), timezone.now()
    first = actions.ask(code, Act.SIGN, now=now)
    actions.ask(code, Act.SIGN, now=now)
    with pytest.raises(Refused, match="lebih baru"):
        actions.bring_key(code, Phone().new, nonce=actions.unpadded(first.challenge), now=now)
    assert not Key.objects.exists()


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_two_officers_of_two_institutions_make_a_signature_by_hand(dewi: Holder, version: Version) -> None:
    ref, bima = version.declaration_id, cast.at_desk(cast.BIMA)
    picture = signing.board(dewi, ref)
    assert actions.attest(dewi, ref, n=3, scan=picture, now=timezone.now()) is None
    waiting = queries.signed(version)[2]
    assert (waiting.method, waiting.waiting) == (None, True)
    assert [(v.pk, one.n) for v, one in queries.to_attest(bima)] == [(version.pk, 3)]
    assert queries.to_attest(dewi) == queries.to_attest(cast.at_desk(cast.SARI)) == []
    row = actions.attest(bima, ref, n=3, now=timezone.now())
    assert row is not None
    signed = queries.signed(version)[2]
    assert (signed.method, signed.standing, signed.stands) == ("hand", None, True)
    assert signed.attesters == ("KPU Kabupaten Pamekasan", "Bawaslu Kabupaten Pamekasan")
    assert [(leaf.type, leaf.by) for leaf in ledger.leaves_of(row.ref)] == [
        ("signature.attested", "35.28/kpu"),
        ("signature.attested", "35.28/bawaslu"),
    ]
    assert signing.record_of(row.ref)["scan"] == picture
    assert queries.to_attest(bima) == []


def test_the_first_word_needs_a_sealed_picture_of_this_declaration(dewi: Holder, version: Version) -> None:
    ref, other = version.declaration_id, cast.frozen(dewi, title="Deklarasi lain").declaration_id
    with pytest.raises(Refused, match="Segel dahulu"):
        actions.attest(dewi, ref, n=1, now=timezone.now())
    with pytest.raises(Refused, match="deklarasi lain"):
        actions.attest(dewi, ref, n=1, scan=signing.board(dewi, other), now=timezone.now())
    with pytest.raises(Refused, match="Daftar hadir bukan tanda tangan"):
        actions.attest(dewi, ref, n=1, scan=signing.board(dewi, ref, What.ATTENDANCE), now=timezone.now())
    with pytest.raises(Missing):
        actions.attest(cast.at_desk(cast.BIMA), ref, n=1, scan=signing.board(dewi, ref), now=timezone.now())


def test_one_person_or_one_institution_attests_once_and_strangers_never(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    actions.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=now)
    for who in (dewi, cast.at_desk(cast.SARI)):
        with pytest.raises(Refused):
            actions.attest(who, ref, n=1, now=now)
    for who in (cast.at_desk(cast.YUDA), cast.at_desk(cast.WATI)):
        with pytest.raises(Missing):
            actions.attest(who, ref, n=1, now=now)
    with pytest.raises(Missing):
        actions.attest(dewi, ref, n=9, now=now)
    assert Attestation.objects.count() == 1


def test_a_hand_is_not_withdrawn_through_a_link(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    code = signing.code_for(dewi, ref)
    actions.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=now)
    actions.attest(cast.at_desk(cast.BIMA), ref, n=1, now=now)
    with pytest.raises(Refused, match="kunci sandi"):
        actions.ask(code, Act.WITHDRAW, now=now)
    with pytest.raises(Refused, match="sudah menandatangani"):
        signing.code_for(dewi, ref)
    assert [one.method for one in queries.signed(version)] == ["hand", None, None]


# --- who may, what stays, what goes -----------------------------------------------------------------------------------


def test_links_are_issued_by_the_declarations_secretaries_for_its_newest_version_alone(
    dewi: Holder, version: Version
) -> None:
    ref, now = version.declaration_id, timezone.now()
    for who in (cast.SARI, cast.BIMA, cast.INTAN, cast.YUDA):
        with pytest.raises(Missing):
            signing.code_for(cast.at_desk(who), ref)
    with pytest.raises(Missing):
        signing.code_for(dewi, cast.registered(dewi, title="Rancangan").ref)
    with pytest.raises(Missing):
        signing.code_for(dewi, ref, 4)
    with pytest.raises(InvalidField):
        signing.code_for(dewi, ref, life="1y")
    codes = actions.issue(dewi, ref, offices=frozenset({1, 2, 3}), now=now)
    assert set(codes) == {1, 2, 3}
    assert len(set(codes.values())) == 3
    sheet = queries.sheet(codes[2], now)
    assert (sheet.digest, sheet.pledge.institution) == (version.digest, "Bawaslu Kabupaten Pamekasan")
    assert (sheet.state, sheet.made_key, sheet.registered_by) == (State.LIVE, False, "KPU Kabupaten Pamekasan")
    assert [way[0] for way in sheet.ways] == ["", "Pj.", "Plt.", "Plh."]


def test_a_list_of_signatures_takes_the_same_number_of_queries_however_many_signed(
    dewi: Holder, version: Version, django_assert_max_num_queries: object
) -> None:
    for n in (1, 2, 3):
        signing.sign_as_holder(signing.code_for(dewi, version.declaration_id, n))
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(7):
        assert len(queries.signed(version)) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda: Signature.objects.update(at=timezone.now()),
        lambda: Signature.objects.update(name="Orang lain"),
        lambda: Signature.objects.filter(withdrawal=None).delete(),
        lambda: Withdrawal.objects.update(reason="x"),
        lambda: Withdrawal.objects.all().delete(),
        lambda: Attestation.objects.update(institution="35.28/polres"),
        lambda: Attestation.objects.all().delete(),
        lambda: Refusal.objects.update(reason="x"),
        lambda: Refusal.objects.all().delete(),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_signed(dewi: Holder, version: Version, change: object) -> None:
    _everything(dewi, version.declaration_id)
    assert callable(change)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def _everything(who: Holder, ref: str) -> None:
    """Let one office sign and withdraw, one refuse, one be attested once, one sign by hand or on the spot."""
    signing.sign_as_holder(signing.code_for(who, ref, 1), phone := Phone())
    signing.withdraw(signing.code_for(who, ref, 1), phone)
    signing.sign_as_holder(signing.code_for(who, ref, 2))
    actions.refuse(signing.code_for(who, ref, 3), reason="Tidak.", now=timezone.now())
    actions.attest(who, ref, n=3, scan=signing.board(who, ref), now=timezone.now())


def test_examples_are_erased_with_all_that_was_signed_under_them_and_real_ones_stay(dewi: Holder) -> None:
    real, example = cast.frozen(dewi, offices=OFFICES), cast.frozen(dewi, area="98.01", offices=OFFICES, title="C")
    for one in (real, example):
        _everything(dewi, one.declaration_id)
    refs = set(Signature.objects.filter(pledge__version=example).values_list("ref", flat=True))
    declaration.erase_examples(by="98.01/kpu", now=timezone.now())
    assert set(Declaration.objects.values_list("ref", flat=True)) == {real.declaration_id}
    assert Signature.objects.count() == 2
    assert Key.objects.count() == 2
    assert (Refusal.objects.count(), Attestation.objects.count(), Withdrawal.objects.count()) == (1, 1, 1)
    with identity.system():
        assert not Opening.objects.filter(leaf__ref__in=refs).exists()


def test_an_attested_word_of_the_first_kind_does_not_stop_a_passkey(dewi: Holder, version: Version) -> None:
    ref = version.declaration_id
    actions.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=timezone.now())
    signing.sign_as_holder(signing.code_for(dewi, ref))
    with pytest.raises(Refused, match="sudah menandatangani"):
        actions.attest(cast.at_desk(cast.BIMA), ref, n=1, now=timezone.now())
    signed = queries.signed(version)[0]
    assert (signed.method, signed.attesters) == ("passkey", ())
    assert replace(signed, method=None).stands is False
