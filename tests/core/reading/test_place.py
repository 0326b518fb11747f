"""Where the event was."""

from __future__ import annotations

import pytest

from tests.core.reading.reader import doubted, read, shown

OPENING = "Deklarasi Pilkada Damai 2024 digelar"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{OPENING} di Aula Mapolres Tegal Kota, Rabu (21/8/2024).", "33.76"),
        (f"{OPENING} di Hotel Griya, Bandungan, Kabupaten Semarang, Rabu (21/8/2024).", "33.22"),
        (f"SEMARANG – {OPENING} di Hotel Griya, Kabupaten Semarang, Rabu (21/8/2024).", "33.22"),
        (f"Mataram (ANTARA) - {OPENING} di Lapangan Bhara Polda NTB.", "52.71"),
        (f"{OPENING} oleh Polres Pamekasan.", "35.28"),
        (f"{OPENING} di kawasan Kota Tua, Jakarta Barat, Selasa (24/9/2024).", "31.73"),
        (f"{OPENING} di Desa Oenai, Kecamatan Kie, Rabu (21/8/2024).", "53.02"),
        (f"{OPENING} di Cikeas, Bogor. Dijaga di Kabupaten Bogor dan Kabupaten Bekasi.", "32.01"),
        (f"{OPENING} di Alun-alun Lamongan oleh Operasi Mantap Praja Toba 2024.", "35.24"),
        (f"{OPENING} oleh Polda Jatim di Surabaya.", "35.78"),
        (f"{OPENING} oleh Polda Jatim.", "35"),
        (f"{OPENING} di Aula Kupang, kata Gubernur NTT.", "53"),
        (f"{OPENING} di sana.", None),
        (f"{OPENING} antara Polres Pamekasan dan Polres Sampang.", "35"),
        (f"{OPENING} antara Polres Pamekasan dan Polres Lebak.", None),
    ],
)
def test_the_area_of_the_event_is_found_or_left_open(text: str, code: str | None) -> None:
    assert read(text).area_code == code


def test_a_name_shared_by_city_and_kabupaten_stays_open_and_says_between_what() -> None:
    found = read(f"Semarang – {OPENING} di Aula Merdeka, Rabu (21/8/2024).")
    assert found.regency is None
    assert found.province == "Jawa Tengah"
    why = " ".join(one.why for one in found.doubts if one.field == "regency")
    assert "Kabupaten Semarang" in why
    assert "Kota Semarang" in why


def test_a_shared_name_is_decided_by_the_province_that_the_text_names() -> None:
    found = read(f"{OPENING} di Alun-alun Banjar, Jawa Barat, Rabu (21/8/2024).")
    assert found.area_code == "32.79"


def test_a_district_written_beside_the_wrong_city_is_told() -> None:
    found = read(
        f"{OPENING} di alun-alun kec. Kramatwatu Kota Serang, Rabu (21/8/2024)."
        " Wali Kota Serang hadir di Kota Serang. Kota Serang aman."
    )
    assert found.regency == "Kota Serang"
    assert any("Kabupaten Serang" in one.why for one in found.doubts)


def test_the_caption_of_a_photograph_tells_the_place_where_the_story_does_not() -> None:
    found = read(f"{OPENING} di aula. Warga hadir.\nFoto: Suasana acara di Pamekasan")
    assert found.area_code == "35.28"


def test_a_district_and_a_city_that_contradict_each_other_leave_the_regency_open() -> None:
    found = read(f"{OPENING} di alun-alun kec. Kramatwatu Kota Serang, Rabu (21/8/2024).")
    assert (found.regency, found.province) == (None, "Banten")
    assert "regency" in doubted(found)


def test_a_village_name_that_lies_in_none_of_the_named_regencies_tells_nothing() -> None:
    found = read(f"{OPENING} di Balai Desa Teluk, Kecamatan Sagarawana, Rabu (21/8/2024).")
    assert found.area_code == "98.01"


def test_a_village_alone_is_not_enough_where_many_share_its_name() -> None:
    found = read(f"{OPENING} di Balai Desa Sukamaju, Rabu (21/8/2024).")
    assert found.area_code is None
    assert "regency" in doubted(found)


def test_a_district_beside_its_own_regency_raises_no_doubt() -> None:
    found = read(f"{OPENING} di Aula Kecamatan Kie Kabupaten Timor Tengah Selatan, Rabu (21/8/2024).")
    assert "regency" not in doubted(found)


@pytest.mark.parametrize(
    ("day", "name"),
    [("24/9/2024", "DKI Jakarta"), ("3/12/2024", "Daerah Khusus Jakarta")],
)
def test_a_province_has_the_name_that_was_official_on_the_day(day: str, name: str) -> None:
    assert read(f"{OPENING} di Jakarta Barat, ({day}).").province == name


def test_a_province_without_a_known_day_has_its_present_name() -> None:
    assert read(f"{OPENING} di Jakarta Barat.").province == "Daerah Khusus Ibukota Jakarta"


