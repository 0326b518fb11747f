"""Groups of near-identical texts: what counts as near, and that neither order nor number of texts changes a group."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ikrar.core.declaration import wording

CAMPAIGN = (
    "Melaksanakan kampanye yang aman, tertib, damai, berintegritas, tanpa hoaks, tanpa politisasi SARA dan tanpa"
    " politik uang"
)

#: Pairs of invented points as they are seen in tests/data: the nearest on this side of the limit, and on the other.
ALIKE = [
    ("Mewujudkan pemilu yang jujur dan adil", "MEWUJUDKAN PEMILU, yang jujur dan adil."),
    ("Menolak hoax dan ujaran kebencian di media sosial", "Menolak hoaks dan ujaran kebencian di media sosial"),
    ("Menjaga persatuan di Kabupaten Lembah Arunika", "Menjaga persatuan di Kota Awan Biru"),
    ("Menyukseskan Pemilu 2019 yang damai", "Menyukseskan Pemilu 2024 yang damai"),
    (
        CAMPAIGN,
        "melaksanakan kampanye yang aman tertib damai berintegritas tanpa hoax, politisasi sara dan politik uang",
    ),
    (
        "Melaksanakan kampanye berdasarkan peraturan perundang-undangan yang berlaku",
        "melaksanakan kampanye berdasarkan peraturan perundang - undangan",
    ),
    (
        "Mewujudkan pemilihan yang langsung, umum, bebas, rahasia, jujur dan adil",
        "akan melaksanakan pemilihan yang langsung, umum, bebas, rahasia, jujur dan adil",
    ),
]
APART = [
    ("Menerima hasil pemilihan dengan lapang dada", "Tidak menerima hasil pemilihan dengan lapang dada"),
    ("Menolak politik uang dalam segala bentuknya", "Menolak politik SARA dalam segala bentuknya"),
    ("menolak politik uang", "menolak segala bentuk politik uang"),
    ("Menolak hoaks dan politisasi SARA", "Menolak hoaks, ujaran kebencian dan politisasi SARA"),
    ("siap menang dan siap kalah", "siap menang dan siap kalah serta menyelesaikan sengketa melalui jalur hukum"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_texts_that_differ_in_case_signs_figures_places_or_one_word_in_five_are_near(one: str, other: str) -> None:
    assert wording.near(wording.read(one), wording.read(other))
    assert len(wording.group([one, other])) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_texts_that_promise_something_else_deny_or_share_less_stay_apart(one: str, other: str) -> None:
    assert not wording.near(wording.read(one), wording.read(other))
    assert len(wording.group([one, other])) == 2


def test_texts_hang_together_through_a_third_one() -> None:
    first = "Kami siap menjaga keamanan dan ketertiban"
    middle = "Kami siap menjaga keamanan dan ketertiban desa"
    last = "Kami semua siap menjaga keamanan dan ketertiban desa tercinta"
    assert not wording.near(wording.read(first), wording.read(last))
    assert wording.group([last, first, middle]) == (tuple(sorted((first, middle, last))),)


def test_a_text_without_words_and_an_endless_one_are_texts_too() -> None:
    long = "menjaga kedamaian " * 5_000
    assert len(wording.read(long).words) == wording.LONGEST
    assert wording.group(["…", "?!", long]) == (("?!", "…"), (long,))
    assert len(wording.bands(wording.read("…"))) == wording.BANDS


def test_what_is_compared_is_written_and_read_back() -> None:
    for text in (CAMPAIGN, "…", "Menjaga desa"):
        read = wording.read(text)
        assert wording.heard(read.said) == read
        assert len(read.key) == 64


def test_the_name_after_an_area_word_is_left_out_and_what_follows_it_is_not() -> None:
    read = wording.read("Di Kota Awan Biru Langit Senja Raya dan Desa 7 kami damai")
    assert read.words == ("di", "wilayah", "raya", "dan", "wilayah", "kami", "damai")
    assert wording.read("Kecamatan Kota Lama").words == ("wilayah", "wilayah")


WORDS = st.sampled_from(
    [
        "menjaga",
        "damai",
        "tertib",
        "aman",
        "jujur",
        "adil",
        "pemilu",
        "kampanye",
        "bersama",
        "warga",
        "desa",
        "tidak",
        "hoaks",
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=12)


@given(TEXTS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_a_group_depends_on_neither_order_nor_repetition(texts: list[str], chance: random.Random) -> None:
    shuffled = texts + texts[:3]
    chance.shuffle(shuffled)
    assert wording.group(shuffled) == wording.group(texts)


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_every_text_is_in_one_group_and_near_ones_with_a_key_in_common_in_the_same(texts: list[str]) -> None:
    groups = wording.group(texts)
    where = {text: n for n, members in enumerate(groups) for text in members}
    assert sorted(where) == sorted(set(texts)) == sorted(text for members in groups for text in members)
    read = {text: wording.read(text) for text in where}
    for one in where:
        for other in where:
            if set(wording.bands(read[one])) & set(wording.bands(read[other])) and wording.near(read[one], read[other]):
                assert where[one] == where[other]


@given(TEXTS, st.integers(0, 12), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_linking_piece_by_piece_gives_the_groups_of_all_at_once(texts: list[str], start: int, step: int) -> None:
    keyed = {one.key: one for one in map(wording.read, texts[start:] + texts[:start])}
    known: dict[str, tuple[wording.Wording, str]] = {}
    keys = list(keyed)
    for at in range(0, len(keys), step):
        new = {key: keyed[key] for key in keys[at : at + step]}
        numbers = {n for one in new.values() for n in wording.bands(one)}
        near = {k: v for k, v in known.items() if numbers & set(wording.bands(v[0]))}
        linked = wording.link(new, near)
        known = {k: (one, linked.merged.get(name, name)) for k, (one, name) in known.items()}
        known |= {key: (keyed[key], linked.groups[key]) for key in new}
    together = wording.link(keyed, {}).groups
    assert {(a, b) for a in known for b in known if known[a][1] == known[b][1]} == {
        (a, b) for a in together for b in together if together[a] == together[b]
    }


def test_a_new_text_can_join_two_known_groups_and_the_least_name_stays() -> None:
    first, last = (
        "Kami siap menjaga keamanan dan ketertiban",
        "Kami semua siap menjaga keamanan dan ketertiban desa raya",
    )
    middle = "Kami siap menjaga keamanan dan ketertiban desa"
    known = {one.key: (one, name) for one, name in ((wording.read(first), "B"), (wording.read(last), "A"))}
    new = wording.read(middle)
    linked = wording.link({new.key: new}, known)
    assert linked.groups == {new.key: "A"}
    assert linked.merged == {"B": "A"}


def test_ten_times_the_texts_take_no_hundred_times_the_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    near = wording.near

    def counted(one: wording.Wording, other: wording.Wording) -> bool:
        nonlocal asked
        asked += 1
        return near(one, other)

    def variant(n: int) -> str:
        return f"{CAMPAIGN} demi {'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyzabcd'[n // 100]} tercinta"

    monkeypatch.setattr(wording, "near", counted)
    costs = []
    for many in (60, 600):
        asked = 0
        assert len(wording.group(map(variant, range(many)))) == 1
        costs.append(asked)
    assert costs[1] < 15 * costs[0]


def test_the_text_shown_for_a_group_is_the_most_used_then_the_shortest() -> None:
    assert wording.spokesman([("b", 2), ("aaa", 3), ("c", 3), ("a", 1)]) == "c"
    assert wording.spokesman([("b", 1), ("a", 1)]) == "a"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ménolak HOAX!", ("menolak", "hoaks")),
        ("Pemilukada 2024", ("pilkada", "0")),
        ("perundang-undangan", ("perundang", "undangan")),
        ("di kab. Lembah Arunika", ("di", "wilayah")),
        ("desa kami", ("wilayah", "kami")),
    ],
)
def test_words_are_compared_without_case_accents_signs_and_figures(text: str, words: tuple[str, ...]) -> None:
    assert wording.read(text).words == words
