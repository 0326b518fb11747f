"""Offices: where they begin, and how far their words go on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.reading import institution, office, place
from tests.core.reading.reader import parse, tables

TABLE = files.table("offices.toml")


def offices(text: str) -> list[str]:
    article = parse(text)
    named = [one for one in place.mentions(article, tables().gazetteer) if not one.weak]
    bodies = institution.find(article, named, tables().institutions)
    return [article.show(one.span) for one in office.find(article, named, bodies, tables().offices)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ketua KPU Kabupaten Sampang Wira", ["Ketua KPU Kabupaten Sampang"]),
        ("Ketua KPU se-Kabupaten Sampang", ["Ketua KPU se-Kabupaten Sampang"]),
        ("Wakil Ketua I DPRD Sampang Wira", ["Wakil Ketua I DPRD Sampang"]),
        ("Wakil Ketua II Wira", ["Wakil Ketua II"]),
        (
            "Asisten III Bidang Administrasi Umum Setda Sampang Wira",
            ["Asisten III Bidang Administrasi Umum Setda Sampang"],
        ),
        ("Asisten Pemerintahan dan Kesra Wira", ["Asisten Pemerintahan dan Kesra"]),
        ("Asisten I Made Wira", ["Asisten"]),
        ("Staf Ahli Bidang Hukum Wira", ["Staf Ahli Bidang Hukum"]),
        ("Anggota KPU Sampang divisi Hukum Wira", ["Anggota KPU Sampang divisi Hukum"]),
        (
            "Ketua Divisi Sosdiklih, Parmas dan SDM KPU Sampang Wira",
            ["Ketua Divisi Sosdiklih, Parmas dan SDM KPU Sampang"],
        ),
        ("Kordiv HPPH Bawaslu Sampang Wira", ["Kordiv HPPH Bawaslu Sampang"]),
        ("Koordinator Divisi Hukum & Pengawasan Wira", ["Koordinator Divisi Hukum & Pengawasan"]),
        ("Kepala Dinas Kesehatan, Dinas Sosial", ["Kepala Dinas Kesehatan"]),
        ("Kepala Badan Kesatuan Bangsa dan Politik Sampang Wira", ["Kepala Badan Kesatuan Bangsa dan Politik Sampang"]),
        ("Kepala Dinas Pemberdayaan Masyarakat dan Desa Wira", ["Kepala Dinas Pemberdayaan Masyarakat dan Desa"]),
        (
            "Menteri Koordinator Bidang Politik, Hukum, dan Keamanan Wira",
            ["Menteri Koordinator Bidang Politik, Hukum, dan Keamanan"],
        ),
        ("Menko Polhukam Wira dan Mendagri Sekar", ["Menko Polhukam", "Mendagri"]),
        ("Kapolri Jenderal Pol Wira", ["Kapolri"]),
        ("Kapolres Kediri Kota AKBP Wira", ["Kapolres Kediri Kota"]),
        ("Kapolda Sumatera Barat Irjen Pol Wira", ["Kapolda Sumatera Barat"]),
        ("Kasi Humas Polres Sampang AKP Wira", ["Kasi Humas Polres Sampang"]),
        ("Kabag Ops Polres Polewali Mandar (Polman) Kompol Wira", ["Kabag Ops Polres Polewali Mandar (Polman)"]),
        ("Kasat Intelkam, Kasat Lantas dan Kasat Binmas", ["Kasat Intelkam", "Kasat Lantas", "Kasat Binmas"]),
        ("Karo Ops Polda Jateng, Kombes Pol Wira", ["Karo Ops Polda Jateng"]),
        ("Dandim 0804/Magetan Letkol Inf Wira", ["Dandim 0804/Magetan"]),
        ("Dandim 1615/Lombok Timur Letkol Inf Wira", ["Dandim 1615/Lombok Timur"]),
        ("Dandim 0809 Letkol Inf Wira", ["Dandim 0809"]),
        ("Danramil 0828-01/Sampang Kapten Inf Wira", ["Danramil 0828-01/Sampang"]),
        ("Pangdam V/Brawijaya Mayjen TNI Wira", ["Pangdam V/Brawijaya"]),
        ("Pangdam XVI/Pattimura Mayjen TNI Wira", ["Pangdam XVI/Pattimura"]),
        ("Danrem 152/Baabullah Brigjen TNI Wira", ["Danrem 152/Baabullah"]),
        ("Danyon A Pelopor Kompol Wira", ["Danyon A Pelopor"]),
        ("Pj. Bupati Sampang Wira", ["Pj. Bupati Sampang"]),
        ("Penjabat (Pj) Bupati Sampang Wira", ["Penjabat (Pj) Bupati Sampang"]),
        ("Penjabat Sementara (Pjs) Bupati Sampang Wira", ["Penjabat Sementara (Pjs) Bupati Sampang"]),
        ("Plt. Kepala Dinas Kominfo Sampang Wira", ["Plt. Kepala Dinas Kominfo Sampang"]),
        ("Plh Sekda Wira", ["Plh Sekda"]),
        ("Sekretaris Daerah (Sekda) Kabupaten Sampang Wira", ["Sekretaris Daerah (Sekda) Kabupaten Sampang"]),
        ("Sekretaris Daerah (Wira) Sampang", ["Sekretaris Daerah"]),
        ("Calon Wakil Bupati Sampang Wira", ["Calon Wakil Bupati Sampang"]),
        ("Ketua PHDI Bangli Wira", ["Ketua PHDI Bangli"]),
        ("Ketua LAMX Wira", ["Ketua LAMX"]),
        ("Ketua AKBP Wira", ["Ketua"]),
        ("KETUA LAMX WIRA", ["KETUA"]),
        ("Ketua PAC Partai Melati Wira", ["Ketua PAC Partai"]),
        ("Ketua, Sekretaris dan Bendahara", ["Ketua", "Sekretaris", "Bendahara"]),
        ("Ketua-ketua partai", ["Ketua"]),
        ("dikepalai Kepalanya", []),
    ],
)
def test_an_office_is_taken_whole_and_no_further(text: str, found: list[str]) -> None:
    assert offices(f"{text} hadir.") == found


@given(
    before=st.sampled_from(["", "Plt. ", "Pj ", "Wakil "]),
    head=st.sampled_from([one for one in TABLE["heads"] if one[0].isupper() and one not in TABLE["before"]]),
)
def test_every_head_is_found_with_what_stands_before_it(before: str, head: str) -> None:
    assert offices(f"hadir {before}{head} di sana.") == [f"{before}{head}"]


@pytest.mark.parametrize("building", TABLE["places"])
def test_an_office_in_the_name_of_a_building_is_marked(building: str) -> None:
    article = parse(f"Acara di {building} Bupati Sampang.")
    named = place.mentions(article, tables().gazetteer)
    (found,) = office.find(article, named, (), tables().offices)
    assert found.venue
    assert article.show(found.span) == "Bupati Sampang"


def test_words_that_go_on_after_a_comma_are_words_of_a_field() -> None:
    assert set(TABLE["opening"]) <= set(TABLE["nouns"])


@pytest.mark.parametrize("key", ["shared", "numbered", "local"])
def test_special_heads_are_written_small_and_are_heads(key: str) -> None:
    heads = {head.lower() for head in TABLE["heads"]} | {f"wakil {head.lower()}" for head in TABLE["heads"]}
    assert set(TABLE[key]) - {"pembantu"} <= heads
