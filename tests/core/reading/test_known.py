"""Which registered institution or office a written name means."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.form import DeclarationForm, OfficeForm
from ikrar.core.institution.template import plain_name, usual
from ikrar.core.place.gazetteer import Gazetteer
from ikrar.core.reading import known
from ikrar.core.reading.form import PersonForm, ReadingForm
from ikrar.core.reading.known import Answer, Choice, Registered, Standing, with_institution, with_office
from tests.core.reading.reader import tables

SURE, AMBIGUOUS, NONE = Standing.SURE, Standing.AMBIGUOUS, Standing.NONE


def book() -> Gazetteer:
    return tables().gazetteer


@cache
def registry() -> dict[str, tuple[Registered, ...]]:
    """The usual institutions of every province and regency, by area."""
    upper = [area for area in book().areas.values() if area.level <= 2]
    sisters: dict[tuple[str, int, str], int] = defaultdict(int)
    for area in upper:
        sisters[area.parent, area.level, plain_name(area.name)] += 1
    return {
        area.code: tuple(
            Registered(
                code=row.code,
                kind=row.kind,
                level=row.level,
                name=row.name,
                short_name=row.short_name,
                area=area.code,
                area_name=area.name,
                territory=frozenset({area.code}),
                offices=tuple((office.kind, office.name) for office in row.offices),
            )
            for row in usual(
                area.code,
                kind=area.kind,
                name=area.name,
                twin=sisters[area.parent, area.level, plain_name(area.name)] > 1,
            )
        )
        for area in upper
    }


@cache
def everything() -> tuple[Registered, ...]:
    return tuple(row for rows in registry().values() for row in rows)


def ask(name: str, area: str = "", rows: tuple[Registered, ...] | None = None) -> Answer:
    return known.match(known.institution(name, book()), area, everything() if rows is None else rows)


def ask_role(name: str, area: str = "", rows: tuple[Registered, ...] | None = None) -> Answer:
    return known.match(known.role(name, book()), area, everything() if rows is None else rows)


def codes(answer: Answer) -> list[str]:
    return [one.code for one in answer.choices]


def body(code: str, kind: str, name: str, **values: object) -> Registered:
    area = code.partition("/")[0]
    plain = Registered(code, kind, "regency", name, "", area, "", frozenset({area}))
    return replace(plain, **values)  # type: ignore[arg-type]


AREAS = st.sampled_from(sorted(registry()))


@given(area=AREAS, data=st.data())
def test_an_official_name_finds_exactly_its_record_among_all(area: str, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(registry()[area]))
    assert codes(ask(row.name, area)) == [row.code]
    assert ask(row.name, area).standing is SURE


@given(area=AREAS, there=AREAS, data=st.data())
def test_a_name_of_one_area_never_proposes_anothers(area: str, there: str, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(registry()[area]))
    others = tuple(one for one in everything() if one.area != area)
    sisters = {one.area for one in everything() if bearing(one) & bearing(row)}
    for name in (row.name, row.short_name):
        assert {code.partition("/")[0] for code in codes(ask(name, there, others))} <= sisters
    for _, title in row.offices:
        assert {code.partition("/")[0] for code in codes(ask_role(title, there, others))} <= sisters


def bearing(row: Registered) -> set[str]:
    """The name of a seat without its level word; areas that share it may be meant by one name."""
    return {plain_name(row.area_name).casefold().replace(" ", "")}


@given(area=AREAS, data=st.data())
def test_the_title_of_an_office_finds_the_office_of_its_institution(area: str, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(registry()[area]))
    _, title = data.draw(st.sampled_from(row.offices))
    found = ask_role(title, area)
    assert found.choices in ((), (Choice(row.code, row.name, title),)) or found.standing is AMBIGUOUS


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    some = registry()["35.28"]
    assert set(codes(ask(text, "35.28", some))) <= {one.code for one in some}
    assert set(codes(ask_role(text, "35.28", some))) <= {one.code for one in some}


@pytest.mark.parametrize(
    ("name", "area", "code"),
    [
        ("KPU Kab. Klaten", "33.10", "33.10/kpu"),
        ("KPU Kab. Klaten", "35.28", "33.10/kpu"),
        ("Komisi Pemilihan Umum (KPU) Kabupaten Klaten", "", "33.10/kpu"),
        ("Polres Pamekasan", "", "35.28/polres"),
        ("Bawaslu Kabupaten Sleman", "", "34.04/bawaslu"),
        ("Polrestabes Surabaya", "", "35.78/polres"),
        ("Polres Kediri Kota", "", "35.71/polres"),
        ("Kodim 0826/Pamekasan", "", "35.28/kodim"),
        ("KPU Kota Metro", "", "18.72/kpu"),
        ("KPU Jatim", "", "35/kpu"),
        ("KPU Serang", "36.04", "36.04/kpu"),
        ("KPU Serang", "36.73.01", "36.73/kpu"),
        ("KPU", "35.28", "35.28/kpu"),
        ("KPU", "35.28.01", "35.28/kpu"),
        ("KPU", "35", "35/kpu"),
        ("KPU Kabupaten", "35.28", "35.28/kpu"),
        ("KPU Provinsi", "35.28", "35/kpu"),
        ("Polda", "35.28", "35/polda"),
        ("Forkopimda", "35.28", "35.28/forkopimda"),
        ("Forkopimda setempat", "35.28", "35.28/forkopimda"),
        ("Polres", "98.01", "98.01/polres"),
    ],
)
def test_what_the_press_writes_finds_its_record(name: str, area: str, code: str) -> None:
    found = ask(name, area)
    assert (found.standing, codes(found)) == (SURE, [code])


@pytest.mark.parametrize(
    ("name", "area", "standing", "why"),
    [
        ("KPU Serang", "35.28", AMBIGUOUS, "Beberapa wilayah"),
        ("Kodim Serang", "", AMBIGUOUS, "Beberapa wilayah"),
        ("Forkopimda Jambi", "15.71", AMBIGUOUS, "Beberapa wilayah"),
        ("KPU", "", NONE, "wilayah draf belum diisi"),
        ("Polres", "35", NONE, "lebih luas"),
        ("Polsek", "35.28", NONE, "lebih luas"),
        ("Polsek Kota", "35.28", NONE, "bukan nama satu wilayah"),
        ("KPU Kabupaten Antah Berantah", "35.28", NONE, "bukan nama satu wilayah"),
        ("KPU Kabupaten Kota", "35.28", NONE, "bukan nama satu wilayah"),
        ("Kodim Antah Berantah", "35.28", NONE, "bukan nama satu wilayah"),
        ("Kodim Pamekasan dan Sampang", "35.28", NONE, "bukan nama satu wilayah"),
        ("Polres Pelabuhan Tanjung Perak", "35.78", NONE, "bukan nama satu wilayah"),
        ("Polres Metro", "35.28", NONE, "bukan nama satu wilayah"),
        ("Partai Melati", "35.28", NONE, "bukan nama jenis lembaga"),
        ("KPU RI", "35.28", NONE, "Belum tercatat"),
        ("", "35.28", NONE, "bukan nama jenis lembaga"),
        ("KPU " * 60, "35.28", NONE, "bukan nama jenis lembaga"),
    ],
)
def test_what_is_not_sure_says_why(name: str, area: str, standing: Standing, why: str) -> None:
    found = ask(name, area)
    assert found.standing is standing
    assert why in found.reason.message


def test_a_place_that_several_may_mean_is_never_sure_when_one_of_them_is_not_registered() -> None:
    found = ask("KPU Serang", "35.28", registry()["36.73"])
    assert (found.standing, codes(found)) == (AMBIGUOUS, ["36.73/kpu"])


def test_several_of_a_kind_at_one_seat_are_all_offered_unless_one_bears_the_name() -> None:
    two = (body("33.10/kodim", "tni", "Kodim 0723/Klaten"), body("33.10/kodim-b", "tni", "Kodim Klaten"))
    assert codes(ask("Kodim 0723 Klaten", "33.10", two)) == ["33.10/kodim", "33.10/kodim-b"]
    assert codes(ask("kodim klaten", "33.10", two)) == ["33.10/kodim-b"]


def test_a_name_without_a_place_goes_by_territory_and_a_name_with_one_by_seat() -> None:
    wide = body("35.28/kodim", "tni", "Kodim 0826", territory=frozenset({"35.28", "35.29"}))
    assert codes(ask("Kodim", "35.29", (wide,))) == ["35.28/kodim"]
    assert codes(ask("Kodim Sumenep", "35.29", (wide,))) == []


def test_a_party_is_found_by_its_exact_name_or_short_name_near_by_alone() -> None:
    party = body("35.28/melati", "party", "Partai Melati Pamekasan", short_name="Partai Melati")
    assert codes(ask("partai  melati", "35.28", (party,))) == ["35.28/melati"]
    assert codes(ask("Partai Melati Pamekasan", "35.28.01", (party,))) == ["35.28/melati"]
    assert codes(ask("Partai Melati", "35.29", (party,))) == []
    assert codes(ask("Partai Melati", "", (party,))) == []


def test_a_district_is_sought_in_the_drafts_own_regency() -> None:
    here = body("35.28.01/polsek", "polri", "Polsek 1", level="district", area_name="Kecamatan Tlanakan")
    there = replace(here, code="35.29.01/polsek", area="35.29.01", territory=frozenset({"35.29.01"}))
    assert codes(ask("Polsek Tlanakan", "35.28", (here, there))) == ["35.28.01/polsek"]
    assert codes(ask("Panwascam Tlanakan", "35.28", (here, there))) == []
    assert codes(ask("Muspika Tlanakan", "35.28", (replace(here, kind="forum"),))) == ["35.28.01/polsek"]
    assert codes(ask("Muspika Antah", "35.28", (replace(here, kind="forum"),))) == []
    assert codes(ask("Muspika Antah Berantah", "", (replace(here, area_name="Antah Berantah"),))) == []
    assert codes(ask("Polsek", "35.28.01", (here, there))) == ["35.28.01/polsek"]


def test_the_nation_is_meant_only_where_it_is_said() -> None:
    nation = body("31/kpu-ri", "kpu", "Komisi Pemilihan Umum Pusat", level="nation", territory=frozenset({"ID"}))
    assert codes(ask("KPU RI", "35.28", (nation,))) == ["31/kpu-ri"]
    assert codes(ask("KPU", "35.28", (nation,))) == []
    assert codes(ask("DKPP", "35.28", (nation,))) == []


@pytest.mark.parametrize(
    ("role", "area", "office"),
    [
        ("Kapolres Pamekasan", "", "Kapolres Pamekasan"),
        ("Kapolrestabes Surabaya", "", "Kapolres Surabaya"),
        ("Ketua KPU Kab. Klaten", "", "Ketua KPU Kabupaten Klaten"),
        ("Plt. Bupati Pamekasan", "", "Bupati Pamekasan"),
        ("Pj Wali Kota Serang", "", "Wali Kota Serang"),
        ("Walikota Serang", "36.73", "Wali Kota Serang"),
        ("Bupati", "35.28", "Bupati Pamekasan"),
        ("Gubernur Jawa Timur", "", "Gubernur Jawa Timur"),
        ("Komandan Kodim 0826/Pamekasan", "", "Dandim Pamekasan"),
    ],
)
def test_a_role_finds_the_office_of_its_institution(role: str, area: str, office: str) -> None:
    found = ask_role(role, area)
    assert (found.standing, [one.office for one in found.choices]) == (SURE, [office])


@pytest.mark.parametrize("role", ["Kabag Ops Polres Pamekasan", "Mantan Bupati Pamekasan", "tokoh agama", "Plt", ""])
def test_other_roles_are_no_office(role: str) -> None:
    assert ask_role(role, "35.28").standing is NONE


def test_an_institution_without_the_office_says_so() -> None:
    found = ask_role("Kapolres Pamekasan", "35.28", (body("35.28/polres", "polri", "Polres Pamekasan"),))
    assert found.standing is NONE
    assert found.reason.message == "Lembaganya tercatat, jabatannya belum."


def test_several_offices_of_one_kind_are_all_offered_unless_one_bears_the_title() -> None:
    titles = (("member", "Anggota KPU A"), ("member", "Anggota KPU B"), ("head", "Ketua"))
    kpu = (body("35.28/kpu", "kpu", "KPU Kabupaten Pamekasan", offices=titles),)
    found = ask_role("Anggota KPU", "35.28", kpu)
    assert (found.standing, [one.office for one in found.choices]) == (AMBIGUOUS, ["Anggota KPU A", "Anggota KPU B"])
    assert [one.office for one in ask_role("anggota kpu b", "35.28", kpu).choices] == []


FORM = ReadingForm(
    DeclarationForm(offices=(OfficeForm(institution="KPU Klaten"), OfficeForm("Kapolres", "Polres Klaten"))),
    persons=(PersonForm("Wira", "AKBP", "Kapolres Klaten"),),
)


def test_a_registered_name_goes_into_its_row_and_leaves_the_rest() -> None:
    kept = with_institution(FORM, 1, Choice("33.10/polres", "Polres Kabupaten Klaten"))
    assert kept.declaration.offices == (FORM.declaration.offices[0], OfficeForm("Kapolres", "Polres Kabupaten Klaten"))
    assert kept.persons == FORM.persons


def test_an_office_goes_into_the_free_row_of_its_institution_or_a_new_one_and_never_twice() -> None:
    kpu = Choice("33.10/kpu", "KPU klaten", "Ketua KPU")
    first = with_office(FORM, kpu)
    assert first.declaration.offices[0] == OfficeForm("Ketua KPU", "KPU Klaten")
    assert with_office(first, kpu) == first
    second = with_office(first, replace(kpu, office="Anggota KPU"))
    assert second.declaration.offices[-1] == OfficeForm("Anggota KPU", "KPU klaten")
    assert second.persons == FORM.persons
