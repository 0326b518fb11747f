"""What a search asks, and the words and marks a declaration is found by."""

from __future__ import annotations

from datetime import date

import pytest

from ikrar.core.declaration import search
from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice
from ikrar.core.declaration.search import Wanted, bodies_in, document, marks, passage
from ikrar.core.declaration.tally import Figure, Tally
from ikrar.core.text.search import GAP, terms

TEXT = DeclarationText(
    title="Deklarasi Damai",
    election="pilkada-2024",
    area="35.28.01",
    event_date=date(2024, 8, 16),
    place="Pendopo",
    language="id",
    preamble="Kami berikrar:",
    points=("Menolak hoax.", "Menjaga persatuan."),
    closing=None,
    pledging_offices=(PledgingOffice("Ketua Budi", "KPU Kabupaten Pamekasan", "wakil Citra", "Dewi"),),
    parent=None,
    supersedes=None,
)


def test_a_declaration_is_found_by_its_text_its_places_and_bodies_but_not_by_what_may_name_a_person() -> None:
    words = document(TEXT, ["Kecamatan Tlanakan", "Kabupaten Pamekasan"])
    assert {"deklarasi", "berikrar", "hoaks", "persatuan", "pendopo", "tlanakan", "pamekasan", "kpu"} <= set(words)
    assert not {"budi", "citra", "dewi", "ketua"} & set(words)


def test_no_phrase_reaches_from_one_part_of_a_text_into_the_next() -> None:
    words = document(TEXT, [])
    assert words[words.index("hoaks") + 1] == GAP
    assert words[0] != GAP != words[-1]


def test_what_is_said_twice_in_whole_is_kept_once() -> None:
    assert document(TEXT, ["Pendopo"]) == document(TEXT, [])


def test_a_declaration_bears_marks_for_every_area_around_it_its_election_kinds_and_bodies() -> None:
    found = marks(TEXT, kinds=["NO_HOAX", "NO_HOAX"], registrar="35.28/kpu", registrar_kind="government")
    assert found == [
        "#w35.28.01",
        "#w35.28",
        "#w35",
        "#epilkada-2024",
        "#kno_hoax",
        "#jgovernment",
        "#jkpu",
        "#r35.28/kpu",
    ]


def test_without_area_and_election_there_are_no_marks_of_them() -> None:
    bare = DeclarationText("T", None, None, None, None, "id", None, (), None, (), None, None)
    assert marks(bare, kinds=[], registrar="x", registrar_kind="kpu") == ["#jkpu", "#rx"]
    assert document(bare, []) == ["t"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Bawaslu Kabupaten Klaten", {"bawaslu"}),
        ("Polresta Sidoarjo", {"polri"}),
        ("Kodim 0310/SSD", {"tni"}),
        ("Perkumpulan Payung Teduh", set()),
        ("", set()),
    ],
)
def test_the_kind_of_an_institution_is_read_from_the_beginning_of_its_name(name: str, kinds: set[str]) -> None:
    assert bodies_in(name) == kinds


def test_a_wish_becomes_the_marks_a_declaration_must_bear() -> None:
    wish = Wanted(area="35", election="pilkada-2024", kind="NO_HOAX", institution_kind="kpu", institution="35.28/kpu")
    assert wish.marks == ("#w35", "#epilkada-2024", "#kno_hoax", "#jkpu", "#r35.28/kpu")
    assert wish.without("area").marks == wish.marks[1:]
    assert (Wanted().marks, Wanted().terms) == ((), ())


@pytest.mark.parametrize(
    "wish",
    [
        Wanted(words="%_*"),
        Wanted(area='35" OR "x'),
        Wanted(kind="x" * 81),
        Wanted(since=date(2024, 2, 1), until=date(2024, 1, 31)),
    ],
)
def test_a_wish_that_nothing_can_answer_is_known_before_it_is_asked(wish: Wanted) -> None:
    assert wish.hopeless


@pytest.mark.parametrize("wish", [Wanted(), Wanted(words=" "), Wanted(words="x"), Wanted(until=date(2024, 1, 31))])
def test_any_other_wish_is_asked(wish: Wanted) -> None:
    assert not wish.hopeless


def test_a_figure_of_nothing_is_not_known_and_a_zero_with_coverage_is() -> None:
    counted = Tally(Figure(0, 3, 0), {"35.28": Figure(0, 3, 0)})
    assert counted.of("35.28").known
    assert counted.of("36.04") == Figure()
    assert not counted.of("36.04").known
    assert Figure(declarations=1).known


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("provok", ["Provokasi"]),
        ("jumat", ["Jum’at"]),
        ('"politik uang"', ["politik", "uang"]),
        ("uang tolak", ["uang", "uang"]),
        ("pro", ["Provokasi"]),
        ("pr", []),
    ],
)
def test_a_passage_marks_the_words_looked_for_as_they_are_written(typed: str, marked: list[str]) -> None:
    text = "Provokasi pada hari Jum’at, politik uang atau uang lain."
    pieces = passage(text, terms(typed))
    assert [words for words, hit in pieces if hit][: len(marked)] == marked
    assert "".join(words for words, _ in pieces) == (text if marked else "")


def test_a_long_text_is_cut_between_words_around_the_first_word_found() -> None:
    text = "awal " * 100 + "hoaks " + "akhir " * 100
    pieces = passage(text, terms("hoaks"))
    shown = "".join(words for words, _ in pieces)
    assert ("hoaks", True) in pieces
    assert len(shown) <= search.ROOM + 10
    assert shown.startswith("… awal")
    assert shown.endswith("akhir …")


def test_words_far_behind_the_first_one_found_are_left_out_with_their_text() -> None:
    pieces = passage("hoaks " + "kata " * 100 + "hoaks", terms("hoaks"))
    assert [words for words, hit in pieces if hit] == ["hoaks"]
