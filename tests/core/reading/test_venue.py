"""The venue phrase: as long as it is written, and no other place's."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from tests.core.reading.reader import doubted, read, shown

OPENING = "Deklarasi Pilkada Damai 2024 digelar"
WHEN = "Rabu (21/8/2024)"


@pytest.mark.parametrize(
    "venue",
    [
        "halaman Kantor KPU Ogan Ilir, Jln Lintas Timur Indralaya",
        "Gedung Kesenian Ir. Soekarno, Negara",
        "Gedung Olah Seni (GOS) Takengon",
        "Gedung Serba Guna (GSG), Jalan Melati No. 5",
        "aula Kantor Camat Tapung Hulu di desa Sinama Nenek",
        "aula Kantor Camat Tapung Hulu di Kabupaten Kampar",
        "Dukuh Ngemplak RT 02 RW 05 Desa Trasan, Kecamatan Juwiring",
        "Sutan Raja Hotel, Kecamatan Kalawat, Minut",
        "alun alun serang kec. Kramatwatu Kabupaten Serang",
        "perbatasan Sulbar – Sulsel, Desa Paku, Kec. Binuang, Kab. Polman",
        "halaman Bale Kota Tasikmalaya, Jalan Letnan Harun",
        "Mapolres Pamekasan",
        "Jl. Sudirman 12",
    ],
)
def test_a_venue_is_taken_whole(venue: str) -> None:
    found = read(f"{OPENING} di {venue}, {WHEN}.")
    assert found.place_text == venue
    assert shown(found, "place_text") == [venue]


@pytest.mark.parametrize(
    ("rest", "venue"),
    [
        ("di Lapangan Tanah Aron, Amlapura, Polres Karangasem mengamankan.", "Lapangan Tanah Aron, Amlapura"),
        ("di Aula Melati, Ketua KPU hadir.", "Aula Melati"),
        ("di Aula Melati, Budi Santoso hadir.", "Aula Melati"),
        ("di Aula Melati, PENGURUS HADIR.", "Aula Melati"),
        ("di Aula Melati, Apel Pagi.", "Aula Melati"),
        ("di Aula Melati 21 Agustus 2024.", "Aula Melati"),
        ("di Aula Melati. Ketua hadir.", "Aula Melati"),
        ("di Aula Melati (21/8/2024).", "Aula Melati"),
        ("di Jalan Apel 5.", "Jalan Apel 5"),
        ("di Balai Desa Teluk, Kecamatan\nPugung.", "Balai Desa Teluk, Kecamatan\nPugung"),
        ("dilapangan Samargalila.", "lapangan Samargalila"),
        ("dan warga memenuhi halaman Mapolres Pamekasan.", "halaman Mapolres Pamekasan"),
        ("saat aula Kantor Camat Kie penuh.", "aula Kantor Camat Kie"),
        ("oleh warga di rumah masing-masing.", None),
        ("di kantor.", None),
    ],
)
def test_a_venue_ends_where_something_else_begins(rest: str, venue: str | None) -> None:
    assert read(f"{OPENING} {rest}").place_text == venue


def test_the_place_of_the_event_stands_over_the_place_of_a_talk_or_of_the_next_leg() -> None:
    found = read(
        f"Kirab Pilkada Damai\nKetua KPU ditemui di Hotel Melati, Sabtu. {OPENING} di Aula Mawar, {WHEN}."
        " Kirab selanjutnya akan digelar di Lapangan Kenanga, Senin (26/8/2024)."
    )
    assert found.place_text == "Aula Mawar"


def test_the_longer_form_of_the_same_place_is_shown() -> None:
    found = read(
        f"{OPENING} di Aula Mawar, {WHEN}. Warga berkumpul sejak pagi. Ada dangdut. Ada doa. Ada makan siang."
        " Semua senang. Kegiatan di Aula Mawar, Kecamatan Kie, usai siang."
    )
    assert found.place_text == "Aula Mawar, Kecamatan Kie"


def test_two_places_that_weigh_the_same_are_told_with_both_readings() -> None:
    found = read(f"{OPENING} di Aula Mawar, {WHEN}. {OPENING} di Aula Kenanga, {WHEN}.")
    assert found.place_text == "Aula Mawar"
    assert "place_text" in doubted(found)
    named = next(one for one in found.doubts if one.field == "place_text").alternatives
    assert [one.value for one in named] == ["Aula Mawar", "Aula Kenanga"]
    assert [found.text[slice(*one.spans[0])] for one in named] == ["Aula Mawar", "Aula Kenanga"]


def test_what_moved_the_choice_is_told() -> None:
    found = read(f"{OPENING} di Aula Mawar, {WHEN}.")
    assert [one.value for one in found.reasons if one.field == "place_text"] == ["Aula Mawar"]


WORDS = files.table("venues.toml")["heads"] + [",", "(", ".", " di", "Kab.", "Mawar", "Pamekasan", "\n", "21", "–"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_venue_is_always_a_piece_of_the_text(parts: list[str]) -> None:
    found = read(f"{OPENING} di {' '.join(parts)} pada {WHEN}.")
    spans = found.evidence.get("place_text", ())
    assert [found.text[start:end] for start, end in spans] == ([found.place_text] if found.place_text else [])
    assert all(0 <= start < end <= len(found.text) for start, end in spans)
    assert all(one.weight > 0 for one in found.reasons if one.field == "place_text")
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
