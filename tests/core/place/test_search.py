"""Search that forgives spelling and asks instead of guessing."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.place import alias, area
from ikrar.core.place.index import Entry, Index, Known
from ikrar.core.place.query import LONGEST, Part, code_in, readings
from ikrar.core.place.search import Answer, Match, search


@functools.cache
def country() -> Index:
    entries = (Entry(one.code, one.kind, area.fold(one.name)) for one in area.load())
    return Index(entries, (Known(one.code, area.fold(one.name)) for one in alias.load()))


def ask(text: str) -> Answer:
    return search(country(), text)


def codes(text: str) -> list[str]:
    return [hit.code for hit in ask(text).hits]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("35.28", "35.28"),
        ("3528", "35.28"),
        ("35.28.01", "35.28.01"),
        ("3528012001", "35.28.01.2001"),
        ("Kabupaten Pamekasan 35.28", "35.28"),
        ("Kab. Serang", "36.04"),
        ("Kota Serang", "36.73"),
        ("Kabupaten Serang, Banten", "36.04"),
        ("serang kota", "36.73"),
        ("Batola", "63.04"),
        ("Kukar", "64.02"),
        ("Tangsel", "36.74"),
        ("Serkot", "36.73"),
        ("TTS", "53.02"),
        ("kec. Kramatwatu", "36.04.05"),
        ("Kec. Kramat watu, Kab. Serang", "36.04.05"),
        ("Banten, Serang, Kec. Kramatwatu", "36.04.05"),
        ("desa Telaga Rinjing kec. Tirtalangit kab. Lembah Arunika", "98.01.01.2002"),
        ("Sumenep, Jawa Timur", "35.29"),
        ("kec sukajadi bandung", "32.73.07"),
        ("Kota Administrasi Jakarta Barat", "31.73"),
        ("Bandung Barat", "32.17"),
        ("DKI Jakarta", "31"),
        ("Desa Adat Yoboi", "91.03.01.3007"),
    ],
)
def test_one_area_that_bears_the_name_is_a_sure_answer(typed: str, code: str) -> None:
    answer = ask(typed)
    assert answer.hits[0].code == code
    assert answer.sure


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Serang", ["36.04", "36.73", "36.73.01"]),
        ("Pamekasan", ["35.28", "35.28.04"]),
        ("PALI", ["16.12", "73.18.02.2004"]),
        ("Pamekasan Jawa Timur", ["35.28", "35.28.04"]),
        ("Mo'awo", ["12.24.10.2017", "12.78.01.2016"]),
        ("Kramat watu", ["36.04.05", "36.04.05.2001"]),
        ("kediri", ["35.06", "35.71"]),
    ],
)
def test_a_name_that_several_areas_bear_asks_which_the_widest_first(typed: str, first: list[str]) -> None:
    answer = ask(typed)
    assert [hit.code for hit in answer.hits][: len(first)] == first
    assert answer.ambiguous
    assert not answer.sure


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Pamekassan", "35.28"),
        ("Sumanep", "35.29"),
        ("surabya", "35.78"),
        ("Kab. Tasikmalya", "32.06"),
        ("jakrta selatn", "31.74"),
        ("Kec. Kramatwat, Serang", "36.04.05"),
    ],
)
def test_a_misspelled_name_is_found_but_never_sure(typed: str, code: str) -> None:
    answer = ask(typed)
    assert answer.hits[0].code == code
    assert answer.exact == 0


def test_words_in_another_order_begun_words_and_another_kind_are_found_and_said_so() -> None:
    assert ask("Timur Jawa").hits[0].match is Match.ORDER
    assert (ask("pameka").hits[0].code, ask("pameka").hits[0].match) == ("35.28", Match.BEGUN)
    kind = ask("Kota Pamekasan")
    assert (kind.hits[0].code, kind.hits[0].match, kind.exact) == ("35.28", Match.KIND, 0)
    assert ask("desa Yoboi").hits[0].code == "91.03.01.3007"
    assert ask("kelurahan Telaga Rinjing").exact == 0
    assert ask("kelurahan Telaga Rinjing").hits[0].code == "98.01.01.2002"


def test_a_wrong_kind_misspelled_too_is_still_found() -> None:
    assert ask("Kota Pamekassan").hits[0].code == "35.28"


def test_the_short_name_that_was_typed_is_told_with_the_area() -> None:
    assert ask("Batola").hits[0].by == "batola"
    assert ask("Barito Kuala").hits[0].by == ""
    assert ask("Tanjungpinang").hits[0].by == ""


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "!?", "99.99", "99", "tidak ada begini", "日本", "\x00", "x" * 10_000, "a, " * 3000, "９９", "qz xv"],
)
def test_nothing_is_found_where_nothing_is(typed: str) -> None:
    assert ask(typed).exact == 0


def test_more_words_than_a_spelling_search_takes_still_answer() -> None:
    assert ask("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas").hits == ()


def test_no_more_are_given_than_asked_for() -> None:
    assert len(search(country(), "suka", limit=3).hits) == 3
    assert search(country(), "serang", limit=1).exact > 1


def test_an_area_that_ended_is_found_behind_one_that_stands_and_does_not_make_the_answer_unsure() -> None:
    index = Index([Entry("91", "provinsi", "papua"), Entry("93", "provinsi", "papua", ended=True)])
    answer = search(index, "papua")
    assert [hit.code for hit in answer.hits] == ["91", "93"]
    assert answer.sure
    only = search(Index([Entry("93", "provinsi", "papua", ended=True)]), "papua")
    assert only.sure


def test_an_index_of_nothing_finds_nothing_and_names_of_unknown_areas_are_left_out() -> None:
    empty = Index([], [Known("35", "jatim")])
    assert search(empty, "jatim") == Answer(())
    assert search(empty, "35").hits == ()
    assert empty.size() >= 0


def test_an_area_without_its_parent_is_found_all_the_same() -> None:
    index = Index([Entry("35.28", "kabupaten", "kabupaten pamekasan")])
    assert search(index, "pamekasan jawa timur").hits == ()
    assert search(index, "pamekasan").sure


def test_what_is_kept_of_earlier_searches_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ikrar.core.place.index.KEPT_LIMIT", 2)
    index = Index([Entry("35", "provinsi", "jawa timur")])
    for word in ("jawq", "timyr", "jwaa", "jawq"):
        assert [hit.code for hit in search(index, word).hits] == ["35"]
    assert len(index._kept) <= 2


def test_the_index_of_the_country_stays_small() -> None:
    assert country().count == 91_613
    assert country().size() < 40_000_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35", "35"),
        ("3528", "35.28"),
        ("35280", ""),
        ("x 35.28.01.2001 y", "35.28.01.2001"),
        ("35.285", ""),
        ("٣٥", ""),
    ],
)
def test_a_code_is_seen_in_what_is_typed(text: str, code: str) -> None:
    assert code_in(text) == code


def test_a_query_is_read_in_every_way_it_may_mean() -> None:
    baru, kota = Part(("kota", "baru")), Part(("baru",), ("kota",))
    assert readings("Kota Baru") == ((kota,), (baru,))
    assert readings("Kediri Kota") == ((Part(("kediri", "kota")),), (Part(("kediri",), ("kota",)),))
    assert readings("a, b") == ((Part(("a",)), Part(("b",))),)
    assert readings("kota") == ((Part(("kota",)),),)
    assert readings("desa desa") == ((Part(("desa", "desa")),), (Part(("desa",), ("desa", "kelurahan", "desa adat")),))
    assert readings("...") == ()


@given(st.text(max_size=2 * LONGEST))
def test_a_query_of_any_text_has_few_words(text: str) -> None:
    for way in readings(text):
        assert sum(len(part.words) for part in way) <= 10
        assert all(part.words for part in way)


@given(st.sampled_from([entry.code for entry in country().entries]))
def test_every_area_is_found_by_its_full_name_and_by_its_code(code: str) -> None:
    at = country().at(code)
    assert at is not None
    around = [country().entries[parent].key for parent in country().around(at)]
    names = ", ".join([country().entries[at].key, *around])
    if len(names) <= LONGEST and len(names.split()) <= 10:
        assert code in [hit.code for hit in ask(names).hits]
    assert codes(code) == [code]
