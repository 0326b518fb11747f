"""The event's day among all dates of an article."""

from __future__ import annotations

import datetime

import pytest

from ikrar.core.reading import electing, event_date
from ikrar.core.reading.record import Reading
from tests.core.reading.reader import doubted, parse, read, tables

OPENING = "Polres Pamekasan menggelar Deklarasi Pilkada Damai 2024 di aula"


def day_of(text: str, published: str | None = None) -> str | None:
    issue = datetime.date.fromisoformat(published) if published else None
    article = parse(text)
    said = electing.talk(article, tables().election_words)
    found = event_date.decide(article, tables().event_dates, said, tables().elections, issue)
    return found.value.isoformat() if found.value else None


def readings(found: Reading) -> list[str]:
    """Give the values that compete for the date."""
    return [row.value for one in found.doubts if one.field == "event_date" for row in one.alternatives]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Acara digelar Jumat (16/8).", "2024-08-27", "2024-08-16"),
        ("Acara digelar Sabtu (30/12).", "2024-01-02", "2023-12-30"),
        ("Aug 27, 2024 - 16:33\n\nAcara digelar Jumat (16/8) di aula.", None, "2024-08-16"),
        ("Redaksi - 27 Agustus 2024\n\nAcara digelar Jumat (16/8) di aula.", None, "2024-08-16"),
        ("Deklarasi Pilkada 2024 digelar Selasa (24/9).", None, "2024-09-24"),
        ("Deklarasi Pemilu 2024 digelar Senin (4/9).", None, "2023-09-04"),
        ("Deklarasi Pemilu 2019 digelar Minggu (23/9).", None, "2018-09-23"),
        ("Simulasi Pemilu 2024 digelar (14/10).", None, "2023-10-14"),
        ("Acara tahun lalu 5 Mei 2023. Deklarasi digelar Jumat (16/6).", None, "2023-06-16"),
        ("Acara digelar Jumat (16/8).", None, None),
        ("Acara digelar (16/8). Dasarnya rapat 5 Mei 2023.", None, None),
        ("Apel digelar. Operasi berjalan 222 hari terhitung hari ini, 18 Oktober 2023.", None, "2023-10-18"),
        ("Operasi berjalan sejak 14 Agustus sampai 31 Desember 2024.", None, None),
        ("Apel digelar menghadapi Pilkada serentak 27 November 2024.", None, None),
        ("Rapat membahas PKPU Nomor 2 tanggal 26 Januari 2024.", None, None),
        ("Demak aman 24 September 2024\nDeklarasi Pilkada 2024 dibacakan.", None, None),
        ("Acara digelar Selasa.", None, None),
        ("Acara 2019 dan acara 2024. Deklarasi digelar Jumat (16/8).", None, None),
        ("Acara digelar.", None, None),
        ("Foto: Warga, Selasa (21/11/2023).\nAcara digelar pada Selasa.", None, "2023-11-21"),
        ("Deklarasi digelar Sabtu (14/9/2024). Rapat lain terjadi Senin (2/9/2024).", None, "2024-09-14"),
    ],
)
def test_the_day_of_the_event_is_found_among_other_dates(text: str, published: str | None, day: str | None) -> None:
    assert day_of(text, published) == day


@pytest.mark.parametrize("line", ["15/10/2024 08:40", "Selasa, 15 Oktober 2024", "Redaksi - 15 Oktober 2024"])
def test_a_date_on_a_line_of_its_own_is_the_pages_and_a_day_told_counts_from_it(line: str) -> None:
    found = read(f"Ngobrol Pilkada di Desa Trasan\n\n{line}\n\n{OPENING} semalam. Warga hadir.")
    assert (str(found.published), str(found.event_date)) == ("2024-10-15", "2024-10-14")


def test_a_weekday_that_contradicts_the_number_is_told_and_the_number_stands() -> None:
    found = read(f"{OPENING}, Selasa (23/9/2024).")
    assert found.event_date == datetime.date(2024, 9, 23)
    assert any("Senin" in one.why for one in found.doubts if one.field == "event_date")


