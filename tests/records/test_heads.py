"""Who leads the institutions of a place, and what a draft may follow or start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.core.errors import Missing, Refused
from ikrar.core.institution.kind import kinds
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions, following, queries
from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.institution import heads
from ikrar.records.institution.models import Institution, Office
from tests import cast


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(replace(cast.DEWI, areas=("35", "98")))


def registered(area: str = "35.28") -> dict[str, heads.Head]:
    return {head.code: head for head in heads.registered(area)}


@pytest.mark.usefixtures("database")
def test_registered_institutions_come_in_the_order_of_the_kinds_with_the_title_of_their_first_head() -> None:
    Office.objects.filter(institution_id="35.28/polres").delete()
    Office.objects.create(institution_id="35.28/polres", name="Wakapolres", kind="deputy")
    Office.objects.create(institution_id="35.28/polres", name="Kapolres Pamekasan", kind="head")
    Office.objects.create(institution_id="35.28/polres", name="Kapolres Madura", kind="head")
    found = heads.registered("35.28")
    assert registered()["35.28/polres"].office == "Kapolres Pamekasan"
    order = list(kinds())
    assert [order.index(head.kind) for head in found] == sorted(order.index(head.kind) for head in found)
    assert all(head.code.startswith("35.28/") for head in found)


@pytest.mark.usefixtures("database")
def test_an_institution_that_has_ended_is_not_proposed_and_one_without_a_head_has_no_title() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Institution.objects.filter(code="35.28/bawaslu").update(valid_until=yesterday)
    Office.objects.filter(institution_id="35.28/kpu").delete()
    assert "35.28/bawaslu" not in registered()
    assert registered()["35.28/kpu"].office == ""


@pytest.mark.usefixtures("database")
def test_without_an_area_nothing_is_proposed_and_nothing_is_asked() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert heads.registered("") == heads.of_kinds("", ("kpu",)) == ()
    assert len(asked) == 0


@pytest.mark.usefixtures("database")
def test_each_kind_is_named_once_in_the_order_asked_for_registered_before_usual() -> None:
    found = heads.of_kinds("35.28", ("council", "kpu", "party-that-is-none", "bawaslu"))
    assert [head.kind for head in found] == ["council", "kpu", "bawaslu"]
    council, kpu, _ = found
    assert (council.code, bool(council.name), bool(council.office)) == ("", True, True)
    assert (kpu.code, kpu.name) == ("35.28/kpu", "KPU Kabupaten Pamekasan")
    assert [head.name for head in heads.of_kinds("35.28.02", ("kpu",))] == ["PPK Pademawu"]


# --- beginning at the desk --------------------------------------------------------------------------------------------


def begin(who: Holder, *, institution: str = "35.28/kpu", **changes: object) -> Declaration:
    form = replace(DeclarationForm(), **changes)
    return actions.begin(who, institution=institution, form=form, now=timezone.now())


def test_a_begun_declaration_is_a_draft_of_its_institution_with_one_step(dewi: Holder) -> None:
    made = begin(dewi, title="Ikrar", area="98.01")
    version = Version.objects.get(declaration=made)
    assert (version.number, version.edition, version.area_id, version.title) == (1, 1, "98.01", "CONTOH Ikrar")
    assert made.example
    assert list(version.steps.values_list("move", "new")) == [("open", "draft")]
    assert version.declaration_id in {v.declaration_id for v, _ in queries.on_desk(dewi)}


@pytest.mark.parametrize("changes", [{"institution": "36.04/kpu"}, {"institution": ""}, {"area": "36.04"}])
def test_r2_nothing_begins_for_another_institution_or_outside_the_territory(
    dewi: Holder, changes: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        begin(dewi, **changes)
    with pytest.raises(Refused):
        begin(cast.at_desk(cast.SARI))
    assert not Declaration.objects.exists()


def test_what_is_taken_over_is_what_is_registered_word_for_word(dewi: Holder) -> None:
    told = TranslationForm("en", "Peace", "We:", ("a", "b"), "End.")
    wanted = cast.form(operation="Operasi Rekaan", witnesses=(WitnessForm("Camat"),), translation=told)
    made = cast.frozen(dewi, operation="Operasi Rekaan", witnesses=wanted.witnesses, translation=told)
    assert following.wording(made.declaration_id) == wanted
    child = cast.frozen(dewi, area="35.28.01", parent=made.declaration_id)
    assert following.wording(child.declaration_id).parent == made.declaration_id
    with pytest.raises(Missing):
        following.wording(cast.registered(dewi).ref)


def test_what_may_be_followed_is_of_the_area_or_above_nearest_first_and_answers_words(dewi: Holder) -> None:
    made = {
        area: cast.frozen(dewi, area=area, title=title).declaration_id
        for area, title in (("35", "Ikrar provinsi"), ("35.28", "Ikrar kabupaten"), ("35.28.01", "Ikrar kecamatan"))
    }

    def found(area: str, words: str = "", besides: str = "") -> list[str]:
        rows = following.possible_parents(area, words, besides=besides, limit=8)
        return [area for row in rows for area, ref in made.items() if ref == row.declaration_id]

    assert found("35.28.01") == ["35.28.01", "35.28", "35"]
    assert found("35.28.02") == ["35.28", "35"]
    assert found("35.28.01", besides=made["35.28"]) == ["35.28.01", "35"]
    assert found("35.28.01", words="IKRAR provinsi") == ["35"]
    assert found("35.28.01", words="jawa ikrar") == ["35"]
    assert found("36") == found("") == []


def test_the_current_version_alone_stands_for_a_declaration(dewi: Holder) -> None:
    ref = cast.registered(dewi).ref
    assert following.current_of(ref) is None
    made = cast.frozen(dewi, place="Alun-alun")
    found = following.current_of(made.declaration_id)
    assert found is not None
    assert found.pk == made.pk
