"""Drafts of one event: suggested to their author alone, merged as picked, taken apart again, erased together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from ikrar.core.errors import Conflict, InvalidField, Missing, Refused
from ikrar.core.reading.form import PersonForm
from ikrar.core.reading.same_event import Verdict
from ikrar.records.account.access import Holder
from ikrar.records.ledger.models import Leaf
from ikrar.records.reading import access, actions, event, queries
from ikrar.records.reading.models import Origin, Reading
from ikrar.records.ref import new_ref
from tests import cast

OTHER = cast.ARTICLE.replace("PAMEKASAN", "SURABAYA").replace("menolak", "Kami menolak")


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def start(who: Holder, text: str = cast.ARTICLE) -> Reading:
    return actions.start(who, text=text, published=None, source_url="", submission=new_ref(), now=timezone.now())


def fill(who: Holder, made: Reading, **changes: str) -> Reading:
    """Change fields of a draft's declaration; what is given as ``person`` is the one person named."""
    person = changes.pop("person", "")
    made = access.own(who, made.ref)
    form = queries.form_in(made)
    form = replace(form, declaration=replace(form.declaration, **changes))  # type: ignore[arg-type]
    form = replace(form, persons=(PersonForm(person),)) if person else form
    actions.save(who, made.ref, edition=made.edition, form=form)
    return access.own(who, made.ref)


def merge(who: Holder, into: Reading, *others: Reading, **picks: str) -> int:
    editions = {one.ref: access.own(who, one.ref).edition for one in others}
    edition = access.own(who, into.ref).edition
    return actions.merge(who, into.ref, edition=edition, others=editions, picks=picks)


def release(who: Holder, from_: Reading, source: Reading) -> int:
    kept = access.own(who, from_.ref)
    return actions.release(who, kept.ref, edition=kept.edition, form=queries.form_in(kept), source=source.ref)


@pytest.fixture
def pair(dewi: Holder) -> tuple[Reading, Reading]:
    """Two drafts of one event, of which the second has a place, another title and another person."""
    first, second = start(dewi), start(dewi, OTHER)
    fill(dewi, first, title="Judul satu", place="", person="Wira Adinata")
    fill(dewi, second, title="Judul dua", place="Pendopo", person="Sari Wulan")
    return access.own(dewi, first.ref), access.own(dewi, second.ref)


# --- suggestions ------------------------------------------------------------------------------------------------------


def test_drafts_of_one_event_are_suggested_and_not_merged(dewi: Holder) -> None:
    first, second, third = start(dewi), start(dewi, OTHER), start(dewi, "Resep soto ayam. Rebus ayam dengan serai.")
    assert first.event == second.event != third.event
    assert [r.merged_into_id for r in Reading.objects.all()] == [None] * 3
    assert queries.same_event(first, dewi) == [second]
    assert queries.count_same_event(first, dewi) == 1
    assert queries.others(first, dewi, limit=1) == [third]
    assert queries.likeness(first, second).verdict is Verdict.SAME


def test_a_full_group_takes_no_more_drafts(dewi: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event, "TOGETHER", 2)
    first, second, third, fourth = (start(dewi, cast.ARTICLE + f"Baris {n}.\n") for n in range(4))
    assert first.event == second.event != third.event == fourth.event


def test_r2_no_draft_is_suggested_with_another_persons(dewi: Holder) -> None:
    first, other = start(dewi), start(cast.at_desk(cast.INTAN))
    assert first.event != other.event
    assert queries.count_same_event(first, dewi) == 0


def test_a_change_of_day_and_place_takes_a_draft_out_of_its_group_and_back(dewi: Holder) -> None:
    first, second = start(dewi), start(dewi, OTHER)
    Reading.objects.filter(pk=second.pk).update(traces=[])
    away = fill(dewi, second, event_date="2024-12-01", area="36.04")
    assert away.event not in {first.event, second.event}
    back = fill(dewi, second, event_date="2024-08-16", area="35.28")
    assert back.event == first.event


