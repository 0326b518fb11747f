"""A release says what the record says, in the words of the press, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.release.facts import (
    LONGEST_OFFICE,
    LONGEST_QUOTE,
    Decision,
    Facts,
    Kind,
    Question,
    Quote,
    quote_of,
    unanswered,
)
from ikrar.core.release.write import listed, write
from ikrar.core.text.written import long_day
from tests.core.release.events import events

AREA = {"area": "Kabupaten Contoh", "province": "Contoh Raya"}
MEETING = Facts(
    Kind.MEETING,
    "Rapat Koordinasi Lintas Sektoral",
    date(2024, 8, 16),
    **AREA,
    election="Pilkada Serentak 2024",
    place="Pendopo",
    start=time(9),
    end=time(12),
    zone="WIB",
    host="KPU Kabupaten Contoh",
    institutions=("Bawaslu Kabupaten Contoh", "Polres Contoh", "Pemerintah Kabupaten Contoh"),
    why="Kegiatan ini untuk menyamakan persepsi",
    agenda=("Pembukaan", "KPU memaparkan tahapan"),
    decisions=(
        Decision("Posko bersama dibuka.", "Bawaslu Kabupaten Contoh", date(2024, 8, 30)),
        Decision("Data diperiksa", ""),
    ),
    url="https://ikrar.example/rapat/7k3m/",
)
DECLARATION = Facts(
    Kind.DECLARATION,
    "Deklarasi Pilkada Damai 2024",
    date(2024, 8, 16),
    **AREA,
    election="Pilkada Serentak 2024",
    place="Alun-alun",
    points=("Menjaga persatuan", "Menolak politik uang;"),
    offices=("Ketua KPU Kabupaten Contoh", "Ketua Bawaslu Kabupaten Contoh"),
)
HANDOVER = Facts(
    Kind.HANDOVER,
    "",
    date(2023, 9, 4),
    area="Kabupaten Contoh",
    place="Alun-alun",
    giver="KPU Provinsi Satu",
    receiver="KPU Provinsi Dua",
    thing="bendera kirab",
    offices=("Bupati Contoh",),
    why="Untuk meneruskan kirab.",
)


def test_a_meeting_is_told_from_who_to_until_when() -> None:
    assert write(MEETING).text() == (
        "KPU Kabupaten Contoh Gelar Rapat Koordinasi Lintas Sektoral\n\n"
        "CONTOH – KPU Kabupaten Contoh menggelar rapat Koordinasi Lintas Sektoral dalam rangka Pilkada Serentak 2024 "
        "di Pendopo, Kabupaten Contoh, Provinsi Contoh Raya, pada Jumat, 16 Agustus 2024, "
        "pukul 09.00 sampai 12.00 WIB.\n\n"
        "Rapat dihadiri Bawaslu Kabupaten Contoh, Polres Contoh, dan Pemerintah Kabupaten Contoh.\n\n"
        "Kegiatan ini untuk menyamakan persepsi.\n\n"
        "Rapat membahas pembukaan dan KPU memaparkan tahapan.\n\n"
        "Rapat menghasilkan 2 keputusan. Pertama, posko bersama dibuka, dilaksanakan oleh Bawaslu Kabupaten Contoh "
        "paling lambat 30 Agustus 2024. Kedua, data diperiksa.\n\n"
        "Catatan lengkap dan cara memeriksanya: https://ikrar.example/rapat/7k3m/\n"
    )


def test_a_declaration_is_told_with_its_points_and_offices() -> None:
    text = write(DECLARATION).text()
    assert text.startswith("Deklarasi Pilkada Damai 2024\n\nCONTOH – Deklarasi Pilkada Damai 2024 digelar dalam rangka")
    assert "Deklarasi ditandatangani Ketua KPU Kabupaten Contoh dan Ketua Bawaslu Kabupaten Contoh." in text
    assert "Deklarasi berisi 2 poin yang disepakati.\n\n1. Menjaga persatuan.\n2. Menolak politik uang.\n" in text


def test_who_was_only_invited_did_not_come_and_who_did_not_sign_has_not_signed() -> None:
    text = write(replace(MEETING, institutions=(), invited=("Polres Contoh",), approved=("KPU Contoh",))).text()
    assert "Rapat mengundang Polres Contoh." in text
    assert "Notulen rapat disetujui KPU Contoh." in text
    assert "dihadiri" not in text
    text = write(replace(DECLARATION, offices=(), pledging=("Ketua KPU Kabupaten Contoh",))).text()
    assert "Jabatan yang berikrar di dalamnya: Ketua KPU Kabupaten Contoh." in text
    assert "ditandatangani" not in text


def test_a_hand_over_is_told_with_both_sides_and_witnesses() -> None:
    text = write(HANDOVER).text()
    assert text.startswith("KPU Provinsi Satu Serahkan Bendera Kirab kepada KPU Provinsi Dua\n")
    assert "menyerahkan bendera kirab kepada KPU Provinsi Dua dalam acara serah terima kirab di Alun-alun" in text
    assert "Serah terima disaksikan Bupati Contoh." in text
    assert "Untuk meneruskan kirab." in text


@pytest.mark.parametrize("facts", [MEETING, DECLARATION, HANDOVER], ids=lambda one: one.kind.value)
def test_what_is_empty_takes_its_words_with_it(facts: Facts) -> None:
    bare = Facts(facts.kind, facts.title, facts.day, facts.area, giver=facts.giver, receiver=facts.receiver)
    text = write(bare).text()
    assert len(write(bare).paragraphs) == 1
    assert "  " not in text
    assert ", ," not in text
    assert " ." not in text
    for word in ("Provinsi Contoh", "pukul", "dihadiri", "ditandatangani", "disaksikan", "poin", "keputusan", "rangka"):
        assert word not in text


def test_an_election_in_the_title_is_not_said_twice() -> None:
    named = replace(DECLARATION, title="Deklarasi Pilkada Serentak 2024 Damai")
    assert "dalam rangka" not in write(named).text()


def test_a_time_without_an_end_is_told_as_its_begin() -> None:
    assert "pukul 09.00 WIB." in write(replace(MEETING, end=None)).text()


def test_an_area_without_a_kind_stands_whole_before_the_dash() -> None:
    assert write(replace(MEETING, area="Indonesia")).paragraphs[0].startswith("INDONESIA – ")


def test_of_a_village_the_regency_stands_before_the_dash() -> None:
    village = "Desa Satu, Kecamatan Dua, Kabupaten Contoh"
    lead = write(replace(MEETING, area=village)).paragraphs[0]
    assert lead.startswith("CONTOH – ")
    assert f"di Pendopo, {village}, Provinsi Contoh Raya" in lead


def test_an_example_says_so_before_anything_else() -> None:
    assert write(replace(MEETING, example=True)).text().startswith("CONTOH / EXAMPLE – bukan peristiwa nyata\n\n")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Kami siap.", "“Kami siap,” ujar Ketua KPU."),
        ("Kami siap", "“Kami siap,” ujar Ketua KPU."),
        ("Siapkah kita?", "“Siapkah kita?” ujar Ketua KPU."),
        ("Mari!", "“Mari!” ujar Ketua KPU."),
    ],
)
def test_a_quote_stands_as_it_was_entered(words: str, written: str) -> None:
    text = write(replace(MEETING, quotes=(Quote(words, "Ketua KPU"),))).text()
    assert f"\n\n{written}\n\n" in text


def test_more_decisions_than_words_for_them_are_numbered() -> None:
    text = write(replace(MEETING, decisions=tuple(Decision(f"Hal {n}", "") for n in range(12)))).text()
    assert "Kesepuluh, hal 9." in text
    assert "Ke-12, hal 11." in text


def test_days_and_lists_are_told_as_the_press_does() -> None:
    assert long_day(date(2026, 11, 22)) == "Minggu, 22 November 2026"
    assert [listed(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a dan b", "a, b, dan c"]


def test_no_number_and_no_name_stands_in_a_release_that_is_not_in_its_facts() -> None:
    for facts, _found in events(30):
        told = repr(facts)
        text = write(facts).text()
        known = {str(facts.day.day), str(facts.day.year), str(len(facts.points)), str(len(facts.decisions)), "09", "00"}
        known |= {"12", *(str(n) for n in range(1, len(facts.points) + 1))}
        known |= {str(one.due.day) for one in facts.decisions if one.due} | {str(facts.day.year + 1)}
        assert set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", told)) <= known


# --- what the record does not answer ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        (MEETING, ()),
        (DECLARATION, ()),
        (HANDOVER, ()),
        (replace(HANDOVER, why=""), (Question.WHY,)),
        (replace(MEETING, place="", decisions=()), (Question.WHERE, Question.HOW)),
        (
            Facts(Kind.MEETING, "Rapat", date(2024, 8, 16), "Kabupaten Contoh"),
            (Question.WHO, Question.WHERE, Question.WHY, Question.HOW),
        ),
    ],
)
def test_a_question_of_the_press_without_an_answer_is_told(facts: Facts, lacks: tuple[Question, ...]) -> None:
    assert unanswered(facts) == lacks


# --- quotes -----------------------------------------------------------------------------------------------------------


def test_a_quote_is_kept_word_for_word_but_for_its_marks_and_blanks() -> None:
    assert quote_of(" “Kami  siap.”\r\n", " Ketua KPU ") == Quote("Kami siap.", "Ketua KPU")
    assert quote_of(" ", "") is None


@pytest.mark.parametrize(
    ("words", "office", "field"),
    [
        ("", "Ketua KPU", "words"),
        ("“”", "Ketua KPU", "words"),
        ("Kami siap.", "", "office"),
        ("k" * (LONGEST_QUOTE + 1), "Ketua KPU", "words"),
        ("Kami siap.", "k" * (LONGEST_OFFICE + 1), "office"),
    ],
)
def test_half_a_quote_or_a_speech_is_none(words: str, office: str, field: str) -> None:
    with pytest.raises(InvalidField) as error:
        quote_of(words, office)
    assert error.value.field == field
