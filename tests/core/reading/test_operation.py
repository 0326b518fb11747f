"""The name of a security operation, as the press writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading import operation
from ikrar.core.reading.record import Found
from tests.core.reading.reader import parse, tables


def find(text: str) -> Found[str | None]:
    return operation.find(parse(text), tables().operations)


@pytest.mark.parametrize(
    "name",
    [
        "Operasi Mantap Praja Arunika 2024",
        "Operasi Mantap Brata Arunika 2023-2024",
        "Operasi Mantap Praja Arunika – 2024",
        "Operasi Mantap Praja Arunika/2024",
        "Operasi Mantap Brata Kie Raha 2018-2019",
        "Operasi Kepolisian Mantap Praja Arunika 2024",
        "Ops Mantap Praja Arunika 2018",
        "Ops. Mantap Praja Arunika 2018",
        "Oprasi Mantab Brata Musi 2023-2024",
        "Operasi Mantap Parja Semeru 2024",
        "Operasi Mantap Bratha Toba",
        'Operasi "Mantap Praja Arunika 2024',
        "OMP Arunika-2024",
        "OMB Arunika 2023-2024",
        "Mantap Praja Arunika 2024",
        "Operasi Mantap Praja Agung",
        "Operasi Mantap Brata",
        "Operasi Mantap Praja Bahari Jaya 2024",
        "Operasi Mantap Brata (OMB) Arunika 2023-2024",
        "Operasi Mantap Brata Arunika Pemilu Tahun 2019",
        "Operasi Mantap Brata Bahari Pemilu 2019",
        "Operasi Mantap Praja Tahun 2024",
    ],
)
def test_a_name_is_read_as_it_is_written(name: str) -> None:
    found = find(f"Polres menggelar pengamanan dalam rangka {name}, kata Kapolres.")
    assert found.value == name
    assert len(found.spans) == 1


def test_a_name_cut_by_a_line_is_one_name() -> None:
    assert find("bagian dari Ops\nMantap Praja Arunika 2018.").value == "Ops Mantap Praja Arunika 2018"


@pytest.mark.parametrize(
    "name",
    ["Operasi Sikat", "Operasi Lilin 2024", "Operasi Zebra Arunika 2024", "Operasi Tumpas", "mantan pejabat", "OMB"],
)
def test_other_operations_never_count(name: str) -> None:
    assert find(f"Polres menggelar {name} pekan ini.").value is None


@pytest.mark.parametrize(
    ("text", "fullest"),
    [
        ("Ops Mantap Praja Arunika 2024. Operasi Mantap Praja dimulai.", "Operasi Mantap Praja"),
        ("OMP Arunika 2024. Ops Mantap Praja dimulai.", "Ops Mantap Praja"),
        ("Mantap Praja Arunika 2024. Operasi Mantap Praja Arunika.", "Operasi Mantap Praja Arunika"),
        ("OPERASI MANTAP PRAJA. Operasi Mantap Praja.", "Operasi Mantap Praja"),
    ],
)
def test_the_fullest_form_is_taken(text: str, fullest: str) -> None:
    assert find(text).value == fullest


def test_two_operations_are_told_as_a_doubt() -> None:
    found = find("Operasi Mantap Praja Arunika 2024 meneruskan Operasi Mantap Brata Arunika.")
    assert found.value == "Operasi Mantap Praja Arunika 2024"
    assert [one.value for one in found.doubts[0].alternatives] == ["Operasi Mantap Brata Arunika"]


@given(
    st.lists(
        st.sampled_from(["Polres", "apel", "2024", "mantap", "praja", "operasi", "Ops", ",", "-", "\n"]), max_size=12
    )
)
def test_a_name_always_lies_inside_the_text(words: list[str]) -> None:
    article = parse(" ".join(["Polres", *words]))
    for start, end in operation.spans(article, tables().operations):
        assert 0 <= start < end <= len(article.text)
        assert "praja" in article.text[start:end].lower()


def test_a_closing_quotation_mark_is_no_part_of_the_name() -> None:
    assert find('Apel "Operasi Mantap Praja Arunika" digelar.').value == "Operasi Mantap Praja Arunika"