def test_a_draft_that_was_set_apart_stays_apart_until_its_place_or_day_changes(dewi: Holder) -> None:
    first, second = start(dewi), start(dewi, OTHER)
    actions.set_apart(dewi, second.ref)
    assert queries.count_same_event(first, dewi) == 0
    fill(dewi, second, title="Judul lain")
    assert queries.count_same_event(first, dewi) == 0


def test_the_queue_keeps_drafts_of_one_event_together(dewi: Holder) -> None:
    first, alone, second = start(dewi), start(dewi, "Resep soto ayam. Rebus ayam."), start(dewi, OTHER)
    found = queries.queue(dewi)
    assert [[row.pk for row in group] for group in found.groups] == [[second.pk, first.pk], [alone.pk]]
    assert found.count == 3


# --- merging ----------------------------------------------------------------------------------------------------------


def test_merging_fills_the_draft_and_remembers_where_each_field_came_from(
    dewi: Holder, pair: tuple[Reading, Reading]
) -> None:
    first, second = pair
    leaves = Leaf.objects.count()
    assert merge(dewi, first, second, title=second.ref) == first.edition + 1
    kept = access.own(dewi, first.ref)
    form = queries.form_in(kept)
    assert (kept.title, form.declaration.place) == ("Judul dua", "Pendopo")
    assert [p.name for p in form.persons] == ["Wira Adinata", "Sari Wulan"]
    found = queries.origins(kept)
    assert found["title"] == found["place"] == found["persons"] == found["event_date"] == [second.ref]
    assert queries.sources(kept) == [second]
    assert [row.from_others for group in queries.queue(dewi).groups for row in group] == [1]
    assert queries.counts(dewi)["all"] == 1
    assert Leaf.objects.count() == leaves


def test_a_source_taken_out_again_is_as_before_and_so_is_the_draft(dewi: Holder, pair: tuple[Reading, Reading]) -> None:
    first, second = pair
    merge(dewi, first, second, title=second.ref)
    release(dewi, first, second)
    kept, out = access.own(dewi, first.ref), access.own(dewi, second.ref)
    assert kept.form == first.form
    assert (out.form, out.merged_into_id, out.expires) == (second.form, None, second.expires)
    assert not Origin.objects.exists()


def test_what_two_sources_hold_stays_when_one_of_them_leaves(dewi: Holder, pair: tuple[Reading, Reading]) -> None:
    first, second = pair
    third = fill(dewi, start(dewi, OTHER), place="Pendopo", person="Budi")
    merge(dewi, first, second, third)
    release(dewi, first, second)
    form = queries.form_in(access.own(dewi, first.ref))
    assert form.declaration.place == "Pendopo"
    assert [p.name for p in form.persons] == ["Wira Adinata", "Budi"]


def test_all_are_erased_on_the_earliest_of_their_days_and_together(dewi: Holder, pair: tuple[Reading, Reading]) -> None:
    first, second = pair
    earlier = timezone.now() - timedelta(days=9)
    Reading.objects.filter(pk=second.pk).update(created=earlier, expires=earlier + actions.LIFE)
    merge(dewi, first, second)
    assert {r.expires for r in Reading.objects.all()} == {earlier + actions.LIFE}
    release(dewi, first, second)
    assert access.own(dewi, first.ref).expires == first.expires
    merge(dewi, first, second)
    assert actions.erase_expired(earlier + actions.LIFE) == 2
    assert not Reading.objects.exists()
    assert not Origin.objects.exists()


def test_r42_discarding_a_merged_draft_erases_its_sources(dewi: Holder, pair: tuple[Reading, Reading]) -> None:
    first, second = pair
    merge(dewi, first, second)
    with pytest.raises(Conflict):
        actions.discard(dewi, second.ref)
    actions.discard(dewi, first.ref)
    assert not Reading.objects.exists()


