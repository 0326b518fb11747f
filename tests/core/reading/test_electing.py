"""Which election an article is about."""

from __future__ import annotations

import datetime

import pytest

from tests.core.reading.reader import doubted, read, shown

OPENING = "Polres Pamekasan menggelar apel gelar pasukan"


@pytest.mark.parametrize(
    ("text", "election"),
    [
        (f"{OPENING} Pilkada Serentak Tahun 2024.", "pilkada-2024"),
        (f"{OPENING} Pemilu Damai 2019.", "pemilu-2019"),
        (f"{OPENING} Pilgub 2018.", "pilkada-2018"),
        (f"{OPENING} pilkada. Pemilukada 2024 menyusul tahapan Pemilu.", "pilkada-2024"),
        (f"{OPENING} Operasi Mantap Brata 2023-2024.", "pemilu-2024"),
        (f"{OPENING} Operasi Mantap Praja Semeru 2024 untuk pemilu, Senin (26/8/2024).", "pilkada-2024"),
        (f"{OPENING} Pilkada, Senin (26/8/2024).", "pilkada-2024"),
        (f"{OPENING} Pemilu dan Pilkada, Senin (8/1/2024).", "pemilu-2024"),
        (f"{OPENING} Pemilu dan Pilkada, Senin (26/8/2024).", "pilkada-2024"),
        (f"{OPENING} pemilihan kepala desa, Senin (26/8/2024).", "other"),
        (f"{OPENING} Pilkada 2030.", "other"),
        (f"{OPENING} Pilkada.", None),
        (f"{OPENING} Pemilihan Serentak Tahun 2024.", "pilkada-2024"),
        (f"{OPENING} Pilkada Damai dan Sehat Tahun 2020.", "pilkada-2020"),
        (f"{OPENING} Pemilihan Bupati dan Wakil Bupati Padang Lawas Tahun 2018.", "pilkada-2018"),
        (f"{OPENING} Pilkada. Komisi Pemilihan Umum dan Badan Pengawas Pemilu hadir pada 2020.", "pilkada-2020"),
        (f"{OPENING} Pilkada. Sejak 2018 dan 2020 aman.", None),
        (f"{OPENING} Pilkada. Ops Mantap Praja Seligi 2020 berjalan.", "pilkada-2020"),
        (f"{OPENING} Pilkada dengan protokol kesehatan Covid-19.", "pilkada-2020"),
        (f"{OPENING} bersama KPU dan Bawaslu, Senin (26/8/2024).", "pilkada-2024"),
        (f"{OPENING} bersama KPU dan Bawaslu.", None),
        (f"{OPENING} Pilkada 2030, Senin (26/8/2024).", "pilkada-2024"),
        (f"{OPENING} Pemilu dan Pilkada.", None),
        (f"{OPENING} Pilkada, Senin (6/1/2025).", None),
        ("Polres Lembah Arunika menggelar apel gelar pasukan Pilkada.", "pilkada-arunika"),
        ("Polres Lembah Arunika menggelar apel gelar pasukan Pemilu 2024.", "pemilu-2024"),
    ],
)
def test_the_election_is_found_by_its_words_its_year_and_the_day(text: str, election: str | None) -> None:
    found = read(text)
    assert found.election == election
    assert bool(shown(found, "election")) == (election is not None)


@pytest.mark.parametrize(
    "words",
    [
        "bersama KPU dan Bawaslu",
        "bersama KPU dan Bawaslu, Senin (26/8/2024)",
        "Pilkada di masa pandemi",
        "Pilkada. Ops Mantap Praja Seligi 2020 mulai",
        "Pilkada, Senin (26/8/2024)",
        "Pilkada 2030",
        "Pilkada",
        "Pemilu dan Pilkada, Senin (8/1/2024)",
    ],
)
def test_an_election_that_was_inferred_or_left_open_says_why(words: str) -> None:
    assert "election" in doubted(read(f"{OPENING} {words}."))


def test_an_operation_that_is_no_election_operation_says_nothing_of_an_election() -> None:
    found = read("Polres menggelar apel gelar pasukan Operasi Lilin Semeru 2024.", datetime.date(2024, 12, 24))
    assert found.kind == "none"


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("Apel gelar pasukan Operasi Mantap Praja Semeru 2024 pemilu", "Operasi Mantap Praja Semeru 2024"),
        ("Apel gelar pasukan Ops Mantap Praja Jaya pemilu. operasi Mantap Praja Jaya", "operasi Mantap Praja Jaya"),
        (
            "Gelar pasukan Operasi Operasi Mantap Brata Rinjani 2023-2024 pemilu",
            "Operasi Mantap Brata Rinjani 2023-2024",
        ),
        (
            "Apel gelar pasukan Operasi Terpusat Mantap Brata Kapuas 2023 – 2024, di sana",
            "Operasi Terpusat Mantap Brata Kapuas 2023 – 2024",
        ),
        ("Apel gelar pasukan Operasi “Mantab Praja Lancang Kuning” pemilu", "Operasi “Mantab Praja Lancang Kuning"),
        ("Apel gelar pasukan Operasi Mantap Praja Entahapa 2024 pemilu", "Operasi Mantap Praja Entahapa 2024"),
        ("Apel gelar pasukan Operasi Mantap Praja Selama pemilu", "Operasi Mantap Praja"),
        ("Apel gelar pasukan Operasi Sikat Jaran 2024 pemilu", None),
    ],
)
def test_the_operation_is_given_in_its_fullest_written_form(text: str, operation: str | None) -> None:
    assert read(f"{text} digelar.").operation == operation
