"""Every official name of Indonesia, in the wordings of the press: found, or asked about, never another one."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.place import area
from ikrar.core.place.area import Area, bare
from ikrar.core.reading.record import Reading
from tests.core.reading.reader import read, tables

AREAS = [one for one in tables().gazetteer.areas.values() if not one.code.startswith("98")]
PROVINCES = [one for one in AREAS if one.level == 1]
REGENCIES = [one for one in AREAS if one.level == 2]
DISTRICTS = [one for one in AREAS if one.level == 3]
BEARERS = Counter(bare(one.name) for one in REGENCIES)
WHEN = "Rabu (21/8/2024)"
WORDINGS = [
    "Deklarasi Pilkada Damai 2024 digelar di Aula Melati, {official}, {when}.",
    "Deklarasi Pilkada Damai 2024 digelar di {official}, {when}.",
    "{name} – Polres {name} menggelar Deklarasi Pilkada Damai 2024 di Mapolres {name}, {when}.",
    "KPU {short} menggelar Deklarasi Pilkada Damai 2024 bersama Bawaslu {short}, {when}. Ketua KPU {short} hadir.",
    "DEKLARASI PILKADA DAMAI DI {capitals}\n\n{capitals} - KPU {capitals} menggelar deklarasi pilkada damai, {when}.",
    "Warga {name} mengikuti Deklarasi Pilkada Damai 2024 di Alun-alun {name}, {when}.",
]
PLAIN_POLICE = 2  # "Polres Kediri" is the kabupaten's unit, so that of a twin city is not meant


def name_of(one: Area) -> str:
    return one.name.removeprefix("Kabupaten ").removeprefix("Kota Administrasi ").removeprefix("Kota ")


def written(wording: str, one: Area) -> str:
    return wording.format(
        official=one.name,
        name=name_of(one),
        short=one.name.replace("Kabupaten", "Kab."),
        capitals=one.name.upper(),
        when=WHEN,
    )


def asked(found: Reading) -> set[str]:
    return {other.value for one in found.doubts if one.field == "regency" for other in one.alternatives}


@pytest.mark.parametrize("number", range(len(WORDINGS)))
def test_every_regency_is_found_or_asked_about_and_never_another(number: int) -> None:
    for one in REGENCIES:
        found = read(written(WORDINGS[number], one))
        twin = BEARERS[bare(one.name)] > 1
        if twin and number == PLAIN_POLICE and one.kind == "kota":
            continue
        assert found.area_code == one.code or (found.regency is None and one.name in asked(found)), (one, found)
        assert twin or found.regency is not None, one


def test_every_province_is_found_with_its_police_and_its_governor() -> None:
    for one in PROVINCES:
        found = read(f"Polda {one.name} menggelar Deklarasi Pilkada Damai 2024, {WHEN}. Gubernur {one.name} hadir.")
        assert (found.area_code, found.regency) == (one.code, None), one


def test_every_district_leads_to_its_regency() -> None:
    for one in DISTRICTS[:: max(1, len(DISTRICTS) // 900)]:
        regency = tables().gazetteer.areas[one.parent]
        found = read(f"Sosialisasi Pilkada 2024 di Aula Kecamatan {one.name}, {regency.name}, {WHEN}.")
        assert found.area_code == regency.code, one


def test_every_district_alone_is_decided_only_where_one_regency_has_it() -> None:
    bearers: dict[str, set[str]] = {}
    for one in DISTRICTS:
        bearers.setdefault(area.fold(one.name).replace(" ", ""), set()).add(one.parent)
    for one in DISTRICTS[:: max(1, len(DISTRICTS) // 900)]:
        found = read(f"Polsek {one.name} menggelar sosialisasi Pilkada 2024 di Kecamatan {one.name}, {WHEN}.")
        assert found.regency is None or found.area_code in bearers[area.fold(one.name).replace(" ", "")], one


PARAGRAPHS = [
    "Ketua KPU mengajak pemilih datang ke TPS.",
    "Warga menyambut baik kegiatan itu.",
    "Acara ditutup dengan doa bersama.",
    "Turut hadir tokoh agama dan tokoh masyarakat.",
]


@given(st.permutations(PARAGRAPHS), st.sampled_from(REGENCIES))
def test_paragraphs_about_nothing_move_no_place(order: list[str], one: Area) -> None:
    opening = written(WORDINGS[0], one)
    alone, found = read(opening), read("\n\n".join([opening, *order]))
    assert (found.area_code, found.place_text) == (alone.area_code, alone.place_text)


@given(st.lists(st.sampled_from(REGENCIES), min_size=2, max_size=5, unique_by=lambda one: one.code))
def test_regencies_that_are_only_listed_decide_nothing(listed: list[Area]) -> None:
    names = ", ".join(one.name for one in listed)
    found = read(f"Deklarasi Pilkada Damai 2024 digelar oleh {names}, {WHEN}.")
    assert found.regency is None


def test_every_town_and_every_police_unit_names_areas_that_exist() -> None:
    codes = {one.code for one in AREAS}
    rows = [*files.rows("area_towns.csv"), *files.rows("police_areas.csv"), *files.rows("area_former.csv")]
    assert len(rows) > 300
    assert {row["code"] for row in rows} <= codes


@pytest.mark.parametrize("row", [row for row in files.rows("area_towns.csv") if row["beside"] == "no"][::5])
def test_a_town_stands_for_its_regency(row: dict[str, str]) -> None:
    town = row["town"]
    found = read(f"{town.upper()} – Deklarasi Pilkada Damai 2024 digelar di Hotel Melati {town}, {WHEN}.")
    same = {one["code"] for one in files.rows("area_towns.csv") if one["town"] == town}
    assert found.area_code == row["code"] or (found.regency is None and len(same) > 1)


def test_reasons_add_up_to_what_was_decided() -> None:
    found = read(written(WORDINGS[2], REGENCIES[0]))
    moved = [one for one in found.reasons if one.field == "regency"]
    best = max({one.value for one in moved}, key=lambda name: sum(one.weight for one in moved if one.value == name))
    assert best == found.regency
    assert all(found.text[slice(*one.span)] for one in moved)
    assert list(itertools.chain.from_iterable(found.evidence["regency"]))
