"""What changed between two texts: nothing lost, nothing invented, bounded for hostile ones."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.declaration import difference
from ikrar.core.declaration.canonical import DeclarationText, PledgingOffice
from ikrar.core.declaration.difference import Fate, ItemChange, Piece, Sign, compare, items, words

TEXT = DeclarationText(
    title="Deklarasi Damai",
    election="pilkada-2024",
    area="35.28",
    event_date=date(2024, 8, 16),
    place="Pendopo",
    language="id",
    preamble=None,
    points=("Menolak hoaks.", "Menjaga persatuan dan kesatuan.", "Menolak politik uang."),
    closing="Demikian.",
    pledging_offices=(
        PledgingOffice("Ketua", "KPU", "penyelenggara", "jajaran"),
        PledgingOffice(None, "Bawaslu", None, None),
    ),
    parent=None,
    supersedes=None,
)


def said(pieces: tuple[Piece, ...]) -> str:
    marks = {Sign.SAME: "{}", Sign.GONE: "[-{}]", Sign.NEW: "[+{}]"}
    return "".join(marks[piece.sign].format(piece.text) for piece in pieces)


def fates(changes: tuple[ItemChange, ...]) -> list[tuple[str, int | None, int | None, bool]]:
    return [(c.fate.value, c.old, c.new, c.moved) for c in changes]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("menolak hoaks", "menolak hoaks", "menolak hoaks"),
        ("menolak hoaks", "menolak segala hoaks", "menolak [+segala ]hoaks"),
        ("menolak semua hoaks.", "menolak hoaks!", "menolak [-semua ]hoaks[-.][+!]"),
        ("satu  dua\ntiga", "satu dua tiga", "satu dua tiga"),
        ("", "baru sekali", "[+baru sekali]"),
        ("lama", "", "[-lama]"),
        ("", "", ""),
        ("a b c d", "a x c y", "a [-b ][+x ]c [-d][+y]"),
    ],
)
def test_words_that_went_and_came_are_marked(old: str, new: str, wanted: str) -> None:
    assert said(words(old, new)) == wanted


LINES = st.lists(st.sampled_from(["damai", "aman", "tertib", ",", ".", "hoaks"]), max_size=9).map(" ".join)


@given(LINES, LINES)
@settings(max_examples=150)
def test_the_marked_text_holds_the_old_and_the_new_one_whole(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(p.text for p in pieces if p.sign is not Sign.GONE).split() == new.split()
    assert "".join(p.text for p in pieces if p.sign is not Sign.NEW).split() == old.split()
    assert all(piece.text for piece in pieces)
    assert all(one.sign is not other.sign for one, other in itertools.pairwise(pieces))


def test_a_hostile_text_is_given_as_one_removal_and_one_addition() -> None:
    old = "awal " + "a b " * 4_000 + "akhir"
    new = "awal " + "b a " * 4_000 + "akhir"
    assert [p.sign for p in words(old, new)] == [Sign.SAME, Sign.GONE, Sign.NEW, Sign.SAME]


def test_hostile_lists_of_points_are_matched_by_equality_alone() -> None:
    old = [f"lama {n}" for n in range(200)] + ["tetap"]
    new = ["tetap"] + [f"baru {n}" for n in range(200)]
    found = items(old, new)
    assert ("same", 201, 1, False) in fates(found)
    assert sorted({c.fate for c in found}) == [Fate.ADDED, Fate.DROPPED, Fate.SAME]
    assert len(found) == 401


def test_points_are_found_again_when_they_moved_changed_came_or_went() -> None:
    old = ("Menolak hoaks.", "Menjaga persatuan dan kesatuan.", "Menolak politik uang.", "Taat aturan.")
    new = (
        "Menolak politik uang.",
        "Menolak hoaks.",
        "Menjaga persatuan dan kesatuan bangsa.",
        "Netral dan adil selalu.",
    )
    found = items(old, new)
    assert fates(found) == [
        ("same", 3, 1, True),
        ("dropped", 4, None, False),
        ("same", 1, 2, False),
        ("changed", 2, 3, False),
        ("added", None, 4, False),
    ]
    assert said(found[3].pieces) == "Menjaga persatuan dan kesatuan [+bangsa]."


def test_a_new_first_point_moves_nobody() -> None:
    assert fates(items(("a b", "c d"), ("z y", "a b", "c d"))) == [
        ("added", None, 1, False),
        ("same", 1, 2, False),
        ("same", 2, 3, False),
    ]


def test_a_dropped_first_point_is_told_first() -> None:
    assert fates(items(("z y", "a b"), ("a b",))) == [("dropped", 1, None, False), ("same", 2, 1, False)]


def test_each_point_is_matched_once() -> None:
    found = items(("menjaga damai desa", "menjaga damai kota"), ("menjaga damai kita",))
    assert sorted(c.fate for c in found) == [Fate.CHANGED, Fate.DROPPED]
    twice = items(("sama", "sama"), ("sama",))
    assert sorted(c.fate for c in twice) == [Fate.DROPPED, Fate.SAME]


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
@settings(max_examples=100)
def test_every_item_of_both_sides_is_told_once(old: list[str], new: list[str]) -> None:
    found = items(old, new)
    assert sorted(c.old for c in found if c.old) == list(range(1, len(old) + 1))
    assert [c.new for c in found if c.new] == list(range(1, len(new) + 1))
    kept = [c.old for c in found if c.old and c.new and not c.moved]
    assert kept == sorted(kept)


def test_two_versions_are_compared_field_by_field_office_by_office() -> None:
    offices = (PledgingOffice(None, "Bawaslu", None, None), PledgingOffice("Kapolres", None, None, None))
    new = replace(TEXT, title="Deklarasi Pilkada Damai", closing=None, pledging_offices=offices, supersedes="f" * 64)
    found = compare(TEXT, new)
    assert [(c.field, said(c.pieces)) for c in found.fields] == [
        ("title", "Deklarasi [+Pilkada ]Damai"),
        ("closing", "[-Demikian.]"),
    ]
    assert all(c.fate is Fate.SAME for c in found.points)
    assert [(c.fate, said(c.pieces)) for c in found.offices] == [
        (Fate.DROPPED, "[-Ketua, KPU, penyelenggara (a.n. jajaran)]"),
        (Fate.SAME, "Bawaslu"),
        (Fate.ADDED, "[+Kapolres]"),
    ]
    assert not found.empty


def test_a_text_differs_from_itself_in_nothing() -> None:
    assert compare(TEXT, TEXT).empty
    assert not compare(TEXT, replace(TEXT, points=TEXT.points[::-1])).empty
    assert not compare(TEXT, replace(TEXT, points=TEXT.points[:2])).empty


def test_the_bounds_are_those_the_page_speaks_of() -> None:
    assert (difference.MOST_WORDS, difference.MOST_PAIRS) == (3_000, 10_000)
