"""A second office reads a draft before it is frozen: who may ask, read and answer, and what an approval is worth."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import BadInput, Conflict, IkrarError, IllegalMove, Missing, Refused, TooLarge
from ikrar.records.account import actions as account
from ikrar.records.account.access import Holder
from ikrar.records.account.models import Grant
from ikrar.records.declaration import access as declarations
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.declaration.models import Version
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.review import access, actions, queries
from ikrar.records.review.models import Approval, Review
from tests import cast

NAMED = "Wira Adinata Sukmaraga"


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


@pytest.fixture
def putri(dewi: Holder) -> Holder:
    return cast.at_desk(cast.PUTRI)


def ask(who: Holder, ref: str, *, institution: str = "35.28/polres", edition: int = 1) -> Review:
    return actions.ask(who, ref, edition=edition, institution=institution, now=timezone.now())


def approve(who: Holder, ref: str, remark: str = "") -> Review:
    return actions.approve(who, ref, remark=remark, now=timezone.now())


def send_back(who: Holder, ref: str, reason: str = "Poin 2 belum jelas.") -> Review:
    return actions.send_back(who, ref, reason=reason, now=timezone.now())


def freeze(who: Holder, ref: str, edition: int = 1) -> Version:
    return declaration.freeze(who, ref, edition=edition, now=timezone.now())


def change(who: Holder, ref: str, edition: int = 1, **changes: object) -> int:
    changes = changes or {"place": "Alun-alun Arek Lancor"}
    return declaration.save(who, ref, edition=edition, form=cast.form(**changes))


# --- what freezing asks -----------------------------------------------------------------------------------------------


def test_r10_nothing_is_frozen_that_nobody_of_another_institution_approved(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    with pytest.raises(Refused, match="belum ditinjau"):
        freeze(dewi, ref)
    asked = ask(dewi, ref)
    with pytest.raises(Refused, match="menunggu"):
        freeze(dewi, ref)
    approve(putri, asked.ref)
    assert freeze(dewi, ref).digest == asked.digest


def test_the_public_record_keeps_which_institution_approved_and_when_and_no_person(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    row = Review.objects.get()
    said = register.registered(ref).reviewed_by
    assert said == queries.Approved("35.28/polres", "Polres Pamekasan", row.answered_at)
    assert {f.name for f in Approval._meta.concrete_fields} == {"id", "version", "institution", "at"}


def test_a_version_that_never_passed_a_review_says_so(dewi: Holder) -> None:
    version = declarations.editable(dewi, cast.registered(dewi).ref)
    assert queries.approved(version) is None


def test_a_change_after_the_approval_voids_it_and_merely_looking_does_not(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    edition = cast.approved(dewi, ref)
    assert declaration.save(dewi, ref, edition=edition, form=cast.form()) == edition
    assert change(dewi, ref) == 2
    with pytest.raises(Refused, match="berubah sesudah disetujui"):
        freeze(dewi, ref, 2)
    assert cast.approved(dewi, ref) == 2
    assert freeze(dewi, ref, 2).digest


def test_an_approval_is_void_when_what_is_followed_got_a_newer_version_meanwhile(dewi: Holder) -> None:
    wide = cast.at_desk(replace(cast.DEWI, username="luas", areas=("35",)))
    top = cast.frozen(wide, area="35").declaration_id
    ref = cast.registered(dewi, parent=top).ref
    edition = cast.approved(dewi, ref)
    declaration.supersede(wide, top, reason="Perbaikan.", now=timezone.now())
    assert change(wide, top, area="35", closing="Sekian.") == 2
    cast.freeze(wide, top)
    with pytest.raises(Refused, match="berubah sesudah disetujui"):
        freeze(dewi, ref, edition)
    cast.approved(dewi, ref)
    assert freeze(dewi, ref, edition).parent_id


def test_the_newest_review_counts_whatever_an_earlier_one_said(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    cast.approved(dewi, ref)
    send_back(putri, ask(dewi, ref).ref)
    with pytest.raises(Refused, match="dikembalikan"):
        freeze(dewi, ref)


def test_who_approved_a_text_does_not_freeze_it_even_for_two_institutions(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    approve(putri, ask(dewi, ref).ref)
    cast.employ(replace(cast.PUTRI, role=Role.SECRETARY, institution="35.28/kpu"))
    with pytest.raises(Refused, match="Orang yang menyetujui"):
        freeze(cast.at_desk(cast.PUTRI), ref)
    assert freeze(dewi, ref).digest


def test_a_new_version_needs_a_reading_of_its_own(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    declaration.supersede(dewi, ref, reason="Perbaikan.", now=timezone.now())
    with pytest.raises(Refused, match="belum ditinjau"):
        freeze(dewi, ref)
    assert cast.freeze(dewi, ref).number == 2
    assert Approval.objects.count() == 2


# --- asking -----------------------------------------------------------------------------------------------------------


def test_asking_keeps_edition_and_digest_and_leaves_no_leaf(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    before = Leaf.objects.count()
    row = ask(dewi, ref)
    assert (row.state, row.edition, row.reviewer_id) == ("asked", 1, None)
    assert Leaf.objects.count() == before
    approve(putri, row.ref)
    assert freeze(dewi, ref).digest == row.digest


@pytest.mark.parametrize("institution", ["35.28/bawaslu", "36.04/kpu", "35.28/partai-melati", "tidak/ada"])
def test_an_institution_without_anybody_who_could_read_it_is_not_asked(dewi: Holder, institution: str) -> None:
    cast.employ(cast.YUDA)  # a secretary, of another regency
    cast.employ(cast.RINA)  # of this one, and neither officer nor secretary
    cast.employ(cast.NILA)
    ref = cast.registered(dewi).ref
    with pytest.raises(Refused, match="belum ada petugas"):
        ask(dewi, ref, institution=institution)
    assert queries.could_read(declarations.editable(dewi, ref), timezone.localdate()) == []


def test_those_who_could_read_it_are_offered_by_name(dewi: Holder, putri: Holder) -> None:
    for person in (cast.BIMA, cast.INTAN, cast.SARI, cast.YUDA):
        cast.employ(person)
    version = declarations.editable(dewi, cast.registered(dewi).ref)
    names = [one.name for one in queries.could_read(version, timezone.localdate())]
    assert names == ["Bawaslu Kabupaten Pamekasan", "Polres Pamekasan"]


def test_the_own_institution_is_not_asked(dewi: Holder) -> None:
    cast.employ(cast.SARI)
    with pytest.raises(Refused, match="lembaga lain"):
        ask(dewi, cast.registered(dewi).ref, institution="35.28/kpu")


def test_an_incomplete_or_stale_draft_or_one_that_names_a_person_is_not_given_to_read(
    dewi: Holder, putri: Holder
) -> None:
    ref = cast.registered(dewi, persons=(NAMED,), closing=f"Disaksikan {NAMED}.").ref
    with pytest.raises(Refused, match=NAMED):
        ask(dewi, ref)
    with pytest.raises(Conflict):
        ask(dewi, ref, edition=7)
    change(dewi, ref, points=())
    with pytest.raises(BadInput):
        ask(dewi, ref, edition=2)
    assert not Review.objects.exists()


def test_a_frozen_text_is_not_given_to_read(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    with pytest.raises(IllegalMove):
        ask(dewi, ref)


def test_asking_another_institution_withdraws_the_open_question(dewi: Holder, putri: Holder) -> None:
    ref, bima = cast.registered(dewi).ref, cast.at_desk(cast.BIMA)
    first = ask(dewi, ref)
    second = ask(dewi, ref, institution="35.28/bawaslu")
    with pytest.raises(Missing):
        approve(putri, first.ref)
    approve(bima, second.ref)
    version = declarations.editable(dewi, ref)
    assert [row.state for row in queries.of_version(version)] == ["approved", "withdrawn"]


def test_a_question_is_taken_back_once(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    with pytest.raises(IllegalMove, match="Belum ada"):
        actions.withdraw(dewi, ref, now=timezone.now())
    asked = ask(dewi, ref)
    actions.withdraw(dewi, ref, now=timezone.now())
    assert queries.waiting(putri) == []
    with pytest.raises(Missing):
        access.readable(putri, asked.ref)
    with pytest.raises(IllegalMove):
        actions.withdraw(dewi, ref, now=timezone.now())
    with pytest.raises(Refused, match="belum ditinjau"):
        freeze(dewi, ref)


# --- who may read and answer ------------------------------------------------------------------------------------------


def others() -> list[cast.Person]:
    narrower = replace(cast.PUTRI, username="putri2", areas=("35.28.01",))
    elsewhere = replace(cast.PUTRI, username="putri3", areas=("36.04",))
    planner = replace(cast.PUTRI, username="putri4", role=Role.PLANNER)
    return [cast.BIMA, cast.INTAN, cast.SARI, cast.LASTRI, cast.YUDA, cast.WATI, narrower, elsewhere, planner]


@pytest.mark.parametrize("person", others(), ids=lambda p: p.username)
def test_r2_what_one_institution_was_asked_to_read_does_not_exist_for_others(
    dewi: Holder, putri: Holder, person: cast.Person
) -> None:
    asked, who = ask(dewi, cast.registered(dewi).ref), cast.at_desk(person)
    assert (queries.waiting(who), queries.answered(who)) == ([], [])
    for act in (approve, send_back):
        with pytest.raises(Missing):
            act(who, asked.ref)
    assert Review.objects.get().state == "asked"


def test_r2_a_reader_gains_nothing_else_of_the_draft_or_of_other_drafts(dewi: Holder, putri: Holder) -> None:
    mine, other = cast.registered(dewi).ref, cast.registered(dewi, title="Lain").ref
    asked = ask(dewi, mine)
    assert [row.ref for row in queries.waiting(putri)] == [asked.ref]
    assert register.on_desk(putri) == []
    for ref in (mine, other):
        with pytest.raises(Missing):
            change(putri, ref)
        with pytest.raises(Missing):
            ask(putri, ref)


def test_a_secretary_of_the_asked_institution_may_read_too(dewi: Holder) -> None:
    intan = cast.at_desk(cast.INTAN)
    asked = ask(dewi, cast.registered(dewi).ref, institution="35.28/bawaslu")
    assert approve(intan, asked.ref).state == "approved"


def test_r10_own_work_is_not_approved_through_a_second_grant_nor_after_changing_sides(
    dewi: Holder, putri: Holder
) -> None:
    asked = ask(dewi, cast.registered(dewi).ref)
    cast.employ(replace(cast.DEWI, institution="35.28/polres", role=Role.OFFICER))
    assert queries.waiting(cast.at_desk(cast.DEWI)) == []
    with pytest.raises(Refused, match="Naskah sendiri"):
        approve(cast.at_desk(cast.DEWI), asked.ref)
    held = Grant.objects.get(user__username="dewi", role="secretary")
    account.end_grant(held, reason="moved", now=timezone.now())
    with pytest.raises(Refused, match="Naskah sendiri"):
        approve(cast.at_desk(cast.DEWI), asked.ref)


def test_who_left_the_registering_institution_before_the_draft_was_opened_may_read_it(dewi: Holder) -> None:
    today = timezone.localdate()
    person = replace(cast.PUTRI, username="pindah")
    cast.employ(replace(person, institution="35.28/kpu"), ends=today - timedelta(days=1))
    asked = ask(dewi, cast.registered(dewi).ref, institution="35.28/polres") if cast.employ(person) else None
    assert asked is not None
    assert approve(cast.at_desk(person), asked.ref).state == "approved"


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("act", "state"), [(approve, "approved"), (send_back, "returned")], ids=["approve", "return"])
def test_r45_an_answer_leaves_one_leaf_of_the_reading_institution_without_a_person(
    dewi: Holder, putri: Holder, act: Callable[[Holder, str], Review], state: str
) -> None:
    asked = ask(dewi, cast.registered(dewi).ref)
    act(putri, asked.ref)
    leaf = Leaf.objects.get(type=f"review.{state}")
    record = json.loads(bytes(leaf.opening.record))
    assert (leaf.by, leaf.ref) == ("35.28/polres", asked.ledger_ref)
    assert leaf.ref != asked.ref
    assert record == {
        "act": f"review.{state}",
        "declaration": asked.version.declaration_id,
        "version": 1,
        "digest": asked.digest,
    }


@pytest.mark.parametrize("act", [approve, send_back], ids=["approve", "return"])
def test_an_answer_is_given_once(dewi: Holder, putri: Holder, act: Callable[[Holder, str], Review]) -> None:
    asked = ask(dewi, cast.registered(dewi).ref)
    act(putri, asked.ref)
    for again in (approve, send_back):
        with pytest.raises(IllegalMove):
            again(putri, asked.ref)


@pytest.mark.parametrize("act", [approve, send_back], ids=["approve", "return"])
def test_an_answer_about_a_draft_that_changed_meanwhile_is_not_kept(
    dewi: Holder, putri: Holder, act: Callable[[Holder, str], Review]
) -> None:
    ref = cast.registered(dewi).ref
    asked = ask(dewi, ref)
    change(dewi, ref)
    assert queries.waiting(putri) == []
    with pytest.raises(Conflict, match="tidak disimpan"):
        act(putri, asked.ref)
    assert queries.is_stale(Review.objects.get(), declarations.editable(dewi, ref))
    assert not Leaf.objects.filter(type__startswith="review.").exists()


def test_an_answer_is_not_kept_when_the_digest_is_another_without_any_edit(dewi: Holder, putri: Holder) -> None:
    asked = ask(dewi, cast.registered(dewi).ref)
    Review.objects.update(digest="0" * 64)
    with pytest.raises(Conflict):
        approve(putri, asked.ref)


def test_returning_needs_a_reason_that_reaches_the_secretaries(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    asked = ask(dewi, ref)
    for empty in ("", " \n "):
        with pytest.raises(BadInput):
            send_back(putri, asked.ref, empty)
    send_back(putri, asked.ref, "  Poin 2   belum jelas. ")
    assert queries.of_version(declarations.editable(dewi, ref))[0].remark == "Poin 2 belum jelas."
    assert [row.state for row in queries.answered(putri)] == ["returned"]


def test_r56_a_remark_names_no_person_of_the_article_and_has_an_end(dewi: Holder, putri: Holder) -> None:
    asked = ask(dewi, cast.registered(dewi, persons=(NAMED,)).ref)
    with pytest.raises(Refused, match=NAMED):
        approve(putri, asked.ref, f"Setuju, kata {NAMED}.")
    with pytest.raises(TooLarge):
        send_back(putri, asked.ref, "a" * 2001)
    assert approve(putri, asked.ref, "Setuju.").remark == "Setuju."


# --- erasing, and what is final ---------------------------------------------------------------------------------------


def test_r42_discarding_a_draft_erases_its_reviews_and_what_opens_their_leaves(dewi: Holder, putri: Holder) -> None:
    ref = cast.registered(dewi).ref
    send_back(putri, ask(dewi, ref).ref, "kenariremark")
    declaration.discard(dewi, ref, edition=1, now=timezone.now())
    assert not Review.objects.exists()
    assert not Opening.objects.filter(leaf__type="review.returned").exists()
    assert Leaf.objects.filter(type="review.returned").count() == 1


def test_erasing_examples_erases_their_reviews_and_approvals_alone(dewi: Holder) -> None:
    real = cast.frozen(dewi)
    cast.frozen(dewi, area="98.01")
    declaration.erase_examples(by="98.01/kpu", now=timezone.now())
    assert [row.version_id for row in Review.objects.all()] == [real.pk]
    assert [row.version_id for row in Approval.objects.all()] == [real.pk]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review_approval SET institution_id = '36.04/kpu'",
        "DELETE FROM review_approval",
        "INSERT INTO review_approval (version_id, institution_id, at)"
        " SELECT id, '36.04/kpu', frozen_at FROM declaration_version WHERE frozen_at IS NOT NULL",
    ],
    ids=lambda sql: sql.split()[0],
)
def test_who_approved_a_frozen_version_is_as_final_as_the_version(dewi: Holder, sql: str) -> None:
    cast.frozen(dewi)
    with pytest.raises(IntegrityError, match="is final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Approval.objects.get().institution_id == "35.28/polres"


# --- at once ----------------------------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Let acts happen in transactions of their own at the same moment; returns what each gave, or its refusal."""
    together, given = Barrier(len(acts)), dict[int, object]()

    def run(number: int, act: Callable[[], object]) -> None:
        together.wait()
        try:
            given[number] = act()
        except IkrarError as error:
            given[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [given[number] for number in range(len(acts))]


@pytest.mark.parametrize("round_", range(4))
def test_r10_an_approval_that_meets_a_change_approves_what_was_read_or_nothing(
    dewi: Holder, putri: Holder, round_: int
) -> None:
    ref = cast.registered(dewi).ref
    asked = ask(dewi, ref)
    acts = (lambda: approve(putri, asked.ref), lambda: change(dewi, ref))
    said, saved = at_once(*acts) if round_ % 2 else reversed(at_once(*reversed(acts)))
    assert saved == 2, "whoever writes is never turned away by who reads"
    kept = Review.objects.get()
    assert (kept.edition, kept.digest) == (1, asked.digest)
    if isinstance(said, Conflict):
        assert (kept.state, Leaf.objects.filter(type="review.approved").count()) == ("asked", 0)
    else:
        assert isinstance(said, Review)
        assert kept.state == "approved"
    for edition in (1, 2):  # whichever came first, what was typed afterwards is frozen by nobody
        with pytest.raises((Conflict, Refused)):
            freeze(dewi, ref, edition)


def test_r10_a_change_that_meets_the_freezing_comes_before_it_and_stops_it_or_is_refused(
    dewi: Holder, putri: Holder
) -> None:
    ref = cast.registered(dewi).ref
    asked = ask(dewi, ref)
    approve(putri, asked.ref)
    version, saved = at_once(lambda: freeze(dewi, ref), lambda: change(dewi, ref))
    assert (isinstance(version, Version), isinstance(saved, IllegalMove)) in {(True, True), (False, False)}
    if isinstance(version, Version):
        assert Version.objects.get().digest == asked.digest
    else:
        assert isinstance(version, Conflict)
        assert not Version.objects.get().canonical


def test_a_question_asked_again_while_it_is_answered_leaves_one_answer_or_one_open_question(
    dewi: Holder, putri: Holder
) -> None:
    ref = cast.registered(dewi).ref
    asked = ask(dewi, ref)
    said, again = at_once(lambda: approve(putri, asked.ref), lambda: ask(dewi, ref))
    assert isinstance(again, Review)
    assert Review.objects.filter(state="asked").count() == 1
    assert isinstance(said, Review | Missing)
    assert Review.objects.filter(state="approved").count() == isinstance(said, Review)


def test_two_readers_who_answer_at_once_give_one_answer(dewi: Holder, putri: Holder) -> None:
    asked = ask(dewi, cast.registered(dewi).ref)
    both = at_once(lambda: approve(putri, asked.ref), lambda: send_back(putri, asked.ref))
    assert sum(isinstance(one, Review) for one in both) == 1
    assert sum(isinstance(one, IllegalMove) for one in both) == 1
    assert Leaf.objects.filter(type__startswith="review.").count() == 1