def test_a_persons_name_never_votes_for_a_place() -> None:
    found = read(
        f"{OPENING} oleh Polres Pamekasan. Kapolres Pamekasan AKBP Bima Sampang hadir. AKBP Bima Sampang bicara."
    )
    assert found.area_code == "35.28"


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        (f"{OPENING} di halaman Mapolres Magetan, Senin (19/8/2024).", "halaman Mapolres Magetan"),
        (
            f"{OPENING} di Jl. El Tari No. 5, Kel. Kota Uneng, Kab. Sikka, (14/10/2024).",
            "Jl. El Tari No. 5, Kel. Kota Uneng, Kab. Sikka",
        ),
        (f"{OPENING} di Kantor Komisi Pemilihan Umum (KPU) Kobar, Senin.", "Kantor Komisi Pemilihan Umum (KPU) Kobar"),
        (f"{OPENING} di Pendopo Cahya. Ketua hadir.", "Pendopo Cahya"),
        (f"{OPENING} di Aula Melati\nKetua hadir.", "Aula Melati"),
        (f"{OPENING} di Kabupaten Sampang, Senin (19/8/2024).", "Kabupaten Sampang"),
        (f"{OPENING} oleh warga di kabupaten itu.", None),
        (f"{OPENING} di Jawa Timur.", None),
        (f"{OPENING} di tengah hujan.", None),
    ],
)
def test_the_venue_is_taken_as_written(text: str, venue: str | None) -> None:
    found = read(text)
    assert found.place_text == venue
    assert shown(found, "place_text") == ([venue] if venue else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{OPENING} di Mapolres Pelabuhan Tanjung Perak oleh Polres Pelabuhan Tanjung Perak.", "35.78"),
        (f"{OPENING} oleh Polresta Barelang di Lapangan Polresta Barelang.", "21.71"),
        (f"{OPENING} di Mapolres Cimahi, (21/8/2024).", "32"),
        (f"{OPENING} di Mapolres Cimahi, Kota Cimahi, (21/8/2024).", "32.77"),
        (f"{OPENING} oleh Polresta Tangerang di Mapolresta Tangerang.", "36.03"),
        (f"{OPENING} oleh Polresta DS di Aula Polresta DS.", "12.07"),
        (f"{OPENING} di Aula Kodim 0801/Pacitan oleh Kodim 0801/Pacitan.", "35.01"),
        (f"{OPENING} di Gedung Kesenian, Negara. Bupati Jembrana hadir.", "51.01"),
        (f"{OPENING} di Hotel Griya, Bandungan.", "33.22"),
        (f"{OPENING} di Gedung F, Jalan Medan Merdeka Utara, Jakarta Pusat.", "31.71"),
        (f"{OPENING} di Aula Melati. Dari Sabang sampai Merauke kita satu. Dari Sabang sampai Merauke.", None),
        (f"Radar Malang melaporkan. {OPENING} di Aula Melati. Malang Post juga. Karo Ops hadir.", None),
        (f"{OPENING} di Jalan Raya Lamongan.", None),
        (f"Mitra kerja hadir. {OPENING} bersama Mitra Kamtibmas dan Mitra Polri.", None),
        (f"{OPENING} di Masjid Batu Merah.", None),
        (f"{OPENING} oleh KPU.\nSumber: kab-lomboktimur.kpu.go.id, kab-lomboktimur.kpu.go.id", "52.03"),
        (f"Tribratanews.klaten – {OPENING} di Aula. Acara di klatenkab.go.id.", "33.10"),
        (f"TRIBRATANEWSHALSEL – {OPENING} di Aula. Kapolres Halsel hadir di TRIBRATANEWSHALSEL.", "82.04"),
        (f"{OPENING}. Tulis ke kota-bogor.kpu.go.id, bogorkota.go.id atau tribratanews.tanpanama.", "32.71"),
    ],
)
def test_units_towns_streets_and_addresses_are_told_apart(text: str, code: str | None) -> None:
    assert read(text).area_code == code


@pytest.mark.parametrize(
    ("day", "province"),
    [("24/4/2019", "Papua"), ("24/9/2024", "Papua Selatan")],
)
def test_a_regency_lies_in_the_province_of_the_day(day: str, province: str) -> None:
    assert read(f"Deklarasi Pemilu Damai digelar di Mapolres Merauke, ({day}).").province == province


def test_a_regency_has_the_name_of_the_day() -> None:
    assert read("Deklarasi Pemilu Damai digelar di Kabupaten Toba Samosir, (24/4/2019).").regency == (
        "Kabupaten Toba Samosir"
    )


def test_a_venue_away_from_home_is_the_place_and_the_home_is_told() -> None:
    found = read(
        "Empat Paslon Kabupaten Tasikmalaya Teken Deklarasi\n"
        "KPU Kabupaten Tasikmalaya menggelar deklarasi pilkada di Hotel Mandala, Kota Tasikmalaya, Sabtu (26/9/2020)."
        " Bupati Tasikmalaya dan KPU Kabupaten Tasikmalaya hadir."
    )
    assert found.regency == "Kota Tasikmalaya"
    named = next(one for one in found.doubts if one.field == "regency").alternatives
    assert [one.value for one in named] == ["Kota Tasikmalaya", "Kabupaten Tasikmalaya"]
    assert all(one.spans for one in named)


def test_a_district_alone_after_a_comma_is_a_guess_that_is_told() -> None:
    found = read(f"{OPENING} di Hotel Griya, Bandungan.")
    assert found.regency == "Kabupaten Semarang"
    assert "regency" in doubted(found)
