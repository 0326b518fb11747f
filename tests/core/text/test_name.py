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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A.A. Gde Raka Wisnawa, S.H.", "A.A. Gde Raka Wisnawa"),
        ("A. A. Gde Raka", "A. A. Gde Raka"),
        ("M.Tahir Wira hadir", "M.Tahir Wira"),
        ("H.Fahri Wira S.Sos", "Fahri Wira"),
        ("Hi. Marzuki Wira )", "Marzuki Wira"),
        ("dr. Raka Sunu", "Raka Sunu"),
        ("mas Raka Sunu", "Raka Sunu"),
        ("Gst. Ngurah Oka", "Gst. Ngurah Oka"),
        ("Romauli Br. Napi hadir", "Romauli Br. Napi"),
        ("Andi Wira Wakapolres Sampang", "Andi Wira"),
        ("Andi Wira AKBP", "Andi Wira"),
        ("Andi Wira KPU", "Andi Wira"),
        ("Andi Aji hadir", "Andi Aji"),
        ("Andi Wira Senin", "Andi Wira"),
        ("Djafar Molo-Sahu hadir", "Djafar Molo-Sahu"),
        ("Djafar Molo-Sahu Wira", "Djafar Molo"),
        ("Djafar Molo-Bupati", "Djafar Molo"),
        ("Lalu Wirasaka hadir", "Lalu Wirasaka"),
        ("Wira Laksana ZS SIK", "Wira Laksana ZS"),
        ("Wira Laksana CTMPX", "Wira Laksana"),
        ("WIRA LAKSANA", "WIRA LAKSANA"),
        ("Heri S ikut", "Heri S"),
    ],
)
def test_a_name_ends_where_something_else_begins(text: str, name: str) -> None:
    span = NAMES.at(text, 0)
    assert span is not None
    assert text[slice(*span)] == name


@pytest.mark.parametrize("text", ["Lalu pulang", "Kapolres Wira", "KPU Sampang", "bapak", "SIK", "mas", "Hj. "])
def test_what_begins_something_else_is_no_name(text: str) -> None:
    assert NAMES.at(text, 0) is None


def test_a_pair_is_not_read_as_a_double_name() -> None:
    assert NAMES.at("Djafar Molo-Sahu", 0, hyphen=False) == (0, len("Djafar Molo"))


@pytest.mark.parametrize(
    "degrees",
    [
        "",
        ", S.H.",
        " SH MH",
        ", S.I.K., M.Si.",
        " S.Ik",
        ", S. Sos, M. Si",
        " S.Tr.K",
        ", Msi",
        " Lc",
        ", S.H.,M.H",
        ". S.H",
    ],
)
def test_degrees_are_passed_over_whole(degrees: str) -> None:
    text = f"Wira Laksana{degrees}"
    assert NAMES.rest(f"{text} hadir", len("Wira Laksana")) == len(text)


@pytest.mark.parametrize(
    "text", [" Mia", ", A.A. Gde", ", M. Arsyad", ", sh", " Shinta", ", S.Wira", ", A.B.C.D.E", " (SH)"]
)
def test_what_is_no_degree_stays(text: str) -> None:
    assert NAMES.rest(f"Wira{text}", len("Wira")) == len("Wira")


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Letkol Laut (P) Bagas", "Letkol Laut"),
        ("Mayor (Mar) Bagas", "Mayor Mar"),
        ("Letkol Pnb Bagas", "Letkol Pnb"),
        ("Komjen Pol (Purn) Bagas", "Komjen Pol"),
        ("Kolonel Inf Purn. Bagas", "Kolonel Inf"),
        ("Laksamana Muda TNI Bagas", "Laksda TNI"),
        ("Marsma TNI Bagas", "Marsma TNI"),
        ("Jenderal Polisi Bagas", "Jenderal Pol"),
        ("Irjend. Pol. Bagas", "Irjen Pol"),
        ("Komisaris Besar Polisi Bagas", "Kombes Pol"),
        ("Ajun Inspektur Polisi Satu Bagas", "Aiptu"),
        ("Pembantu Letnan Satu Bagas", "Peltu"),
        ("Kopral Dua Bagas", "Kopda"),
        ("Brigadir Bagas", "Brigadir"),
    ],
)
def test_ranks_of_every_service_are_known(text: str, rank: str) -> None:
    ((found, _, end),) = NAMES.ranks(text)
    assert found == rank
    assert text[end:] == "Bagas"


def test_more_forms_of_address_than_anybody_bears_are_no_name() -> None:
    assert NAMES.at("H. " * 9 + "Budi Santoso", 0) != NAMES.at("H. " * 8 + "Budi Santoso", 0) == (24, 36)
