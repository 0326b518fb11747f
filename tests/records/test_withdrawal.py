"""What ends a signing otherwise: an office that does not sign, and a signature that is withdrawn and stays."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.errors import BadInput, Missing, NotProven, Refused
from ikrar.core.ledger import passkey
from ikrar.core.signature.challenge import Act, Acting
from ikrar.records.account.access import Holder
from ikrar.records.declaration.models import Version
from ikrar.records.ledger import queries as ledger
from ikrar.records.signature import actions, queries
from ikrar.records.signature.models import Refusal, Signature, Withdrawal
from tests import cast, signing
from tests.phone import SITE

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


def test_an_office_refuses_through_its_own_link_and_may_think_again(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    code = signing.code_for(dewi, ref)
    row = actions.refuse(code, reason="Poin 2 belum disepakati.", now=now)
    signed = queries.of(ref, 1)[0]
    assert signed.refused is not None
    assert (signed.refused.reason, signed.stands) == ("Poin 2 belum disepakati.", False)
    assert signing.record_of(row.ref)["reason"] == "Poin 2 belum disepakati."
    with pytest.raises(Refused, match="sudah dipakai"):
        actions.refuse(code, now=now)
    signing.sign_as_holder(signing.code_for(dewi, ref))
    assert queries.signed(version)[0].refused is None
    assert Refusal.objects.count() == 1, "the refusal stays on record"


def test_a_refusal_needs_no_reason(dewi: Holder, version: Version) -> None:
    assert actions.refuse(signing.code_for(dewi, version.declaration_id, 3), now=timezone.now()).reason == ""


def test_a_signature_is_withdrawn_by_the_key_that_gave_it_and_stays(dewi: Holder, version: Version) -> None:
    ref, made = version.declaration_id, signing.enrolled()
    row = signing.sign(signing.code_for(dewi, ref), made.phone)
    other = signing.enrolled()
    code = signing.code_for(dewi, ref)
    with pytest.raises(Refused, match="bukan milik"):
        signing.withdraw(code, other.phone)
    with pytest.raises(BadInput):
        signing.withdraw(code, made.phone, reason=" ")
    signing.withdraw(code, made.phone)
    signed = queries.signed(version)[0]
    assert signed.withdrawn is not None
    assert (signed.withdrawn.reason, signed.withdrawn.by, signed.stands) == ("Keliru menandatangani.", "", False)
    assert [leaf.type for leaf in ledger.leaves_of(row.ref)] == ["signature.given", "signature.withdrawn"]
    record = signing.record_of(row.ref)
    assert passkey.signed(record) is not None, "whoever checks the leaf sees that the same key withdrew"
    assert record["key"] == signing.record_of(row.ref, 0)["key"]
    with pytest.raises(NotProven, match="perbuatan lain"):
        passkey.signed(record | {"act": "signature.given"})
    with pytest.raises(Refused, match="sudah ditarik"):
        signing.code_for(dewi, ref)


def test_after_a_withdrawal_nothing_brings_the_signature_back(dewi: Holder, version: Version) -> None:
    """A link of before, the old answer, a hand: each is refused."""
    ref, made, now = version.declaration_id, signing.enrolled(), timezone.now()
    code = signing.code_for(dewi, ref)
    old = made.phone.answer(actions.ask(code, Act.SIGN, now=now).challenge)
    row = actions.sign(code, old, SITE, now=now)
    later = signing.code_for(dewi, ref)
    actions.withdraw(cast.at_desk(cast.SARI), row.ref, reason="Keliru.", now=now)
    for act in (
        lambda: actions.sign(later, old, SITE, now=now),
        lambda: actions.ask(later, Act.SIGN, now=now),
        lambda: actions.ask(later, Act.WITHDRAW, now=now),
        lambda: actions.refuse(later, now=now),
        lambda: actions.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=now),
        lambda: actions.withdraw(cast.at_desk(cast.SARI), row.ref, reason="Lagi.", now=now),
    ):
        with pytest.raises(Refused):
            act()
    assert Withdrawal.objects.count() == Signature.objects.count() == 1


def test_at_the_desk_the_signatorys_institution_records_a_withdrawal_and_nobody_else(
    dewi: Holder, version: Version
) -> None:
    ref = version.declaration_id
    bawaslu = signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    unregistered = signing.sign_as_holder(signing.code_for(dewi, ref, 3))
    for who in (dewi, cast.at_desk(cast.AGUS)):
        with pytest.raises(Missing):
            actions.withdraw(who, bawaslu.ref, reason="x", now=timezone.now())
    with pytest.raises(Missing):
        actions.withdraw(cast.at_desk(cast.BIMA), unregistered.ref, reason="x", now=timezone.now())
    actions.withdraw(cast.at_desk(cast.BIMA), bawaslu.ref, reason="Keliru.", now=timezone.now())
    actions.withdraw(dewi, unregistered.ref, reason="Surat tertulis.", now=timezone.now())
    found = queries.signed(version)
    assert [one.withdrawn and one.withdrawn.by for one in found] == [
        None,
        "Bawaslu Kabupaten Pamekasan",
        "KPU Kabupaten Pamekasan",
    ]


def test_an_acting_signatory_withdraws_in_the_capacity_that_signed(dewi: Holder, version: Version) -> None:
    made = signing.enrolled(institution=signing.BAWASLU, acting=Acting.PJ)
    signing.sign(signing.code_for(dewi, version.declaration_id, 2), made.phone, acting=Acting.PJ)
    code = signing.code_for(dewi, version.declaration_id, 2)
    assert actions.ask(code, Act.WITHDRAW, now=timezone.now()).statement.capacity == "Pj. pengawas"
    signing.withdraw(code, made.phone)


def test_words_of_the_text_are_no_way_to_hold_an_office_when_it_withdraws(dewi: Holder) -> None:
    offices = (OfficeForm("Ketua", "KPU Kabupaten Pamekasan", "Pj. penyelenggara"),)
    ref, made = cast.frozen(dewi, offices=offices).declaration_id, signing.enrolled()
    signing.sign(signing.code_for(dewi, ref), made.phone)
    asked = actions.ask(signing.code_for(dewi, ref), Act.WITHDRAW, now=timezone.now())
    assert asked.statement.capacity == "Pj. penyelenggara"
