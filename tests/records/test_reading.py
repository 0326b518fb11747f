"""Reading drafts: their author's alone, for thirty days, and nothing of them is kept anywhere else."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Conflict, EmptyText, InvalidField, Missing, Refused
from ikrar.core.reading.form import PersonForm
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import access, actions, queries
from ikrar.records.reading.models import Reading
from ikrar.records.ref import new_ref
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def start(who: Holder, **changes: object) -> Reading:
    """Read the article as ``who``, with changes."""
    values = {"text": cast.ARTICLE, "published": None, "source_url": "", "submission": new_ref(), "now": timezone.now()}
    return actions.start(who, **(values | changes))


def age(reading: Reading, days: int) -> None:
    """Make a draft as old as if it had been started ``days`` days ago."""
    Reading.objects.filter(pk=reading.pk).update(expires=timezone.now() + actions.LIFE - timedelta(days=days))


def test_reading_an_article_gives_a_draft_and_writes_nothing_else(dewi: Holder) -> None:
    leaves = Leaf.objects.count()
    made = start(dewi, source_url=" https://berita.example/a ")
    form = queries.form_in(made)
    assert made.author_id == dewi.user_id
    assert made.expires - made.created == timedelta(days=30)
    assert form.declaration.area == "35.28"
    assert form.declaration.source_url == "https://berita.example/a"
    assert form.declaration.title == "Deklarasi Pilkada Damai 2024 Kabupaten Pamekasan"
    assert [p.text[:9] for p in form.declaration.points] == ["menjaga p", "menolak p"]
    assert (Leaf.objects.count(), Declaration.objects.count()) == (leaves, 0)


def test_an_article_about_something_else_gives_an_empty_draft_and_no_title(dewi: Holder) -> None:
    form = queries.form_in(start(dewi, text="Resep soto ayam.\n\nRebus ayam dengan serai dan daun salam."))
    assert (form.kind, form.declaration.title, form.declaration.area) == ("none", "", "")
    assert form.declaration.points == ()


@pytest.mark.parametrize(("text", "error"), [("", EmptyText), (" \n\t", EmptyText)])
def test_what_cannot_be_read_leaves_no_draft(dewi: Holder, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        start(dewi, text=text)
    assert not Reading.objects.exists()


def test_the_same_form_sent_twice_gives_the_same_draft(dewi: Holder) -> None:
    submission = new_ref()
    first = start(dewi, submission=submission)
    assert start(dewi, submission=submission, text="lain sekali").pk == first.pk
    assert Reading.objects.get().text == first.text


def test_the_same_form_sent_twice_at_once_gives_one_draft(dewi: Holder) -> None:
    submission, both, found = new_ref(), threading.Barrier(2), []

    def send() -> None:
        both.wait()
        try:
            found.append(start(dewi, submission=submission).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == Reading.objects.count() == 1


def test_a_form_sent_again_after_its_draft_ran_out_starts_a_new_draft(dewi: Holder) -> None:
    submission = new_ref()
    old = start(dewi, submission=submission)
    age(old, days=30)
    fresh = start(dewi, submission=submission)
    assert fresh.pk != old.pk
    assert access.own(dewi, fresh.ref) == fresh
    assert Leaf.objects.filter(type="reading.erased").count() == 1


@pytest.mark.parametrize("person", [p for p in cast.CAST if p is not cast.DEWI], ids=lambda p: p.username)
def test_r2_only_a_secretary_may_start_a_draft(database: Path, person: cast.Person) -> None:
    with pytest.raises(Missing):
        start(cast.at_desk(person))
    assert not Reading.objects.exists()


@pytest.mark.parametrize("other", [cast.LASTRI, cast.INTAN, cast.YUDA, cast.SARI, cast.JOKO], ids=lambda p: p.username)
def test_r2_a_draft_does_not_exist_for_anybody_but_its_author(dewi: Holder, other: cast.Person) -> None:
    made, who = start(dewi), cast.at_desk(other)
    form = queries.form_in(made)
    assert queries.drafts(who) == []
    with pytest.raises(Missing):
        access.own(who, made.ref)
    with pytest.raises(Missing):
        actions.save(who, made.ref, edition=1, form=form)
    with pytest.raises(Missing):
        actions.confirm(who, made.ref, institution="35.28/kpu", now=timezone.now())
    with pytest.raises(Missing):
        actions.discard(who, made.ref)
    assert Reading.objects.get().edition == 1


def test_an_unknown_draft_is_missing(dewi: Holder) -> None:
    with pytest.raises(Missing):
        access.own(dewi, new_ref())


def test_r42_a_draft_past_its_date_is_gone_for_its_author_before_any_job_ran(dewi: Holder) -> None:
    made = start(dewi)
    age(made, days=30)
    assert queries.drafts(dewi) == []
    with pytest.raises(Missing):
        access.own(dewi, made.ref)


def test_saving_raises_the_edition_and_a_stale_edition_saves_nothing(dewi: Holder) -> None:
    made = start(dewi)
    form = replace(queries.form_in(made), operation="Operasi Mantap Praja")
    assert actions.save(dewi, made.ref, edition=1, form=form) == 2
    with pytest.raises(Conflict):
        actions.save(dewi, made.ref, edition=1, form=replace(form, operation="lain"))
    kept = Reading.objects.get()
    assert (kept.edition, queries.form_in(kept).operation) == (2, "Operasi Mantap Praja")


def test_confirming_copies_the_declaration_and_leaves_every_name_in_the_draft(dewi: Holder) -> None:
    made = cast.draft(dewi, persons=("Wira Adinata Sukmaraga",))
    declared = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now())
    version = Version.objects.get(declaration=declared)
    assert (declared.institution_id, declared.example, version.area_id) == ("35.28/kpu", False, "35.28")
    assert "Sukmaraga" not in str(version.form)
    assert queries.names_behind(declared.ref) == ("Wira Adinata Sukmaraga",)
    assert queries.drafts(dewi) == [made]  # readable until it expires


def test_confirming_twice_is_the_same_declaration(dewi: Holder) -> None:
    made = cast.draft(dewi)
    first, second = (actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now()) for _ in range(2))
    assert first == second
    assert Declaration.objects.count() == Version.objects.count() == 1


def test_a_confirmed_draft_cannot_be_edited_any_more(dewi: Holder) -> None:
    made = cast.draft(dewi)
    actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now())
    with pytest.raises(Conflict):
        actions.save(dewi, made.ref, edition=2, form=queries.form_in(made))


@pytest.mark.parametrize(
    ("area", "institution", "error"),
    [
        ("", "35.28/kpu", InvalidField),
        ("36.04", "35.28/kpu", Refused),
        ("35", "35.28/kpu", Refused),
        ("35.28", "35.28/bawaslu", Refused),
        ("35.28", "", Refused),
    ],
)
def test_r2_confirming_outside_ones_territory_or_institution_writes_nothing(
    dewi: Holder, area: str, institution: str, error: type[Exception]
) -> None:
    made = cast.draft(dewi, area=area)
    with pytest.raises(error):
        actions.confirm(dewi, made.ref, institution=institution, now=timezone.now())
    assert not Declaration.objects.exists()


def test_discarding_a_draft_erases_it_at_once(dewi: Holder) -> None:
    made = start(dewi)
    actions.discard(dewi, made.ref)
    assert not Reading.objects.exists()
    with pytest.raises(Missing):
        actions.discard(dewi, made.ref)


def test_discarding_a_draft_leaves_its_frozen_declaration(dewi: Holder) -> None:
    made = cast.draft(dewi)
    declared = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now())
    cast.freeze(dewi, declared.ref)
    actions.discard(dewi, made.ref)
    assert Declaration.objects.get() == declared
    assert queries.names_behind(declared.ref) == ()


def test_r42_what_is_past_its_date_is_erased_with_one_leaf_for_each_institution(dewi: Holder) -> None:
    intan = cast.at_desk(cast.INTAN)
    old, older, others, young = start(dewi), start(dewi), start(intan), start(dewi)
    for reading, days in ((old, 30), (older, 31), (others, 40), (young, 29)):
        age(reading, days)
    assert actions.erase_expired(timezone.now()) == 3
    assert [r.ref for r in Reading.objects.all()] == [young.ref]
    leaves = Leaf.objects.filter(type="reading.erased").order_by("by")
    assert [leaf.by for leaf in leaves] == ["35.28/bawaslu", "35.28/kpu"]
    assert [json.loads(bytes(leaf.opening.record))["count"] for leaf in leaves] == [1, 2]


def test_erasing_when_nothing_is_past_its_date_leaves_no_leaf(dewi: Holder) -> None:
    start(dewi)
    leaves = Leaf.objects.count()
    assert actions.erase_expired(timezone.now()) == 0
    assert Leaf.objects.count() == leaves


def test_names_behind_a_declaration_are_those_its_author_kept_and_no_blank_ones(dewi: Holder) -> None:
    made = cast.draft(dewi, persons=("Wira Adinata", " "))
    declared = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now())
    assert queries.names_behind(declared.ref) == ("Wira Adinata",)
    assert PersonForm(" ") in queries.form_in(made).persons
    assert queries.names_behind(new_ref()) == ()


def test_a_title_is_proposed_only_when_election_and_place_are_known(dewi: Holder) -> None:
    for lost in ("election", "area_code"):
        found = {"election": "pemilu-2024", "area_code": "35.28", "event_date": "2024-01-05"} | {lost: None}
        assert actions._title(found) == ""
    found = {"election": "pilkada-arunika", "area_code": "98.01", "event_date": "2026-03-01"}
    assert actions._title(found) == "Deklarasi Pilkada Damai 2026 Kabupaten Lembah Arunika"


def test_a_secretary_of_two_institutions_chooses_for_which_to_confirm(dewi: Holder) -> None:
    cast.employ(cast.DEWI, institution="35.28/bawaslu", areas=("35.28",))
    both = cast.at_desk(cast.DEWI)
    assert both.institutions(Role.SECRETARY) == ("35.28/bawaslu", "35.28/kpu")
    made = cast.draft(both)
    assert actions.confirm(both, made.ref, institution="35.28/kpu", now=timezone.now()).institution_id == "35.28/kpu"


def test_a_draft_cannot_be_erased_while_its_declaration_waits_to_be_frozen(dewi: Holder) -> None:
    made = cast.draft(dewi, persons=("Wira Adinata Sukmaraga",))
    declared = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=timezone.now())
    with pytest.raises(Refused):
        actions.discard(dewi, made.ref)
    assert queries.names_behind(declared.ref) == ("Wira Adinata Sukmaraga",)


def test_a_draft_whose_declaration_was_discarded_can_be_changed_accepted_and_erased_again(dewi: Holder) -> None:
    made = cast.draft(dewi)
    now = timezone.now()
    first = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=now)
    declaration.discard(dewi, first.ref, edition=1, now=now)
    again = Reading.objects.get()
    assert actions.is_free(again)
    edition = actions.save(dewi, made.ref, edition=again.edition, form=queries.form_in(again))
    assert edition == again.edition + 1
    second = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=now)
    assert second != first
    declaration.discard(dewi, second.ref, edition=1, now=now)
    actions.discard(dewi, made.ref)
    assert not Reading.objects.exists()


def test_a_discarded_replacement_does_not_free_the_draft_of_a_text_that_is_frozen(dewi: Holder) -> None:
    made = cast.draft(dewi)
    now = timezone.now()
    declared = actions.confirm(dewi, made.ref, institution="35.28/kpu", now=now)
    cast.freeze(dewi, declared.ref)
    declaration.supersede(dewi, declared.ref, reason="salah ketik pada poin satu", now=now)
    declaration.discard(dewi, declared.ref, edition=1, now=now)
    kept = Reading.objects.get()
    assert not actions.is_free(kept)
    with pytest.raises(Conflict):
        actions.save(dewi, made.ref, edition=kept.edition, form=queries.form_in(kept))
    assert actions.confirm(dewi, made.ref, institution="35.28/kpu", now=now) == declared
    actions.discard(dewi, made.ref)
    assert not Reading.objects.exists()
