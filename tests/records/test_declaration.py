"""Declarations: edit, freeze, supersede, discard; what is refused, and what the register then shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.core.declaration.canonical import canonical_bytes, digest
from ikrar.core.declaration.form import OfficeForm, PointForm, text_of
from ikrar.core.declaration.move import State
from ikrar.core.declaration.search import Wanted
from ikrar.core.errors import BadInput, Conflict, ForbiddenText, IllegalMove, InvalidField, Missing, Refused, TooLarge
from ikrar.core.ledger.leaf import opens
from ikrar.records.account.access import Holder
from ikrar.records.declaration import access, actions, queries
from ikrar.records.declaration.models import Declaration, PointKind, Version
from ikrar.records.ledger.models import Leaf, Opening
from ikrar.records.ref import new_ref
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def save(who: Holder, ref: str, edition: int = 1, **changes: object) -> int:
    return actions.save(who, ref, edition=edition, form=cast.form(**changes))


def freeze(who: Holder, ref: str, edition: int = 1) -> Version:
    """Freeze what was approved before, or not."""
    return actions.freeze(who, ref, edition=edition, now=timezone.now())


def supersede(who: Holder, ref: str, reason: str = "Salah ketik pada poin 2.") -> Version:
    return actions.supersede(who, ref, reason=reason, now=timezone.now())


def discard(who: Holder, ref: str, edition: int = 1) -> None:
    actions.discard(who, ref, edition=edition, now=timezone.now())


def steps(version: Version) -> list[tuple[str, str, str]]:
    return list(version.steps.order_by("id").values_list("move", "old", "new"))


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_confirmed_declaration_is_a_draft_of_its_institution_and_not_public(dewi: Holder) -> None:
    made = cast.registered(dewi)
    version = access.editable(cast.at_desk(cast.LASTRI), made.ref)
    assert (version.number, version.edition, queries.state_of(version)) == (1, 1, State.DRAFT)
    assert steps(version) == [("open", "", "draft")]
    assert not access.public().exists()
    with pytest.raises(Missing):
        queries.registered(made.ref)
    assert queries.register_page().paginator.count == 0


def test_a_second_secretary_with_a_stale_edition_saves_nothing_over_the_first(dewi: Holder) -> None:
    made, lastri = cast.registered(dewi), cast.at_desk(cast.LASTRI)
    assert save(dewi, made.ref, 1, place="Pendopo") == 2
    with pytest.raises(Conflict):
        save(lastri, made.ref, 1, place="Alun-alun")
    assert queries.form_in(access.editable(dewi, made.ref)).place == "Pendopo"
    assert save(lastri, made.ref, 2, place="Alun-alun") == 3


@pytest.mark.parametrize("other", [cast.SARI, cast.INTAN, cast.YUDA, cast.JOKO, cast.WATI], ids=lambda p: p.username)
def test_r2_a_draft_declaration_does_not_exist_outside_its_institution_role_and_area(
    dewi: Holder, other: cast.Person
) -> None:
    made, who = cast.registered(dewi), cast.at_desk(other)
    assert queries.on_desk(who) == []
    for act in (save, freeze, discard):
        with pytest.raises(Missing):
            act(who, made.ref)
    with pytest.raises(Missing):
        supersede(who, made.ref)
    assert steps(Version.objects.get()) == [("open", "", "draft")]


def test_r2_a_declaration_outside_the_area_of_the_grant_is_missing_and_below_it_is_there(dewi: Holder) -> None:
    made = cast.registered(dewi, area="35.28.02")
    for areas, seen in ((("35",), True), (("35.28.02",), True), (("35.28.01",), False)):
        person = replace(cast.LASTRI, username="u" + areas[0].replace(".", ""), areas=areas)
        assert (made.ref in {v.declaration_id for v, _ in queries.on_desk(cast.at_desk(person))}) is seen


def test_r2_saving_an_area_outside_the_territory_is_refused_and_a_blank_one_is_not(dewi: Holder) -> None:
    made = cast.registered(dewi)
    with pytest.raises(Refused):
        save(dewi, made.ref, area="36.04")
    assert access.editable(dewi, made.ref).area_id == "35.28"
    save(dewi, made.ref, area=" ")
    assert access.editable(dewi, made.ref).area_id is None


# --- freezing ---------------------------------------------------------------------------------------------------------


def test_freezing_keeps_exactly_the_canonical_bytes_of_core_and_their_digest(dewi: Holder) -> None:
    version = cast.frozen(dewi)
    wanted = canonical_bytes(text_of(cast.form()))
    kept = Version.objects.get(pk=version.pk)
    assert bytes(kept.canonical) == wanted
    assert kept.digest == digest(wanted)
    assert (kept.title, kept.event_date, kept.source_url) == (
        cast.form().title,
        date(2024, 8, 16),
        "https://berita.example/pamekasan",
    )
    assert list(kept.points.order_by("n").values_list("n", "text")) == [
        (n, point.text) for n, point in enumerate(cast.form().points, 1)
    ]
    assert PointKind.objects.filter(point__version=kept).count() == 2
    assert [(o.n, o.office, o.institution, o.on_behalf_of) for o in kept.offices.order_by("n")] == [
        (1, "Ketua", "KPU Kabupaten Pamekasan", "seluruh jajaran"),
        (2, "", "Bawaslu Kabupaten Pamekasan", ""),
    ]
    assert steps(kept) == [("open", "", "draft"), ("freeze", "draft", "frozen")]


def test_r45_freezing_leaves_one_leaf_that_commits_to_the_digest(dewi: Holder) -> None:
    version = cast.frozen(dewi)
    leaf = Leaf.objects.get(type="declaration.frozen")
    record = {"act": leaf.type, "declaration": version.declaration_id, "version": 1, "digest": version.digest}
    record["by_name"] = version.declaration.institution.name
    assert (leaf.ref, leaf.by) == (version.declaration.ledger_ref, "35.28/kpu")
    assert leaf.ref != version.declaration_id
    assert opens(leaf.com, bytes(leaf.opening.r), record)


def test_empty_rows_are_left_out_and_kinds_stay_with_their_point(dewi: Holder) -> None:
    points = (PointForm(" ", ("UNITY_NKRI",)), PointForm("Menolak hoaks.", ("NO_HOAX", "NO_HOAX")))
    version = cast.frozen(dewi, points=points, offices=(OfficeForm(), *cast.form().offices))
    shown = queries.registered(version.declaration_id)
    assert [(p.n, p.text, p.kinds) for p in shown.points] == [(1, "Menolak hoaks.", ("NO_HOAX",))]
    assert len(shown.text.pledging_offices) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"area": ""}, "area"),
        ({"area": "35.28.99"}, "area"),
        ({"election": "pilkada-1899"}, "election"),
        ({"event_date": ""}, "event_date"),
        ({"event_date": "16 Agustus 2024"}, "event_date"),
        ({"event_date": "2024-02-30"}, "event_date"),
        ({"points": ()}, "points"),
        ({"offices": ()}, "offices"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"language": "klingon"}, "language"),
    ],
    ids=str,
)
def test_what_a_public_record_cannot_do_without_stops_freezing(
    dewi: Holder, changes: dict[str, object], field: str
) -> None:
    made = cast.registered(dewi)
    save(dewi, made.ref, **changes)
    with pytest.raises(InvalidField) as refused:
        freeze(dewi, made.ref, 2)
    assert refused.value.field == field
    assert queries.state_of(access.editable(dewi, made.ref)) is State.DRAFT


def test_r26_an_unseen_character_stops_freezing_with_its_position(dewi: Holder) -> None:
    made = cast.registered(dewi, closing="ikrar\u202eini")
    with pytest.raises(ForbiddenText) as refused:
        freeze(dewi, made.ref)
    assert (refused.value.field, refused.value.position) == ("closing", 5)


def test_a_text_too_large_to_be_a_declaration_stops_freezing(dewi: Holder) -> None:
    made = cast.registered(dewi, closing="a" * 300_000)
    with pytest.raises(TooLarge):
        freeze(dewi, made.ref)


def test_r56_a_name_from_the_article_stops_freezing_until_it_is_removed(dewi: Holder) -> None:
    points = (PointForm("Mendukung wira  adinata, sukmaraga penuh."),)
    made = cast.registered(dewi, persons=("Wira Adinata Sukmaraga",), points=points)
    with pytest.raises(Refused) as refused:
        freeze(dewi, made.ref)
    assert "Wira Adinata Sukmaraga" in str(refused.value)
    assert not Leaf.objects.filter(type="declaration.frozen").exists()
    save(dewi, made.ref)
    assert queries.state_of(cast.freeze(dewi, made.ref)) is State.FROZEN


def test_the_very_same_text_is_not_registered_twice(dewi: Holder) -> None:
    cast.frozen(dewi)
    intan = cast.at_desk(cast.INTAN)
    second = cast.registered(intan)
    cast.approved(intan, second.ref)
    with pytest.raises(Refused, match="persis sama"):
        freeze(intan, second.ref)
    assert access.public().count() == 1
    save(intan, second.ref, place="Alun-alun Arek Lancor")
    assert cast.freeze(intan, second.ref).digest


def test_freezing_with_a_stale_edition_freezes_nothing(dewi: Holder) -> None:
    made = cast.registered(dewi)
    save(dewi, made.ref, place="Alun-alun")
    with pytest.raises(Conflict):
        freeze(dewi, made.ref, 1)
    assert not access.public().exists()


def test_a_frozen_version_can_be_neither_saved_nor_frozen_nor_discarded(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    for act in (save, freeze, discard):
        with pytest.raises(IllegalMove):
            act(dewi, ref)


def test_saving_what_stands_there_already_makes_no_new_edition(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    assert save(dewi, ref, 1) == 1
    assert save(dewi, ref, 1, place="Alun-alun") == 2
    with pytest.raises(Conflict):
        save(dewi, ref, 1, place="Alun-alun")


# --- superseding and discarding ---------------------------------------------------------------------------------------


def test_superseding_opens_a_draft_and_the_frozen_text_stays_the_registered_one(dewi: Holder) -> None:
    old = cast.frozen(dewi)
    new = supersede(dewi, old.declaration_id)
    assert (new.number, new.supersedes, queries.state_of(old)) == (2, old, State.FROZEN)
    assert queries.form_in(new) == queries.form_in(old)
    assert queries.registered(old.declaration_id).number == 1
    with pytest.raises(Missing):
        queries.registered(old.declaration_id, 2)
    with pytest.raises(IllegalMove):
        supersede(dewi, old.declaration_id)


def test_freezing_the_new_version_supersedes_the_old_and_names_its_digest(dewi: Holder) -> None:
    old = cast.frozen(dewi)
    supersede(dewi, old.declaration_id)
    new = cast.freeze(dewi, old.declaration_id)
    shown = queries.registered(old.declaration_id)
    assert (shown.number, shown.superseded, shown.text.supersedes) == (2, False, old.digest)
    assert [(v.number, v.reason) for v in shown.versions] == [(2, "Salah ketik pada poin 2."), (1, "")]
    assert queries.registered(old.declaration_id, 1).superseded
    assert (queries.state_of(old), queries.state_of(new)) == (State.SUPERSEDED, State.FROZEN)
    assert steps(old)[-1] == ("supersede", "frozen", "superseded")
    first, second = Leaf.objects.filter(type="declaration.frozen").order_by("id")
    assert second.prev == first.hash


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_superseding_without_a_reason_is_refused(dewi: Holder, reason: str) -> None:
    ref = cast.frozen(dewi).declaration_id
    with pytest.raises(BadInput):
        supersede(dewi, ref, reason)
    assert Version.objects.count() == 1


def test_r56_the_published_reason_of_a_new_version_names_no_person_from_the_article(dewi: Holder) -> None:
    ref = cast.frozen(dewi, persons=("Wira Adinata",)).declaration_id
    with pytest.raises(Refused):
        supersede(dewi, ref, "Atas permintaan Wira Adinata.")
    assert Version.objects.count() == 1


def test_r26_the_published_reason_of_a_new_version_holds_no_unseen_character(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    with pytest.raises(ForbiddenText):
        supersede(dewi, ref, "salah\u202eketik")


def test_a_draft_cannot_be_superseded(dewi: Holder) -> None:
    with pytest.raises(IllegalMove):
        supersede(dewi, cast.registered(dewi).ref)


def test_discarding_a_new_version_leaves_the_registered_one_and_superseding_works_again(dewi: Holder) -> None:
    old = cast.frozen(dewi)
    ref = old.declaration_id
    for number in (2, 3):
        assert supersede(dewi, ref).number == number
        discard(dewi, ref)
        assert access.editable(dewi, ref) == old
    assert queries.next_number(ref) == 4
    assert supersede(dewi, ref).supersedes == old
    assert cast.freeze(dewi, ref).number == 4
    assert [v.number for v in queries.registered(ref).versions] == [4, 1]


def test_discarding_the_only_version_takes_the_declaration_off_the_desk(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    discard(dewi, ref)
    kept = Version.objects.get()
    assert (queries.state_of(kept), kept.title, kept.area_id, kept.election_id) == (State.DISCARDED, "", None, None)
    assert steps(kept) == [("open", "", "draft"), ("discard", "draft", "discarded")]
    assert queries.on_desk(dewi) == []
    with pytest.raises(Missing):
        discard(dewi, ref)


def test_discarding_with_a_stale_edition_discards_nothing(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    save(dewi, ref, place="Alun-alun")
    with pytest.raises(Conflict):
        discard(dewi, ref, 1)


# --- examples ---------------------------------------------------------------------------------------------------------


def example(who: Holder) -> Version:
    return cast.frozen(who, area="98.01", election="pilkada-arunika")


def test_a_declaration_of_a_fictional_area_is_an_example_and_says_so_under_its_digest(dewi: Holder) -> None:
    shown = queries.registered(example(dewi).declaration_id)
    assert shown.example
    assert shown.text.title.split()[0] == "CONTOH"
    assert b'"title":"CONTOH ' in shown.canonical


def test_a_draft_moved_to_a_real_area_before_freezing_is_no_example(dewi: Holder) -> None:
    made = cast.registered(dewi, area="98.01")
    assert Declaration.objects.get().example
    save(dewi, made.ref, area="35.28")
    assert not Declaration.objects.get().example


@pytest.mark.parametrize(("first", "second"), [("35.28", "98.01"), ("98.01", "35.28")])
def test_a_registered_declaration_never_crosses_between_real_and_example(dewi: Holder, first: str, second: str) -> None:
    ref = cast.frozen(dewi, area=first).declaration_id
    was = Declaration.objects.get().example
    supersede(dewi, ref)
    with pytest.raises(Refused):
        save(dewi, ref, area=second)
    assert Declaration.objects.get().example is was


def test_erasing_examples_erases_examples_alone_with_their_openings_and_one_leaf(dewi: Holder) -> None:
    real, unreal = cast.frozen(dewi), example(dewi)
    supersede(dewi, unreal.declaration_id)
    cast.freeze(dewi, unreal.declaration_id)
    before = set(Opening.objects.values_list("pk", flat=True))
    assert actions.erase_examples(by="98.01/kpu", now=timezone.now()) == 1
    assert [d.ref for d in Declaration.objects.all()] == [real.declaration_id]
    assert list(Version.objects.all()) == [real]
    leaf = Leaf.objects.get(type="example.erased")
    assert b'"count":1' in bytes(leaf.opening.record)
    chain = Leaf.objects.filter(ref=unreal.declaration.ledger_ref)
    assert chain.count() == 2
    assert not Opening.objects.filter(leaf__in=chain).exists()
    assert before - set(Opening.objects.values_list("pk", flat=True)) != set()
    assert actions.erase_examples(by="98.01/kpu", now=timezone.now()) == 0
    assert Leaf.objects.filter(type="example.erased").count() == 1
    approvals = Leaf.objects.filter(type="review.approved").order_by("id")
    assert [hasattr(one, "opening") for one in approvals] == [True, False, False], "the real one stays open"


# --- the register -----------------------------------------------------------------------------------------------------


def test_an_unknown_declaration_or_number_is_missing(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    for asked in ((new_ref(), None), (ref, 0), (ref, 2), (ref, 2**70)):
        with pytest.raises(Missing):
            queries.registered(*asked)


def test_the_register_finds_by_words_of_title_points_and_place_and_by_area(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    example(dewi)
    for words, area, found in (
        ("politik UANG", "", 2),
        ("pamekasan uang", "", 2),
        ("pamekasan", "35.28", 1),
        ("", "35", 1),
        ("", "98.01", 1),
        ("tidakada", "", 0),
        ("", "35.2", 0),
        ("%", "", 0),
        ("_", "", 0),
    ):
        assert queries.register_page(Wanted(words=words, area=area)).paginator.count == found, (words, area)
    assert queries.register_page(Wanted(words="pamekasan", area="35.28")).object_list[0].declaration_id == ref


def test_the_register_shows_one_row_for_a_declaration_and_pages_of_twenty(dewi: Holder) -> None:
    for _ in range(21):
        ref = cast.frozen(dewi, title=f"Deklarasi {new_ref()}").declaration_id
    supersede(dewi, ref)
    cast.freeze(dewi, ref)
    page = queries.register_page(page="2")
    assert (page.paginator.count, len(page.object_list)) == (21, 1)
    assert len(queries.register_page(page="bukan angka").object_list) == 20
    assert queries.register_page(page="9" * 30).number == 2
