"""Reading whole articles: what a person gets to confirm."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.errors import EmptyText, TooLarge
from ikrar.core.reading.read import LONGEST
from ikrar.core.reading.record import Alternative, Handover, Person, Reading, Reason, doubt
from tests.core.reading.reader import ARTICLES, doubted, read, read_file, shown

CONTRACT = [
    "id", "kind", "also_kinds", "event_date", "place_text", "province", "regency", "area_code", "election", "operation",
    "organizations", "persons", "signatories", "points", "point_count_stated", "handover", "commitment_kinds", "text",
    "evidence", "doubts", "point_kinds", "published", "reasons",
]  # fmt: skip
SCALARS = [
    "event_date",
    "place_text",
    "province",
    "regency",
    "area_code",
    "election",
    "operation",
    "point_count_stated",
]
EVENTS = ["deklarasi", "rakor", "apel", "kirab"]
SEEDS = Path("../shared/seeds")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two real articles are not beside this checkout")

PIECES = st.sampled_from(
    [
        "Polres Lembah Arunika", "menggelar", "Deklarasi", "Pilkada", "Senin (2/9/2024)", ".", "\n", "Kapolres", ",",
        "AKBP Bagas Sunu", "1. menolak hoaks", "2. menjaga persatuan", "di Pendopo Cahya", "Kota Serang", "(16/8)",
        "KPU", "dari", "kepada", "kirab", "menandatangani", "4 poin", "sejak", "Operasi Mantap Praja Arunika 2024", '"',
        "Baca juga: X", "Pertama,", "Kedua,",
    ]
)  # fmt: skip


def seed(name: str, published: datetime.date | None = None) -> Reading:
    return read((SEEDS / name).read_text(encoding="utf-8"), published)


def test_a_declaration_is_read_with_its_points_signatories_and_place() -> None:
    found = read_file("deklarasi")
    assert found.kind == "declaration"
    assert found.event_date == datetime.date(2024, 9, 14)
    assert found.place_text == "Pendopo Cahya Arunika, Kecamatan Cempaluna"
    assert (found.province, found.regency, found.area_code) == ("Arunika", "Kabupaten Lembah Arunika", "98.01")
    assert found.election == "pilkada-arunika"
    assert found.signatories == ("Ketua KPU", "Ketua Bawaslu Kabupaten Lembah Arunika", "enam partai politik")
    assert found.points[0] == "Menjaga persatuan dan kesatuan bangsa"
    assert found.points[3] == "Mematuhi peraturan yang berlaku"
    assert len(found.points) == found.point_count_stated == 5
    assert found.point_kinds == (
        ("UNITY_NKRI",),
        ("NO_MONEY_POLITICS",),
        ("NO_HOAX", "NO_HATE_SPEECH"),
        ("OBEY_LAW",),
        ("ACCEPT_RESULT",),
    )
    assert found.doubts == ()


def test_persons_of_a_declaration_come_with_office_and_rank() -> None:
    assert read_file("deklarasi").persons == (
        Person("Wening Larasita", "Ketua KPU Lembah Arunika", None),
        Person("Bagas Wiratmoko", "Kapolres Lembah Arunika", "AKBP"),
        Person("Rangga Sunu", "Dandim 9901/Arunika", "Letkol Inf"),
    )


def test_a_meeting_in_a_district_is_placed_in_its_regency() -> None:
    found = read_file("rakor")
    assert found.kind == "coordination_meeting"
    assert found.event_date == datetime.date(2024, 9, 3)
    assert found.area_code == "98.01"
    assert found.organizations == ("Polsek Sagarawana", "Forkopimcam Sagarawana")
    assert found.points == ()


def test_a_roll_call_gives_no_pledge_though_the_speech_counts_to_three() -> None:
    found = read_file("apel")
    assert found.kind == "security_roll_call"
    assert found.event_date == datetime.date(2024, 9, 2)
    assert found.operation == "Operasi Mantap Praja Arunika"
    assert found.points == ()
    assert found.handover is None


def test_a_relay_tells_who_gave_to_whom_and_not_the_next_leg() -> None:
    found = read_file("kirab")
    assert found.kind == "relay_handover"
    assert found.handover == Handover("KPU Kabupaten Lembah Arunika", "PPK Cempaluna")
    assert found.place_text == "Desa Bukit Samirata, Kecamatan Cempaluna"


@pytest.mark.parametrize("name", ["hilang", "rencana"])
def test_an_article_about_something_else_or_about_a_plan_leaves_everything_empty(name: str) -> None:
    found = read_file(name)
    assert found.kind == "none"
    assert doubted(found) == {"kind"}
    empty = found.as_json()
    assert all(not empty[field] for field in CONTRACT[2:17])


def test_a_blank_text_says_what_to_do() -> None:
    with pytest.raises(EmptyText, match="Tempelkan"):
        read(" \n ")


def test_a_text_longer_than_any_press_text_is_refused_with_what_to_do() -> None:
    with pytest.raises(TooLarge, match="satu berita"):
        read("x" * (LONGEST + 1))
    assert read("x" * LONGEST).kind == "none"


def test_the_output_has_the_keys_of_the_contract_in_their_order() -> None:
    written = json.loads(json.dumps(read_file("deklarasi").as_json()))
    assert list(written) == CONTRACT
    assert written["event_date"] == "2024-09-14"
    assert written["persons"][0] == {"name": "Wening Larasita", "role": "Ketua KPU Lembah Arunika", "rank": None}
    assert json.loads(json.dumps(read_file("kirab").as_json()))["handover"] == {
        "from": "KPU Kabupaten Lembah Arunika",
        "to": "PPK Cempaluna",
    }
    planned = [{"value": "declaration", "evidence": [[0, 9], [98, 107], [134, 140]]}]
    assert read_file("rencana").as_json()["doubts"] == [
        {
            "field": "kind",
            "why": "Kegiatan tampaknya baru direncanakan, belum berlangsung.",
            "alternatives": planned,
        }
    ]


@pytest.mark.parametrize("name", EVENTS)
def test_every_value_shows_the_words_it_came_from(name: str) -> None:
    found = read_file(name)
    for field in SCALARS:
        if getattr(found, field) is not None:
            assert shown(found, field), field
    assert set(found.evidence) <= set(CONTRACT)


@pytest.mark.parametrize("name", EVENTS)
def test_words_taken_over_as_written_are_exactly_what_is_shown(name: str) -> None:
    found = read_file(name)
    assert list(found.points) == shown(found, "points")
    assert list(found.signatories) == shown(found, "signatories")
    assert list(found.organizations) == shown(found, "organizations")
    assert {person.name for person in found.persons} <= set(shown(found, "persons"))
    assert {person.role for person in found.persons if person.role} <= set(shown(found, "persons"))
    assert [found.place_text] == shown(found, "place_text")


@pytest.mark.parametrize("name", EVENTS)
def test_the_day_is_among_the_words_shown_for_the_date(name: str) -> None:
    found = read_file(name)
    assert found.event_date is not None
    assert all(str(found.event_date.day) in words for words in shown(found, "event_date"))


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=25).map(" ".join))
def test_however_an_article_is_put_together_every_span_lies_in_it_and_justifies_its_value(text: str) -> None:
    if not text.replace('"', "").strip():
        return
    found = read(text)
    assert all(0 <= start < end <= len(found.text) for spans in found.evidence.values() for start, end in spans)
    assert all(shown(found, field) for field in SCALARS if getattr(found, field) is not None)
    assert list(found.points) == shown(found, "points")
    assert len(found.point_kinds) == len(found.points)
    assert all(person.name in shown(found, "persons") for person in found.persons)
    assert all(one.why and "{" not in one.why for one in found.doubts)


@needs_seeds
def test_the_pamekasan_article_is_read_right() -> None:
    found = seed("pamekasan-2024-08-16.txt", datetime.date(2024, 8, 27))
    assert found.kind == "declaration"
    assert found.also_kinds == ("coordination_meeting",)
    assert found.event_date == datetime.date(2024, 8, 16)
    assert found.place_text == "Ball Room Azana Style Hotel Pamekasan"
    assert (found.area_code, found.province, found.regency) == ("35.28", "Jawa Timur", "Kabupaten Pamekasan")
    assert (found.election, found.operation) == ("pilkada-2024", "Operasi Mantap Praja Semeru 2024")
    assert len(found.points) == found.point_count_stated == 4
    assert found.point_kinds == (
        ("SUPPORT_SECURITY",),
        ("UNITY_NKRI",),
        ("NO_PROVOCATION",),
        ("NO_HOAX", "NO_HATE_SPEECH"),
    )
    assert [(person.rank, len(person.name.split())) for person in found.persons] == [("AKBP", 3), ("Kompol", 2)]
    assert len(found.signatories) == 6


@needs_seeds
def test_the_date_of_the_pamekasan_article_is_found_without_its_publication_too() -> None:
    assert seed("pamekasan-2024-08-16.txt").event_date == datetime.date(2024, 8, 16)


@needs_seeds
def test_the_serang_article_is_read_right_and_says_what_is_open() -> None:
    found = seed("serang-2023-09-04.txt")
    assert found.kind == "declaration"
    assert found.also_kinds == ("relay_handover",)
    assert found.event_date == datetime.date(2023, 9, 4)
    assert found.place_text == "alun alun serang kec. Kramatwatu Kota Serang"
    assert (found.area_code, found.province, found.regency) == ("36.73", "Banten", "Kota Serang")
    assert found.election == "pemilu-2024"
    assert found.persons == ()
    assert found.signatories == ()
    assert found.handover is None
    assert {"regency", "handover"} <= doubted(found)
    assert "Kabupaten Serang" in " ".join(one.why for one in found.doubts)


def test_the_test_articles_speak_only_of_the_fictional_regency() -> None:
    for path in sorted(ARTICLES.glob("*.txt")):
        assert "Arunika" in path.read_text(encoding="utf-8") or path.stem in ("hilang", "rakor", "kirab")


def test_a_doubt_shows_the_readings_that_compete_with_their_words() -> None:
    one = doubt(
        "event_date", "Hari dan tanggal berselisih.", Alternative("2024-09-13", ((3, 9),)), Alternative("2024-09-12")
    )
    assert one.as_json() == {
        "field": "event_date",
        "why": "Hari dan tanggal berselisih.",
        "alternatives": [{"value": "2024-09-13", "evidence": [[3, 9]]}, {"value": "2024-09-12", "evidence": []}],
    }


def test_a_reason_says_which_words_moved_what_and_how_far() -> None:
    assert Reason("kind", "declaration", 2.5, (0, 9)).as_json() == {
        "field": "kind",
        "value": "declaration",
        "weight": 2.5,
        "span": [0, 9],
    }


def test_r56_in_a_text_about_something_else_no_person_and_no_place_is_even_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("ikrar.core.reading.person.find", never)
    monkeypatch.setattr("ikrar.core.reading.place.mentions", never)
    assert read("Kapolres Arunika AKBP Tirta Anggara menangkap maling di Arunika.").kind == "none"
    with pytest.raises(AssertionError):
        read("KPU menggelar deklarasi Pilkada damai 2024 di aula, Senin (2/9/2024).")
