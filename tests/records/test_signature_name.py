"""A name is the signatory's own entry: it goes with the link it was given with, or at the desk on written request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ikrar.core.declaration.form import OfficeForm
from ikrar.core.errors import InvalidField, Missing, Refused
from ikrar.records.account.access import Holder
from ikrar.records.certificate import actions as certificate
from ikrar.records.certificate import queries as certificates
from ikrar.records.certificate.models import Paper
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Version
from ikrar.records.ledger import queries as ledger
from ikrar.records.signature import actions, queries
from ikrar.records.signature.models import Signature
from tests import cast, signing
from tests.phone import Phone

pytestmark = pytest.mark.usefixtures("database")
NAME = "Siti Aminah"
OFFICES = (
    OfficeForm("Ketua", "KPU Kabupaten Pamekasan", "penyelenggara"),
    OfficeForm("", "Bawaslu Kabupaten Pamekasan", "pengawas"),
)


@pytest.fixture
def dewi() -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def version(dewi: Holder) -> Version:
    return cast.frozen(dewi, offices=OFFICES)


def names() -> list[str]:
    return list(Signature.objects.order_by("pledge__n").values_list("name", flat=True))


def test_the_name_is_the_signatorys_own_entry_and_goes_with_the_link_that_signed(
    dewi: Holder, version: Version
) -> None:
    code, other = (signing.code_for(dewi, version.declaration_id, n) for n in (1, 2))
    with pytest.raises(InvalidField):
        signing.sign_as_holder(code, name="x" * 121)
    row = signing.sign_as_holder(code, name="  Siti   Aminah ")
    signing.sign_as_holder(other, name="Wira")
    assert queries.signed(version)[0].name == NAME
    assert queries.sheet(code, timezone.now()).named
    actions.take_back_name(code, now=timezone.now() + timedelta(days=400))
    assert names() == ["", "Wira"], "only the own one"
    assert queries.signed(version)[0].stands, "the office's signature stays"
    assert not queries.sheet(code, timezone.now()).named
    assert [(leaf.type, leaf.by) for leaf in ledger.leaves_of(row.ref)] == [
        ("signature.given", "35.28/kpu"),
        ("signature.unnamed", "35.28/kpu"),
    ]
    assert "Siti" not in str(signing.record_of(row.ref))
    with pytest.raises(Refused, match="tidak mencantumkan"):
        actions.take_back_name(code, now=timezone.now())


def test_a_name_goes_without_the_phone_through_a_new_link_of_the_same_office(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    first = signing.code_for(dewi, ref)
    signing.sign_as_holder(first, name=NAME)
    code = signing.code_for(dewi, ref, now=now)
    assert queries.sheet(code, now).named
    with pytest.raises(Refused, match="tidak dapat menghapus"):
        actions.take_back_name(code, now=now + timedelta(days=2))
    actions.void(dewi, ref, n=1, now=now)
    with pytest.raises(Refused, match="tidak dapat menghapus"):
        actions.take_back_name(code, now=now)
    assert names() == [NAME]
    actions.take_back_name(signing.code_for(dewi, ref), now=now)
    assert names() == [""]


def test_a_link_that_refused_before_says_nothing_about_the_name_of_who_signed_later(
    dewi: Holder, version: Version
) -> None:
    refused = signing.code_for(dewi, version.declaration_id)
    actions.refuse(refused, now=timezone.now())
    with pytest.raises(Refused, match="tidak dapat menghapus"):
        actions.take_back_name(refused, now=timezone.now())
    signing.sign_as_holder(signing.code_for(dewi, version.declaration_id), name=NAME)
    assert not queries.sheet(refused, timezone.now()).named
    with pytest.raises(Refused, match="tidak dapat menghapus"):
        actions.take_back_name(refused, now=timezone.now())
    with pytest.raises(Missing):
        actions.take_back_name("X" * 25, now=timezone.now())
    assert names() == [NAME]


def test_certificates_that_show_the_name_are_erased_and_can_be_issued_again(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    code = signing.code_for(dewi, ref)
    signing.sign_as_holder(code, name=NAME)
    draft = certificates.draft(dewi, ref, "id")
    certificate.issue(dewi, ref, draft, pdf=b"%PDF", now=now)
    actions.take_back_name(code, now=now)
    assert not Paper.objects.exists()
    assert [one.kept for one in certificates.issued(ref)] == [False]
    assert certificates.draft(dewi, ref, "id").signed[0].name == ""


def test_at_the_desk_the_declarations_secretary_erases_a_name_on_written_request(
    dewi: Holder, version: Version
) -> None:
    row, now = signing.sign_as_holder(signing.code_for(dewi, version.declaration_id, 2), name=NAME), timezone.now()
    assert queries.named(dewi, version.declaration_id) == [queries.Named(row.ref, 1, "", "Bawaslu Kabupaten Pamekasan")]
    for who in (cast.at_desk(cast.BIMA), cast.at_desk(cast.AGUS)):
        assert queries.named(who, version.declaration_id) == []
        with pytest.raises(Missing):
            actions.erase_name(who, row.ref, written=True, now=now)
    with pytest.raises(InvalidField, match="permintaan tertulis"):
        actions.erase_name(dewi, row.ref, written=False, now=now)
    assert names() == [NAME]
    actions.erase_name(dewi, row.ref, written=True, now=now)
    assert (names(), queries.named(dewi, version.declaration_id)) == ([""], [])
    assert [leaf.by for leaf in ledger.leaves_of(row.ref)] == ["35.28/bawaslu", "35.28/kpu"]
    with pytest.raises(Refused, match="tidak mencantumkan"):
        actions.erase_name(dewi, row.ref, written=True, now=now)


def test_a_name_under_a_version_that_was_replaced_can_go_too(dewi: Holder, version: Version) -> None:
    ref, now = version.declaration_id, timezone.now()
    code = signing.code_for(dewi, ref)
    row = signing.sign_as_holder(code, Phone(), name=NAME)
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=now)
    cast.freeze(dewi, ref)
    assert [(one.ref, one.number) for one in queries.named(dewi, ref)] == [(row.ref, 1)]
    actions.take_back_name(code, now=now)
    assert names() == [""]