def test_a_day_after_publication_is_told() -> None:
    found = read(f"{OPENING}, Jumat (16/8/2024).", datetime.date(2024, 8, 1))
    assert any("terbit" in one.why for one in found.doubts if one.field == "event_date")


def test_a_slipped_weekday_does_not_move_the_event_into_another_year() -> None:
    found = read(f"{OPENING}, Rabu (16/8).", datetime.date(2024, 8, 27))
    assert found.event_date == datetime.date(2024, 8, 16)
    assert "2023-08-16" in readings(found)


def test_an_old_day_is_told() -> None:
    found = read(f"{OPENING}, Jumat (16/8).", datetime.date(2026, 2, 1))
    assert found.event_date == datetime.date(2024, 8, 16)
    assert any("setahun" in one.why for one in found.doubts)


def test_a_day_whose_year_cannot_be_known_stays_empty_and_says_so() -> None:
    found = read("Polres Pamekasan menggelar Deklarasi Pilkada Damai di aula, (16/8).")
    assert found.event_date is None
    assert any("16/8" in one.why for one in found.doubts)
    assert readings(found) == ["2024-08-16", "2020-08-16", "2018-08-16", "2017-08-16"]


def test_the_weekday_tells_the_election_where_its_year_is_not_written() -> None:
    found = read("Polres Pamekasan menggelar Deklarasi Pilkada Damai di aula, Jumat (16/8).")
    assert found.event_date == datetime.date(2024, 8, 16)
    assert any("Tahun tidak tertulis" in one.why for one in found.doubts)
    assert readings(found) == ["2024-08-16", "2020-08-16", "2018-08-16", "2017-08-16"]


def test_a_weekday_alone_is_no_date_and_the_reason_is_told() -> None:
    found = read(f"{OPENING}, Jumat.")
    assert found.event_date is None
    assert any("nama hari" in one.why for one in found.doubts)


def test_the_twenty_ninth_of_february_is_found_in_the_leap_year() -> None:
    assert day_of("Acara digelar (29/2).", "2024-03-01") == "2024-02-29"


