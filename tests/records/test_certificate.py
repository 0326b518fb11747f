"""Certificates are issued once, kept byte for byte, and their proof is checked with nothing but itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.certificate.bundle import read, write
from ikrar.core.certificate.check import Ledger, check_bundle
from ikrar.core.certificate.said import said
from ikrar.core.errors import Conflict, Missing, Refused
from ikrar.core.ledger.leaf import opens
from ikrar.core.ledger.policy import Policy
from ikrar.records.account.access import Holder
from ikrar.records.certificate import access, actions, queries
from ikrar.records.certificate.models import Certificate, Paper
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Version
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.signature import actions as signature
from tests import cast, signing, witnessing
from tests.phone import Phone

PDF = b"%PDF-1.7 piagam"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def signed(dewi: Holder, **options: Any) -> Version:
    """Let the KPU's enrolled phone sign a frozen declaration."""
    version = cast.frozen(dewi)
    made = signing.enrolled()
    signing.sign(signing.code_for(dewi, version.declaration_id), made.phone, **options)
    return version


def issued(dewi: Holder, ref: str, pdf: bytes = PDF) -> Certificate:
    draft = queries.draft(dewi, ref, "id")
    return actions.issue(dewi, ref, draft, pdf=pdf, now=timezone.now())


def test_decision19_an_issued_certificate_leaves_a_leaf_that_commits_to_its_whole_pdf(dewi: Holder) -> None:
    version = signed(dewi)
    made = issued(dewi, version.declaration_id)
    leaf = Leaf.objects.get(type="certificate.issued")
    opening = Opening.objects.get(leaf=leaf)
    record = {"act": "certificate.issued", "certificate": made.ref, "declaration": version.declaration_id}
    record |= {"version": 1, "digest": version.digest, "number": 1, "language": "id"}  # type: ignore[dict-item]
    record |= {"sha256": hashlib.sha256(PDF).hexdigest(), "by": "35.28/kpu"}
    assert opens(leaf.com, bytes(opening.r), record)
    assert (leaf.by, leaf.ref) == ("35.28/kpu", made.ref)
    assert made.sha256 not in bytes(leaf.data).decode()


