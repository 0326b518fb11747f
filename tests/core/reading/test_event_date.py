"""The event's day among all dates of an article."""

from __future__ import annotations

import datetime

import pytest

from ikrar.core.reading import electing, event_date
from tests.core.reading.reader import doubted, parse, read, tables

OPENING = "Polres Pamekasan menggelar Deklarasi Pilkada Damai 2024 di aula"


def day_of(text: str, published: str | None = None) -> str | None:
    issue = datetime.date.fromisoformat(published) if published else None
    article = parse(text)
    said = electing.talk(article, tables().election_words)
    found = event_date.decide(article, said, tables().elections, issue)
    return found.value.isoformat() if found.value else None


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
        ("Acara digelar Selasa.", None, None),
        ("Acara digelar.", None, None),
        ("Foto: Warga, Selasa (21/11/2023).\nAcara digelar pada Selasa.", None, "2023-11-21"),
        ("Deklarasi digelar Sabtu (14/9/2024). Rapat lain terjadi Senin (2/9/2024).", None, "2024-09-14"),
    ],
)
def test_the_day_of_the_event_is_found_among_other_dates(text: str, published: str | None, day: str | None) -> None:
    assert day_of(text, published) == day


def test_a_weekday_that_contradicts_the_number_is_told_and_the_number_stands() -> None:
    found = read(f"{OPENING}, Selasa (23/9/2024).")
    assert found.event_date == datetime.date(2024, 9, 23)
    assert any("Senin" in one.why for one in found.doubts if one.field == "event_date")


def test_a_day_after_publication_is_told() -> None:
    found = read(f"{OPENING}, Jumat (16/8/2024).", datetime.date(2024, 8, 1))
    assert any("terbit" in one.why for one in found.doubts if one.field == "event_date")


def test_an_old_day_with_the_year_guessed_from_its_weekday_is_told() -> None:
    found = read(f"{OPENING}, Rabu (16/8).", datetime.date(2024, 8, 27))
    assert found.event_date == datetime.date(2023, 8, 16)
    assert "event_date" in doubted(found)


def test_a_day_whose_year_cannot_be_known_stays_empty_and_says_so() -> None:
    found = read("Polres Pamekasan menggelar Deklarasi Pilkada Damai di aula, Jumat (16/8).")
    assert found.event_date is None
    assert any("16/8" in one.why for one in found.doubts)


def test_a_weekday_alone_is_no_date_and_the_reason_is_told() -> None:
    found = read(f"{OPENING}, Jumat.")
    assert found.event_date is None
    assert any("nama hari" in one.why for one in found.doubts)


def test_the_twenty_ninth_of_february_is_found_in_the_leap_year() -> None:
    assert day_of("Acara digelar (29/2).", "2024-03-01") == "2024-02-29"