# What the day beside a word is the day of; every line is the whole story of an article about Pilkada 2024.
STORIES = {
    # the event's own day, in every place of a sentence
    "Polres Demak menggelar apel di Alun-alun, Senin (26/8).": "2024-08-26",
    "Senin (26/8), Polres Demak menggelar apel di Alun-alun.": "2024-08-26",
    "Pada Senin (26/8/2024) pagi, 300 orang mengikuti apel.": "2024-08-26",
    "Apel itu, kata Kapolres, digelar Senin (26/8).": "2024-08-26",
    "Hal itu disampaikan Kapolres saat memimpin apel, Senin (26/8).": "2024-08-26",
    '"Kami siap," kata Kapolres usai apel di Alun-alun, Senin (26/8).': "2024-08-26",
    "Hari/Tanggal : Senin, 26 Agustus 2024\nAcara : Rapat koordinasi Pilkada 2024": "2024-08-26",
    '"Pada hari ini, Senin tanggal dua puluh enam Agustus dua ribu dua puluh empat, kami menyatakan:': "2024-08-26",
    "Operasi resmi dimulai di Demak, Senin (26/8).": "2024-08-26",
    "Apel memeriksa pasukan sebagai tanda dimulainya operasi di Alun-alun, Senin (26/8).": "2024-08-26",
    # the day when somebody spoke
    '"Kami sudah deklarasi," kata Ketua KPU, Rabu (4/9).': None,
    "Deklarasi digelar. Kapolres mengatakan warga tenang, Rabu (4/9).": None,
    "Ketua KPU saat ditemui di kantornya, Rabu (4/9), berharap deklarasi ditaati.": None,
    '"Warga tenang," kata Ketua KPU terkait deklarasi itu, Rabu (4/9).': None,
    'Deklarasi digelar Senin (2/9). "Warga tenang," kata Ketua KPU, Rabu (4/9).': "2024-09-02",
    '"Warga tenang," katanya, Rabu (4/9). Deklarasi digelar di aula, Senin (2/9).': "2024-09-02",
    # one weekday for both
    '"Warga tenang," katanya, Rabu (4/9). Deklarasi digelar di aula, Rabu siang.': "2024-09-04",
    # what goes on from day to day
    'Gudang itu dijaga 15 anggota per hari. "Kami siap," kata AKP Ismaya, Kamis (5/9).': "2024-09-05",
    # plans
    "Deklarasi akan digelar Selasa (24/9).": None,
    "Deklarasi digelar. Rapat berikut direncanakan tanggal 21.10.2024.": None,
    "Apel digelar Senin (26/8). Kirab diserahkan ke Kudus pada 28 Agustus mendatang.": "2024-08-26",
    # what was before, what began
    "Deklarasi digelar Senin (23/9). Sehari sebelumnya, Minggu (22/9), KPU menetapkan calon.": "2024-09-23",
    "Ia memberi sambutan dua hari sebelumnya, saat Deklarasi Damai di aula, Kamis (12/9).": "2024-09-12",
    "Kirab berangkat dari Kupang pada 14 Februari 2024.": None,
    "Deklarasi digelar menyambut kampanye yang dimulai Rabu (25/9).": None,
    "Simulasi digelar menyusul dimulainya operasi pada 26 Agustus lalu.": None,
    "Selasa (24/9) akan ada deklarasi di Demak.": None,
    "Senin (23/9), menjelang pemilihan, digelar apel.": "2024-09-23",
    "Sebelumnya ada deklarasi, Senin (23/9).": None,
    "Kapolres yang memimpin patroli mengatakan, pada apel Senin (23/9) warga tenang.": None,
    "Menurut Kapolres, dihadiri tokoh, apel di Demak terjadi Senin (23/9).": "2024-09-23",
    "Akan tiba tamu penting dan rombongan besar dari Kudus pada acara, Senin (23/9).": None,
    "Selasa (24/9) warga tenang.": "2024-09-24",
    "Rabu (4/9), Kapolres mengatakan warga tenang.": None,
    # quotations
    'Deklarasi dibacakan. "Kami gelar apel Senin (23/9)," katanya.': "2024-09-23",
    'Deklarasi bertema "Damai" dan "Aman" digelar di aula, Senin (23/9).': "2024-09-23",
    '"Warga senang. Apel digelar," kata Kapolres, Rabu (4/9).': None,
    'Ia berkata "tenang", katanya", lalu deklarasi digelar, Senin (23/9).': "2024-09-23",
    'Ia berkata "kami tenang" lalu "pemilih akan datang Senin (23/9)".': None,
    # beside the story, far from its beginning
    'A. Ia ada. Ia ada. Ia ada. Ia ada.\nPelabuhan ramai, Jumat (20/9).\n"Tenang," katanya, Minggu (22/9).': None,
    "A. Ia ada. Ia ada. Ia ada. Ia ada.\nPelabuhan ramai, Jumat (20/9).": "2024-09-20",
    "Deklarasi digelar.\nFoto: Warga, Selasa 24 September 2024": "2024-09-24",
    # periods
    "Kampanye berjalan 25 September hingga 23 November 2024. Deklarasi digelar Selasa (24/9).": "2024-09-24",
    "Deklarasi digelar 23-24 September 2024.": None,
    # voting days, laws, letters, jubilees
    "Deklarasi digelar menjelang pencoblosan 27 November 2024.": None,
    "Pemungutan suara digelar Rabu, 27 November 2024. Deklarasi dibacakan.": None,
    "Jelang pencoblosan, Polres Demak menggelar apel, Senin (25/11).": "2024-11-25",
    "Patroli digelar di TPS pada hari pemungutan suara, Rabu (27/11/2024).": "2024-11-27",
    "Deklarasi digelar. Dasarnya Surat Edaran Nomor 5 tanggal 3 September 2024.": None,
    "Sosialisasi PKPU 13 Tahun 2024 di Hotel Amantis, Rabu (4/9).": "2024-09-04",
    "Deklarasi dipimpin Budi, kelahiran Demak 12 Mei 1980.": None,
    # side bars of other years
    "Deklarasi digelar Selasa (24/9).\nDeklarasi Damai Digelar Lagi (18/2/2018)": "2024-09-24",
    "Deklarasi dibacakan.\nDeklarasi Damai Digelar Lagi (18/2/2018)": None,
}


