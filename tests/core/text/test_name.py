"""Names of persons, ranks and degrees."""

from __future__ import annotations

import pytest

from ikrar.core.text.name import load

NAMES = load()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bagas Wiratama, S.H., M.H. mengatakan", "Bagas Wiratama"),
        ("H. Raka Sunu Wijaya mengatakan", "Raka Sunu Wijaya"),
        ("Drs. H. Raka Sunu", "Raka Sunu"),
        ("Dr.Ir. Raka Sunu", "Raka Sunu"),
        ("Tunggal Hadinata SIK MSi, hadir", "Tunggal Hadinata"),
        ("M Rangga Wira membuka", "M Rangga Wira"),
        ("Cakra J. P. Sunu, S.Sos., hadir", "Cakra J. P. Sunu"),
        ("Wening S.Sos hadir", "Wening"),
        ("Arya Al Fatan hadir", "Arya Al Fatan"),
        ("Arya bin Sunu hadir", "Arya bin Sunu"),
        ("Arya bin, lalu", "Arya"),
        ("Cendana.", "Cendana"),
        ("Satu Dua Tiga Empat Lima Enam Tujuh", "Satu Dua Tiga Empat Lima Enam"),
    ],
)
def test_a_name_is_taken_without_what_stands_around_it(text: str, name: str) -> None:
    span = NAMES.at(text, 0)
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize("text", ["mengatakan", "Juga hadir", "Kabupaten X", "SH hadir", "H. ", "M hadir", "(Foto)"])
def test_other_words_are_no_names(text: str) -> None:
    assert NAMES.at(text, 0) is None


def test_a_verb_in_capitals_is_refused_only_where_capitals_tell_nothing() -> None:
    assert NAMES.at("Menghimbau Kepada", 0, careful=True) is None
    assert NAMES.at("Dirgantara Sunu", 0) == (0, 15)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("AKBP Bagas", "AKBP"),
        ("Akbp. Bagas", "AKBP"),
        ("Kopol Bagas", "Kompol"),
        ("IPTU Bagas", "Iptu"),
        ("Kombes Pol.Bagas", "Kombes Pol"),
        ("Kombespol Bagas", "Kombes Pol"),
        ("Irjen  Pol, Bagas", "Irjen Pol"),
        ("Ajun Komisaris Besar Polisi Bagas", "AKBP"),
        ("Letkol Inf. Bagas", "Letkol Inf"),
        ("Letkol Kav Bagas", "Letkol Kav"),
        ("Brigjen TNI Bagas", "Brigjen TNI"),
    ],
)
def test_a_rank_is_given_in_its_usual_form(text: str, rank: str) -> None:
    ((found, start, end),) = NAMES.ranks(text)
    assert found == rank
    assert start == 0
    assert text[end:] == "Bagas"


def test_a_rank_inside_another_word_is_none() -> None:
    assert list(NAMES.ranks("Iptunya Makapten")) == []
