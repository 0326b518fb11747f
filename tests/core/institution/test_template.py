"""The usual institutions of a place carry the words used there."""

from __future__ import annotations

import pytest

from ikrar.core.institution.record import Record, check
from ikrar.core.institution.template import plain_name, usual
from ikrar.core.place import area as areas

PLACES = {a.code: a for a in areas.load(deepest=3)}


def of(code: str, *, twin: bool = False) -> dict[str, Record]:
    found = PLACES[code]
    return {r.kind: r for r in usual(code, kind=found.kind, name=found.name, twin=twin)}


def test_a_kabupaten_is_led_by_a_bupati_and_a_kota_by_a_wali_kota() -> None:
    assert of("35.28")["government"].offices[0].name == "Bupati Pamekasan"
    assert of("35.28")["government"].name == "Pemerintah Kabupaten Pamekasan"
    assert of("36.73")["government"].offices[0].name == "Wali Kota Serang"
    assert of("36.73")["kpu"].name == "KPU Kota Serang"


def test_a_city_beside_a_kabupaten_of_its_name_has_a_police_unit_that_says_kota() -> None:
    assert of("36.04")["polri"].name == "Polres Serang"
    assert of("36.73", twin=True)["polri"].name == "Polres Serang Kota"
    assert of("36.04", twin=True)["polri"].name == "Polres Serang"


def test_aceh_has_its_independent_commission_and_its_own_council() -> None:
    assert (of("11")["kpu"].code, of("11")["kpu"].name) == ("11/kip", "KIP Aceh")
    assert of("11.01")["kpu"].name == "KIP Kabupaten Aceh Selatan"


def test_the_cities_of_jakarta_have_no_council_a_forkopimko_and_a_polres_metro() -> None:
    found = of("31.75")
    assert "council" not in found
    assert found["forum"].name == "Forkopimko Jakarta Timur"
    assert found["polri"].name == "Polres Metro Jakarta Timur"
    assert found["government"].name == "Pemerintah Kota Administrasi Jakarta Timur"
    assert of("31.01")["polri"].name == "Polres Kepulauan Seribu"
    assert of("31")["polri"].name == "Polda Metro Jaya"


def test_a_district_has_its_committee_supervisors_police_army_camat_and_forum() -> None:
    found = of("35.28.01")
    assert {found[k].short_name.split()[0] for k in ("kpu", "bawaslu", "polri", "tni", "forum")} == {
        "PPK",
        "Panwascam",
        "Polsek",
        "Koramil",
        "Forkopimcam",
    }
    assert found["government"].offices[0].name.startswith("Camat ")


def test_a_desa_has_an_elected_head_and_a_kelurahan_a_lurah() -> None:
    desa = usual("35.28.01.2001", kind="desa", name="Larangan")
    ward = usual("35.28.01.1001", kind="kelurahan", name="Bugih")
    assert "Kepala Desa Larangan" in {o.name for r in desa for o in r.offices}
    assert "Lurah Bugih" in {o.name for r in ward for o in r.offices}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_every_template_of_every_area_passes_the_checks_of_what_is_written_down(level: int) -> None:
    for place in (p for p in PLACES.values() if p.level == level):
        for record in usual(place.code, kind=place.kind, name=place.name, twin=True):
            check(record)


def test_the_level_word_is_taken_off_once() -> None:
    assert plain_name("Kota Administrasi Jakarta Utara ") == "Jakarta Utara"
    assert plain_name("Kabupaten Kota Baru") == "Kota Baru"
    assert plain_name("Kotawaringin Barat") == "Kotawaringin Barat"