@pytest.mark.parametrize(("story", "day"), STORIES.items())
def test_the_words_around_a_date_tell_what_it_is_the_date_of(story: str, day: str | None) -> None:
    assert day_of(f"Jelang Pilkada 2024 di Demak\n{story}") == day


# Days that are told by the day of publication, which is Friday 27 September 2024.
TOLD = {
    "Polres Demak menggelar deklarasi hari ini.": "2024-09-27",
    "Polres Demak menggelar deklarasi kemarin.": "2024-09-26",
    "Polres Demak menggelar deklarasi, semalam.": "2024-09-26",
    "Polres Demak menggelar deklarasi, Rabu kemarin.": "2024-09-25",
    "Polres Demak menggelar deklarasi pada Kamis pekan lalu.": "2024-09-19",
    "Polres Demak menggelar deklarasi pada Selasa pekan ini.": "2024-09-24",
    "Polres Demak menggelar deklarasi pada Sabtu pekan ini.": None,
    "Polres Demak menggelar deklarasi pada Jumat lalu.": "2024-09-20",
    "Polres Demak menggelar deklarasi dua hari lalu.": "2024-09-25",
    "Polres Demak menggelar deklarasi sehari yang lalu.": "2024-09-26",
    "Polres Demak menggelar deklarasi pada tanggal 12 bulan ini.": "2024-09-12",
    "Polres Demak menggelar deklarasi pada tanggal 30 bulan lalu.": "2024-08-30",
    "Polres Demak menggelar deklarasi pada tanggal 29 bulan ini.": None,
    "Polres Demak menggelar deklarasi pada tanggal 45 bulan ini.": None,
    "Polres Demak menggelar deklarasi hari ini, Senin.": None,
    'Deklarasi digelar. "Hari ini kami deklarasi," katanya.': None,
    "Deklarasi digelar. Pendaftaran dibuka hingga hari ini.": None,
    "Deklarasi digelar di Demak, Selasa.": None,
}


@pytest.mark.parametrize(("story", "day"), TOLD.items())
def test_a_day_told_by_the_day_of_publication_is_counted_from_it(story: str, day: str | None) -> None:
    text = f"Jelang Pilkada 2024 di Demak\n{story}"
    assert day_of(text, "2024-09-27") == day
    assert day_of(text) is None


# Days that are told by a stage of Pilkada 2024.
DERIVED = {
    "Hari ketiga kampanye, tiga paslon di Demak menggelar deklarasi.": "2024-09-27",
    "Deklarasi digelar pada hari ke-2 masa kampanye.": "2024-09-26",
    "Deklarasi digelar pada hari kedua belas masa kampanye.": "2024-10-06",
    "Deklarasi digelar pada hari kelabu masa kampanye.": None,
    "Deklarasi digelar sehari setelah penetapan nomor urut.": "2024-09-24",
    "Deklarasi digelar dua hari menjelang pencoblosan.": "2024-11-25",
    "Deklarasi digelar pada H-30.": "2024-10-28",
    "Apel digelar pada H+1 pencoblosan.": "2024-11-28",
    "Apel digelar pada H-999 pencoblosan.": None,
}


@pytest.mark.parametrize(("story", "day"), DERIVED.items())
def test_a_day_told_by_a_stage_of_the_election_is_derived_from_its_calendar(story: str, day: str | None) -> None:
    assert day_of(f"Jelang Pilkada 2024 di Demak\n{story}") == day
    assert day_of(f"Jelang Pilkades di Demak\n{story}") is None
    assert day_of(f"Jelang Pilkada 2017 di Demak\n{story}") is None


