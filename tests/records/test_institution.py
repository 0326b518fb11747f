"""Institutions: who answers for a place on a day, dated territories with history, offices and terms."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.account.role import Role
from ikrar.core.errors import Conflict, InvalidField, Missing, Refused
from ikrar.core.institution.record import OfficeRecord
from ikrar.records.account.access import Holder
from ikrar.records.institution import access, actions, queries
from ikrar.records.institution.models import Institution, Office, Term
from ikrar.records.ledger.models import Leaf
from tests import cast

CODE = "35.28/kpu"
DAY = date(2026, 1, 1)


def leaves(event: str) -> int:
    return Leaf.objects.filter(type=event).count()


@pytest.fixture
def joko(database: Path) -> Holder:
    """The administrator of the commission of Pamekasan."""
    return cast.at_desk(cast.JOKO)


# --- registering ------------------------------------------------------------------------------------------------------


def test_a_new_institution_answers_for_its_seat_and_stands_at_the_level_of_its_area(database: Path) -> None:
    row = actions.register(code="35.28.01/ppk", kind="kpu", name="PPK Tlanakan", area="35.28.01")
    assert row.level == "district"
    assert queries.territory(row.code, DAY) == {"35.28.01"}


def test_registering_again_changes_nothing_and_leaves_no_leaf(database: Path) -> None:
    terms = {"code": CODE, "kind": "kpu", "name": "KPU Kabupaten Pamekasan", "area": "35.28"}
    before = leaves("institution.changed")
    actions.register(offices=("Ketua KPU Kabupaten Pamekasan",), **terms)
    assert leaves("institution.changed") == before
    actions.register(offices=("Sekretaris KPU Kabupaten Pamekasan",), **terms)
    assert leaves("institution.changed") == before + 1
    assert Office.objects.filter(institution=CODE).count() == 2


def test_registering_again_keeps_territory_short_name_and_parent(database: Path) -> None:
    actions.register(code="35/kpu", kind="kpu", name="KPU Provinsi Jawa Timur", area="35")
    terms = {"code": "35.28/polres", "kind": "polri", "area": "35.28"}
    actions.register(name="Polres Pamekasan", short_name="Polres", parent="35/kpu", **terms)
    actions.register(name="Polres Pamekasan Baru", territory=("36.04",), **terms)
    found = queries.record("35.28/polres")
    assert found is not None
    assert (found.short_name, found.parent) == ("Polres", "35/kpu")
    assert queries.territory("35.28/polres", DAY) == {"35.28"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"area": "35.99", "code": "35.99/kpu"}, "territory"),
        ({"area": "3528", "code": "3528/kpu"}, "territory"),
        ({"kind": "polisi"}, "institution_kind"),
        ({"parent": "35/tidak-ada"}, "parent"),
        ({"territory": ("35.28", "35.98")}, "territory"),
    ],
)
def test_what_no_table_knows_is_refused_and_nothing_is_kept(
    database: Path, values: dict[str, object], field: str
) -> None:
    terms = {"code": "35.28/kodim", "kind": "tni", "name": "Kodim Pamekasan", "area": "35.28"} | values
    count = Leaf.objects.count()
    with pytest.raises(InvalidField) as refusal:
        actions.register(**terms)
    assert refusal.value.field == field
    assert not Institution.objects.filter(code=str(terms["code"])).exists()
    assert Leaf.objects.count() == count


@pytest.mark.parametrize("name", ["KPU Kabupaten Pamekasan", "kpu  KABUPATEN Pamekasan"])
def test_r8_no_institution_takes_the_name_of_another_at_the_same_seat(database: Path, name: str) -> None:
    count = Leaf.objects.count()
    with pytest.raises(InvalidField, match="pakai lembaga yang sudah ada") as refusal:
        actions.register(code="35.28/ormas", kind="cso", name=name, area="35.28")
    assert (refusal.value.field, refusal.value.params["code"]) == ("institution_name", CODE)
    assert not Institution.objects.filter(code="35.28/ormas").exists()
    assert Leaf.objects.count() == count
    assert actions.register(code="36.04/kpu-x", kind="cso", name="KPU Kabupaten Pamekasan", area="36.04").edition == 1


def test_r8_an_administrator_renames_an_institution_to_no_taken_name(joko: Holder) -> None:
    terms = {"short_name": "", "parent": None, "now": timezone.now()}
    edition = Institution.objects.get(code=CODE).edition
    taken = Institution.objects.get(code="35.28/bawaslu").name
    with pytest.raises(InvalidField) as refusal:
        actions.change(joko, CODE, edition=edition, name=taken.upper(), **terms)
    assert refusal.value.field == "institution_name"
    assert actions.change(joko, CODE, edition=edition, name="KPU KABUPATEN PAMEKASAN", **terms).edition == edition + 1


def test_two_that_bear_one_name_since_before_the_rule_can_still_be_changed(joko: Holder) -> None:
    Institution.objects.filter(code="35.28/bawaslu").update(name=Institution.objects.get(code=CODE).name)
    assert actions.close(joko, CODE, last=DAY + timedelta(days=900), now=timezone.now()).valid_until is not None


# --- the usual institutions of a place --------------------------------------------------------------------------------


def test_the_usual_institutions_of_a_regency_are_written_once_and_what_is_there_stays(database: Path) -> None:
    present = {p.present for p in queries.proposals("35.28")} - {None}
    assert present == {"35.28/kpu", "35.28/bawaslu", "35.28/polres"}
    before = leaves("institution.changed")
    made = actions.templates("35.28")
    assert {"35.28/pemda", "35.28/kejari", "35.28/forkopimda"} <= set(made)
    assert leaves("institution.changed") == before + len(made)
    assert Institution.objects.get(code=CODE).name == "KPU Kabupaten Pamekasan"
    assert actions.templates("35.28") == []


def test_districts_come_along_when_asked_and_stand_below_their_regency(database: Path) -> None:
    made = actions.templates("98.01", districts=True)
    assert "98.01.01/ppk" in made
    assert Institution.objects.get(code="98.01.01/ppk").parent_id == "98.01/kpu"
    assert queries.territory("98.01.01/ppk", DAY) == {"98.01.01"}


def test_one_of_the_same_kind_under_another_code_fills_the_place(database: Path) -> None:
    actions.register(code="35.28/kodim-0826", kind="tni", name="Kodim 0826/Pamekasan", area="35.28")
    assert {p.present for p in queries.proposals("35.28") if p.record.kind == "tni"} == {"35.28/kodim-0826"}
    assert "35.28/kodim" not in actions.templates("35.28")


def test_the_city_of_serang_is_known_to_stand_beside_the_regency_of_its_name(database: Path) -> None:
    assert {p.record.name for p in queries.proposals("36.73") if p.record.kind == "polri"} == {"Polres Serang Kota"}


def test_templates_write_nothing_where_another_kind_bears_a_usual_name(database: Path) -> None:
    name = next(p.record.name for p in queries.proposals("35.28") if p.record.code == "35.28/kejari")
    actions.register(code="35.28/ormas", kind="cso", name=name, area="35.28")
    with pytest.raises(InvalidField, match="sudah bernama begitu"):
        actions.templates("35.28")
    assert not Institution.objects.filter(code="35.28/pemda").exists()
    actions.register(code="35.28/ormas", kind="cso", name="Ormas Pamekasan", area="35.28")
    assert "35.28/kejari" in actions.templates("35.28")


def test_templates_of_an_unknown_area_are_refused(database: Path) -> None:
    assert queries.proposals("77.77") == ()
    with pytest.raises(InvalidField, match="tidak dikenal"):
        actions.templates("77.77")


def test_an_administrator_founds_the_usual_institutions_inside_the_own_areas_only(joko: Holder) -> None:
    made = actions.found_usual(joko, "35.28.01", districts=False, now=timezone.now())
    assert "35.28.01/ppk" in made
    assert set(Leaf.objects.filter(type="institution.changed").values_list("by", flat=True)) == {CODE}
    with pytest.raises(Missing):
        actions.found_usual(joko, "36.04", districts=False, now=timezone.now())


# --- who answers for a place ------------------------------------------------------------------------------------------


def test_a_police_unit_may_cut_across_regencies_and_share_a_district(database: Path) -> None:
    parts = ("36.73", "36.04.06", "36.04.07")
    actions.register(code="36.73/polres", kind="polri", name="Polres Serang Kota", area="36.73", territory=parts)
    actions.register(code="36.04/polres", kind="polri", name="Polres Serang", area="36.04")
    both = queries.responsible("36.04.06", "polri", DAY)
    assert [(one.code, one.through) for one in both] == [("36.73/polres", "36.04.06"), ("36.04/polres", "36.04")]
    assert [one.code for one in queries.responsible("36.04.08", "polri", DAY)] == ["36.04/polres"]


def test_the_most_specific_institution_comes_first_and_the_nation_last(database: Path) -> None:
    actions.register(code="35/kpu", kind="kpu", name="KPU Provinsi Jawa Timur", area="35")
    actions.register(code="36/kpu", kind="kpu", name="KPU RI", area="36", level="nation", territory=("ID",))
    actions.register(code="35.28.01/ppk", kind="kpu", name="PPK", area="35.28.01")
    found = queries.responsible("35.28.01.2001", "kpu", DAY)
    assert [one.code for one in found] == ["35.28.01/ppk", "35.28/kpu", "35/kpu", "36/kpu"]
    assert [one.code for one in queries.responsible("98.01", "kpu", DAY)] == ["98.01/kpu"]


def test_without_a_kind_every_institution_of_the_place_is_named(database: Path) -> None:
    found = {one.kind for one in queries.responsible("35.28", None, DAY)}
    assert found == {"kpu", "bawaslu", "polri", "party", "cso"}


def test_a_closed_institution_answers_for_nothing_after_its_last_day(joko: Holder) -> None:
    actions.close(joko, CODE, last=DAY, now=timezone.now())
    assert queries.responsible("35.28", "kpu", DAY)
    assert not queries.responsible("35.28", "kpu", DAY + timedelta(days=1))
    actions.close(joko, CODE, last=None, now=timezone.now())
    assert queries.responsible("35.28", "kpu", DAY + timedelta(days=1))


def test_r36_asking_who_answers_costs_one_query_whatever_the_number(database: Path) -> None:
    for number in range(12):
        unit = "organisasi-" + "abcdefghijkl"[number]
        actions.register(code=f"35.28/{unit}", kind="cso", name=unit, area="35.28")
    with CaptureQueriesContext(connection) as seen:
        assert len(queries.responsible("35.28", "cso", DAY)) == 13
    assert len(seen) == 1


# --- territories ------------------------------------------------------------------------------------------------------


def test_a_change_of_territory_keeps_its_history_and_can_be_taken_back(joko: Holder) -> None:
    before = queries.stretches(CODE)
    actions.set_territory(joko, CODE, areas=["35.28", "36.04.06"], starts=DAY, now=timezone.now())
    assert queries.territory(CODE, DAY) == {"35.28", "36.04.06"}
    assert queries.territory(CODE, DAY - timedelta(days=1)) == {"35.28"}
    actions.set_territory(joko, CODE, areas=["35.28", "36.04.06"], starts=DAY, now=timezone.now())
    assert leaves("territory.set") == 1, "what changes nothing leaves nothing"
    actions.take_back_territory(joko, CODE, now=timezone.now())
    assert queries.stretches(CODE) == before
    assert leaves("territory.set") == 2
    with pytest.raises(Refused, match="Tidak ada perubahan"):
        actions.take_back_territory(joko, CODE, now=timezone.now())


def test_a_territory_of_unknown_areas_is_refused(joko: Holder) -> None:
    with pytest.raises(InvalidField, match=r"35\.99"):
        actions.set_territory(joko, CODE, areas=["35.99"], starts=DAY, now=timezone.now())
    assert queries.territory(CODE, DAY) == {"35.28"}


# --- names ------------------------------------------------------------------------------------------------------------


def test_names_change_by_edition_and_a_stale_one_saves_nothing(joko: Holder) -> None:
    edition = Institution.objects.get(code=CODE).edition
    terms = {"name": " KPU Pamekasan ", "short_name": "KPU", "parent": ""}
    row = actions.change(joko, CODE, edition=edition, now=timezone.now(), **terms)
    assert (row.name, row.short_name, row.edition) == ("KPU Pamekasan", "KPU", edition + 1)
    with pytest.raises(Conflict, match="sudah diubah orang lain"):
        actions.change(joko, CODE, edition=edition, now=timezone.now(), **(terms | {"name": "Lain"}))
    assert Institution.objects.get(code=CODE).name == "KPU Pamekasan"


def test_only_the_own_administrator_changes_an_institution_and_others_find_nothing(joko: Holder) -> None:
    now, office = timezone.now(), OfficeRecord("Ketua")
    for who, code in ((cast.DEWI, CODE), (cast.JOKO, "35.28/bawaslu"), (cast.JOKO, "35.28/tidak-ada")):
        holder = cast.at_desk(who)
        for act in (
            lambda h=holder, c=code: actions.change(h, c, edition=1, name="x", short_name="", parent=None, now=now),
            lambda h=holder, c=code: actions.close(h, c, last=DAY, now=now),
            lambda h=holder, c=code: actions.set_territory(h, c, areas=["35"], starts=DAY, now=now),
            lambda h=holder, c=code: actions.take_back_territory(h, c, now=now),
            lambda h=holder, c=code: actions.set_office(h, c, office, now=now),
            lambda h=holder, c=code: actions.add_term(h, c, "x", starts=DAY, ends=None, acting=False, now=now),
            lambda h=holder, c=code: actions.end_term(h, c, "x", ends=DAY, now=now),
            lambda h=holder, c=code: actions.remove_term(h, c, "x", now=now),
        ):
            with pytest.raises(Missing):
                act()


def test_an_institution_may_be_founded_only_inside_the_granted_areas(joko: Holder) -> None:
    assert access.may_found(joko, "35.28.01")
    assert not access.may_found(joko, "36.04")
    assert not access.may_found(cast.at_desk(cast.DEWI), "35.28")
    assert joko.roles == {Role.ADMINISTRATOR}


# --- offices and terms ------------------------------------------------------------------------------------------------


def test_an_office_is_written_renamed_and_closed_and_an_equal_one_leaves_nothing(joko: Holder) -> None:
    now = timezone.now()
    made = actions.set_office(joko, CODE, OfficeRecord(" Sekretaris KPU ", "secretary"), now=now)
    assert made.name == "Sekretaris KPU"
    closed = OfficeRecord("Sekretaris KPU Pamekasan", "secretary", None, DAY)
    actions.set_office(joko, CODE, closed, ref=made.ref, now=now)
    actions.set_office(joko, CODE, closed, ref=made.ref, now=now)
    assert leaves("office.changed") == 2
    assert Office.objects.get(ref=made.ref).valid_until == DAY


def test_two_offices_of_one_title_are_refused(joko: Holder) -> None:
    with pytest.raises(InvalidField, match="sudah mempunyai jabatan"):
        actions.set_office(joko, CODE, OfficeRecord("Ketua KPU Kabupaten Pamekasan"), now=timezone.now())


def test_a_term_is_added_ended_opened_and_taken_back_without_any_name(joko: Holder) -> None:
    now, office = timezone.now(), Office.objects.get(institution=CODE)
    term = actions.add_term(joko, CODE, office.ref, starts=DAY, ends=None, acting=True, now=now)
    with pytest.raises(InvalidField, match="bertumpang tindih"):
        actions.add_term(joko, CODE, office.ref, starts=DAY, ends=None, acting=False, now=now)
    actions.end_term(joko, CODE, term.ref, ends=DAY, now=now)
    later = actions.add_term(joko, CODE, office.ref, starts=DAY + timedelta(days=1), ends=None, acting=False, now=now)
    with pytest.raises(InvalidField, match="bertumpang tindih"):
        actions.end_term(joko, CODE, term.ref, ends=None, now=now)
    with pytest.raises(InvalidField, match="mendahului"):
        actions.end_term(joko, CODE, term.ref, ends=DAY - timedelta(days=1), now=now)
    actions.remove_term(joko, CODE, later.ref, now=now)
    assert Term.objects.get().ends == DAY
    assert leaves("office.changed") == 4
    assert {f.name for f in Term._meta.concrete_fields} == {"id", "ref", "office", "starts", "ends", "acting"}


def test_an_office_or_term_that_does_not_exist_is_missing(joko: Holder) -> None:
    now = timezone.now()
    with pytest.raises(Missing, match="Jabatan"):
        actions.add_term(joko, CODE, "tidak-ada", starts=DAY, ends=None, acting=False, now=now)
    for act in (
        lambda: actions.end_term(joko, CODE, "tidak-ada", ends=DAY, now=now),
        lambda: actions.remove_term(joko, CODE, "tidak-ada", now=now),
    ):
        with pytest.raises(Missing, match="Masa jabatan"):
            act()