def test_the_pdf_is_served_again_byte_for_byte_and_found_by_code_and_digest(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    made = issued(dewi, ref)
    found, data = queries.paper(ref, 1)
    assert data == PDF
    assert queries.named(made.ref) == queries.with_digest(found.sha256) == found
    assert queries.named(ref) is None
    assert queries.with_digest("0" * 64) is None
    assert queries.issued(ref) == (found,)
    with pytest.raises(Missing):
        queries.paper(ref, 2)


def test_each_certificate_gets_the_next_number(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    assert [issued(dewi, ref, b"%d" % n).number for n in range(3)] == [1, 2, 3]
    assert [one.number for one in queries.issued(ref)] == [3, 2, 1]


def test_nothing_is_issued_before_anybody_signed_or_after_all_withdrew(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    with pytest.raises(Refused, match="sedikitnya satu jabatan"):
        queries.draft(dewi, ref, "id")
    phone = Phone()
    signing.sign_as_holder(signing.code_for(dewi, ref), phone)
    queries.draft(dewi, ref, "id")
    signing.withdraw(signing.code_for(dewi, ref), phone)
    with pytest.raises(Refused):
        queries.draft(dewi, ref, "id")


def test_a_signature_or_a_certificate_that_came_meanwhile_stops_an_older_draft(dewi: Holder) -> None:
    ref = signed(dewi).declaration_id
    draft = queries.draft(dewi, ref, "id")
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    with pytest.raises(Conflict):
        actions.issue(dewi, ref, draft, pdf=PDF, now=timezone.now())
    draft = queries.draft(dewi, ref, "id")
    issued(dewi, ref)
    with pytest.raises(Conflict):
        actions.issue(dewi, ref, draft, pdf=b"zwei", now=timezone.now())
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("who", [cast.INTAN, cast.YUDA, cast.SARI, cast.JOKO], ids=lambda one: one.username)
def test_only_the_secretaries_of_the_declaration_issue(dewi: Holder, who: cast.Person) -> None:
    ref = signed(dewi).declaration_id
    draft = queries.draft(dewi, ref, "id")
    other = cast.at_desk(who)
    with pytest.raises(Missing):
        queries.draft(other, ref, "id")
    with pytest.raises(Missing):
        actions.issue(other, ref, draft, pdf=PDF, now=timezone.now())


@pytest.mark.parametrize("table", ["certificate", "paper"])
def test_what_was_issued_is_never_changed(dewi: Holder, table: str) -> None:
    issued(dewi, signed(dewi).declaration_id)
    model: Any = {"certificate": Certificate, "paper": Paper}[table]
    change = {"certificate": {"sha256": "0" * 64}, "paper": {"data": b"x"}}[table]
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        model.objects.update(**change)
    if table == "certificate":
        Paper.objects.all().delete()
        with pytest.raises(IntegrityError, match="final"), transaction.atomic():
            Certificate.objects.all().delete()


def test_a_name_taken_back_takes_the_papers_with_it_and_leaves_the_certificates(dewi: Holder) -> None:
    version = signed(dewi, name="Sari Wulandari")
    ref = version.declaration_id
    issued(dewi, ref)
    signature.erase_name(dewi, queries.draft(dewi, ref, "id").signed[0].ref, written=True, now=timezone.now())
    assert Paper.objects.count() == 0
    with pytest.raises(Missing, match="dihapus"):
        queries.paper(ref, 1)
    (kept,) = queries.issued(ref)
    assert not kept.kept


def test_papers_of_a_version_are_erased_once(dewi: Holder) -> None:
    version = signed(dewi)
    issued(dewi, version.declaration_id)
    assert [actions.erase_papers(version.pk) for _time in range(2)] == [1, 0]


def test_examples_take_their_certificates_with_them_and_real_ones_stay(dewi: Holder) -> None:
    real = signed(dewi).declaration_id
    issued(dewi, real)
    example = cast.frozen(dewi, area="98.01", title="CONTOH Deklarasi Arunika").declaration_id
    signing.sign_as_holder(signing.code_for(dewi, example))
    issued(dewi, example, b"contoh")
    declaration.erase_examples(by="35.28/kpu", now=timezone.now())
    assert [one.declaration_id for one in access.public()] == [real]
    assert Opening.objects.filter(leaf__type="certificate.issued").count() == 1


# --- the proof --------------------------------------------------------------------------------------------------------


def test_the_bundle_of_a_signed_declaration_holds_when_nothing_but_itself_is_there(dewi: Holder) -> None:
    version = signed(dewi, name="Sari Wulandari")
    ref = version.declaration_id
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    issued(dewi, ref)
    data = write(queries.bundle(ref))
    assert b"Sari" not in data
    verdict = check_bundle(read(data))
    assert verdict.holds
    assert verdict.ledger is Ledger.WAITING
    office, holder = verdict.signings
    assert (office.n, office.standing, office.by) == (1, True, ("35.28/kpu", "35.28/bawaslu"))
    assert (holder.n, holder.standing, holder.by) == (2, False, ())
    assert len(verdict.certificates) == 1
    assert {act.leaf.type for act in verdict.acts} == {
        "declaration.frozen",
        "enrolment.made",
        "enrolment.vouched",
        "signature.given",
        "certificate.issued",
    }


def test_a_record_that_does_not_open_its_leaf_is_not_published(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The triggers let nobody change an opening; whoever can drop them publishes nothing through the proof."""
    ref = signed(dewi).declaration_id
    acts = queries.bundle(ref).acts
    monkeypatch.setattr(
        queries, "opens", lambda com, r, record: record["act"] != "signature.given" and opens(com, r, record)
    )
    kept = queries.bundle(ref).acts
    assert [act for act in acts if act not in kept] == [a for a in acts if b"type signature.given\n" in a.leaf] != []


def test_the_bundle_carries_the_ledger_s_proof_of_each_act_and_the_policy_in_force(dewi: Holder) -> None:
    now = timezone.now()
    witnessing.agree(now)
    ref = signed(dewi).declaration_id
    assert check_bundle(queries.bundle(ref)).ledger is Ledger.WAITING
    witnessing.advance(timezone.now())
    bundle = read(write(queries.bundle(ref)))
    policy = Policy.parse(bundle.policy or "")
    verdict = check_bundle(bundle, policy)
    assert verdict.holds
    assert {act.ledger for act in verdict.acts} == {Ledger.WITNESSED}
    assert set(verdict.acts[0].witnesses) == {*witnessing.STATE, *witnessing.CIVIL}
    assert "saksi melihatnya sejak" in " ".join(one.message for one in said(verdict))
    signing.sign_as_holder(signing.code_for(dewi, ref, 2))
    later = check_bundle(queries.bundle(ref), policy)
    assert {one.n: one.ledger for one in later.signings} == {1: Ledger.WITNESSED, 2: Ledger.WAITING}


def test_a_signing_by_hand_a_refusal_and_a_withdrawal_are_in_the_bundle(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    signature.attest(dewi, ref, n=1, scan=signing.board(dewi, ref), now=timezone.now())
    made = signature.attest(cast.at_desk(cast.BIMA), ref, n=1, now=timezone.now())
    assert made is not None
    signature.refuse(signing.code_for(dewi, ref, 2), reason="Belum sepakat.", now=timezone.now())
    signature.withdraw(dewi, made.ref, reason="Papannya tertukar.", now=timezone.now())
    verdict = check_bundle(read(write(queries.bundle(ref))))
    (hand,) = verdict.signings
    assert (hand.method, hand.by, hand.withdrawn) == ("hand", ("35.28/kpu", "35.28/bawaslu"), "Papannya tertukar.")
    assert [one.record["reason"] for one in verdict.refused] == ["Belum sepakat."]
    assert verdict.holds


def test_the_bundle_of_a_version_holds_nothing_of_another_one(dewi: Holder) -> None:
    version = signed(dewi)
    ref = version.declaration_id
    opened = declaration.supersede(dewi, ref, reason="Salah ketik.", now=timezone.now())
    declaration.save(dewi, ref, edition=opened.edition, form=cast.form(closing="Sekian."))
    cast.freeze(dewi, ref)
    second = queries.bundle(ref)
    assert second.version == 2
    assert [act.record["act"] for act in second.acts] == ["declaration.frozen"]
    first = queries.bundle(ref, 1)
    assert {act.record.get("version", 1) for act in first.acts} == {1}
    with pytest.raises(Missing):
        queries.bundle(ref, 3)


def test_a_bundle_takes_the_same_number_of_queries_however_many_signed(dewi: Holder) -> None:
    offices = tuple(cast.OfficeForm(f"Ketua {n}", "KPU Kabupaten Pamekasan") for n in range(6))
    ref = cast.frozen(dewi, offices=offices).declaration_id

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            queries.bundle(ref)
        return len(found)

    signing.sign_as_holder(signing.code_for(dewi, ref, 1))
    few = count()
    for n in range(2, 7):
        signing.sign_as_holder(signing.code_for(dewi, ref, n))
    assert count() == few