def test_a_day_that_was_counted_or_derived_is_told() -> None:
    found = read("Polres Demak menggelar Deklarasi Pilkada Damai 2024, kemarin.", datetime.date(2024, 9, 27))
    assert found.event_date == datetime.date(2024, 9, 26)
    assert readings(found) == ["2024-09-26"]
    assert any("terbit" in one.why for one in found.doubts)
    found = read("Polres Demak menggelar Deklarasi Pilkada Damai 2024 pada hari kedua kampanye.")
    assert found.event_date == datetime.date(2024, 9, 26)
    assert any("tahapan" in one.why for one in found.doubts)


def test_a_day_that_cannot_be_counted_is_told() -> None:
    found = read("Polres Demak menggelar Deklarasi Pilkada Damai 2024, kemarin.")
    assert found.event_date is None
    assert any("terbit" in one.why for one in found.doubts)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (f"{OPENING}, Kamis (9/9/2024).", ["2024-09-09", "2024-09-12", "2024-09-05", "2024-09-19"]),
        (f"{OPENING}, Selasa (30/12/2024).", ["2024-12-30", "2024-12-31", "2024-12-24", "2024-12-10"]),
        (f"{OPENING}, Kamis (31/1/2024).", ["2024-01-31", "2024-02-01", "2024-01-25", "2024-01-11"]),
        (f"{OPENING}, 12-14 September 2024.", ["2024-09-12", "2024-09-14"]),
        (f"{OPENING}, 12 September s/d 14 September 2024.", ["2024-09-12", "2024-09-14"]),
        (f"{OPENING}, Senin (9/9) dan dihadiri tokoh, Rabu (11/9).", ["2024-09-09", "2024-09-11"]),
        (f'{OPENING}. "Damai," kata Kapolres, Rabu (4/9).', ["2024-09-04"]),
        (
            "Polres Demak menggelar Deklarasi Pilkada Damai di aula, Selasa (16/8).",
            ["2024-08-16", "2020-08-16", "2018-08-16", "2017-08-16"],
        ),
        (f"{OPENING}, 9 September 2024. Acara digelar Selasa.", ["2024-09-09", "2024-09-10", "2024-09-03"]),
        (f"{OPENING}, 9 September 2024. Acara digelar Senin.", []),
        ("KPU Demak menggelar Simulasi Pemilu 2024 di aula, (14/10).", ["2023-10-14", "2022-10-14"]),
    ],
)
def test_a_doubt_carries_the_days_in_question(text: str, values: list[str]) -> None:
    assert readings(read(text)) == values


def test_a_weekday_alone_carries_the_last_such_day_before_publication() -> None:
    found = read(f"{OPENING}, Selasa.", datetime.date(2024, 9, 27))
    assert found.event_date is None
    assert readings(found) == ["2024-09-24"]


def test_reasons_tell_which_words_moved_each_date() -> None:
    found = read(f"{OPENING}, Senin (9/9/2024). Pencoblosan digelar 27 November 2024.")
    rows = [one for one in found.reasons if one.field == "event_date"]
    assert {one.value for one in rows} == {"2024-09-09", "2024-11-27"}
    assert any(one.weight < 0 and found.text[slice(*one.span)] == "digelar" for one in rows)
    assert any(one.weight > 0 and found.text[slice(*one.span)] == "Deklarasi" for one in rows)


def test_the_weekday_of_the_event_elsewhere_helps_to_find_the_year() -> None:
    text = "Aula (22/10) - Sosialisasi Pilkada digelar hari selasa ini. Polres Pamekasan menggelar rapat koordinasi."
    found = read(text)
    assert found.event_date == datetime.date(2024, 10, 22)
    assert "event_date" in doubted(found)
    assert read(text.replace("selasa", "kamis")).event_date == datetime.date(2020, 10, 22)
    assert read(text.replace("hari selasa ini", "di aula")).event_date is None


def test_the_days_of_stages_named_in_passing_are_not_the_event() -> None:
    text = (
        "Polres Bangka Barat menggelar apel gelar pasukan Pilkada 2020.\n"
        "Operasi mencakup tahapan pendaftaran, penetapan paslon 23 September 2020 dan kampanye."
    )
    assert read(text).event_date is None
