"""The words of a text, and what typed words look for."""

from __future__ import annotations

import pytest

from ikrar.core.text import search
from ikrar.core.text.search import Term, letters, parted, terms, tokens


def begins(*words: str) -> Term:
    return Term(words, begins=True)


def whole(*words: str) -> Term:
    return Term(words, begins=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Menolak POLITIK uang!", ["menolak", "politik", "uang"]),
        ("anti-hoaks", ["anti", "hoaks"]),
        ("Jum'at, Jum’at", ["jumat", "jumat"]),
        ("Kéréta ﬁnal", ["kereta", "final"]),
        ("hoax hoaxs HOAK", ["hoaks", "hoaks", "hoaks"]),
        ("a_b%c*d", ["a", "b", "c", "d"]),
        ("x" * 100, ["x" * search.LETTERS]),
        ("… — \u200b", []),
        ("ꦥꦩꦶꦭꦸ", ["ꦥꦩꦭ"]),  # signs that combine are left out on both sides
    ],
)
def test_words_are_folded_and_divided_by_whatever_is_no_letter(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("politik uang", (begins("politik"), begins("uang"))),
        ("di ke", (whole("di"), whole("ke"))),
        ('"politik uang"', (whole("politik", "uang"),)),
        ("“politik uang” damai", (whole("politik", "uang"), begins("damai"))),
        ('politik "uang', (begins("politik"), begins("uang"))),
        ("anti-hoaks", (begins("anti", "hoaks"),)),
        ("damai* AND NOT (x OR y) NEAR/3", None),
        ('"" \'; --', ()),
        ("%", ()),
    ],
)
def test_a_query_is_words_and_phrases_and_no_sign_has_power(typed: str, asked: tuple[Term, ...] | None) -> None:
    found = terms(typed)
    if asked is None:
        assert {word for term in found for word in term.words} == {"damai", "and", "not", "x", "or", "y", "near", "3"}
    else:
        assert found == asked


def test_r36_only_so_many_words_of_a_search_and_of_a_phrase_count() -> None:
    assert len(terms(" ".join(f"kata{n}" for n in range(50)))) == search.TERMS
    (phrase,) = terms('"' + "a " * 50 + '"')
    assert len(phrase.words) == search.PHRASE


def test_numbers_with_points_are_words_that_follow_one_another() -> None:
    assert tokens("kode 35.01, pukul 09.00") == ["kode", "35", "01", "pukul", "09", "00"]
    assert terms("35.01 99") == (whole("35", "01"), whole("99"))


@pytest.mark.parametrize(
    ("parts", "typed", "found"),
    [
        (("Rapat damai 99", "Aula"), "dam", True),
        (("Rapat damai 99", "Aula"), "99 aula", True),
        (("Rapat damai 99", "Aula"), "9", False),
        (("Rapat damai 99", "Aula"), "amai", False),
        (("Rapat damai 99", "Aula"), '"99 aula"', False),
        (("Rapat", "", "Aula"), '"aula"', True),
        (("", ""), "aula", False),
    ],
)
def test_a_term_stands_in_the_parts_of_a_text_letter_by_letter(parts: tuple[str, ...], typed: str, found: bool) -> None:
    assert all(letters(term) in parted(parts) for term in terms(typed)) is found