def test_the_names_in_every_source_are_held_against_the_text_at_freezing(
    dewi: Holder, pair: tuple[Reading, Reading]
) -> None:
    first, second = pair
    merge(dewi, first, second, persons=first.ref)
    declared = actions.confirm(dewi, first.ref, institution="35.28/kpu", now=timezone.now())
    assert queries.names_behind(declared.ref) == ("Sari Wulan", "Wira Adinata")


def test_a_source_can_be_neither_changed_nor_confirmed_nor_merged_again(
    dewi: Holder, pair: tuple[Reading, Reading]
) -> None:
    first, second = pair
    merge(dewi, first, second)
    third = start(dewi, OTHER)
    now = timezone.now()
    form = queries.form_in(second)
    assert not actions.is_free(access.own(dewi, second.ref))
    for act in (
        lambda: actions.save(dewi, second.ref, edition=second.edition, form=form),
        lambda: actions.confirm(dewi, second.ref, institution="35.28/kpu", now=now),
        lambda: actions.set_apart(dewi, second.ref),
        lambda: merge(dewi, third, second),
        lambda: merge(dewi, second, third),
    ):
        with pytest.raises(Conflict):
            act()


def test_what_cannot_be_merged_changes_nothing(
    dewi: Holder, pair: tuple[Reading, Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair
    third = start(dewi, OTHER)
    with pytest.raises(InvalidField):
        merge(dewi, first, first)
    with pytest.raises(Conflict):
        actions.merge(dewi, first.ref, edition=first.edition - 1, others={second.ref: second.edition}, picks={})
    with pytest.raises(Conflict):
        actions.merge(dewi, first.ref, edition=first.edition, others={second.ref: second.edition - 1}, picks={})
    merge(dewi, second, third)
    with pytest.raises(Refused):
        merge(dewi, first, second)
    monkeypatch.setattr(actions, "MOST_SOURCES", 1)
    with pytest.raises(Refused):
        merge(dewi, second, first)
    assert access.own(dewi, first.ref).form == first.form


def test_a_confirmed_draft_keeps_its_sources(dewi: Holder, pair: tuple[Reading, Reading]) -> None:
    first, second = pair
    merge(dewi, first, second)
    actions.confirm(dewi, first.ref, institution="35.28/kpu", now=timezone.now())
    with pytest.raises(Conflict):
        release(dewi, first, second)
    assert queries.sources(first) == [second]


def test_only_a_source_of_the_draft_is_taken_out_and_not_from_an_old_window(
    dewi: Holder, pair: tuple[Reading, Reading]
) -> None:
    first, second = pair
    merge(dewi, first, second)
    with pytest.raises(Missing):
        release(dewi, first, first)
    with pytest.raises(Conflict):
        actions.release(dewi, first.ref, edition=1, form=queries.form_in(first), source=second.ref)


@pytest.mark.parametrize("other", [cast.LASTRI, cast.INTAN, cast.SARI], ids=lambda p: p.username)
def test_r2_nobody_else_merges_or_parts_drafts(dewi: Holder, pair: tuple[Reading, Reading], other: cast.Person) -> None:
    who, (first, second) = cast.at_desk(other), pair
    for act in (
        lambda: actions.merge(who, first.ref, edition=first.edition, others={second.ref: second.edition}, picks={}),
        lambda: actions.release(who, first.ref, edition=1, form=queries.form_in(first), source=second.ref),
        lambda: actions.set_apart(who, first.ref),
    ):
        with pytest.raises(Missing):
            act()


def test_r2_another_persons_draft_is_merged_into_none(dewi: Holder) -> None:
    foreign, own = start(cast.at_desk(cast.INTAN)), start(dewi)
    with pytest.raises(Missing):
        actions.merge(dewi, own.ref, edition=1, others={foreign.ref: 1}, picks={})


def test_drafts_from_before_have_an_event_of_their_own_and_traces(dewi: Holder) -> None:
    made = start(dewi)
    Reading.objects.update(event="x", traces=[])
    import_module("ikrar.records.reading.migrations.0003_sources")._fill(apps, None)
    kept = Reading.objects.get()
    assert (kept.event, kept.traces) == (made.pk, made.traces)
