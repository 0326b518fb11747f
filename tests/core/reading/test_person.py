"""Persons: the ways in which a name is announced, and what never belongs to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.reading.record import Person
from tests.core.reading.reader import read

START = "Deklarasi Pilkada 2024 digelar."
RANKS = [(usual, form) for usual, forms in files.table("ranks.toml")["rank"].items() for form in forms]
NAMES = [
    "Wira Laksana",
    "I Made Sudharsana",
    "Ni Luh Sekarwati",
    "A.A. Gde Wisnawa",
    "I Gusti Ngurah Wirata",
    "Ida Bagus Oka Dirgantara",
    "M. Wira Laksana",
    "Rangga J. P. Wira",
    "Sekarmayang",
    "La Ode Wirahadi",
    "Arya Al Fatan",
    "Moh. Arya Wirasena",
    "Wira bin Laksana",
    "RANGGA WIRASENA",
    "Ma'ruf Wirasena",
    "Raja Wirasena",
]
DEGREES = ["", ", S.H.", " SH MH", ", S.I.K., M.Si.", " S.Sos., M.A.P", ", S. Sos, M. Si", " S.STP", ", S.Tr.K., S.I.K"]
ADDRESSES = ["", "H. ", "Hj. ", "Drs. ", "Drs. H. ", "Ir. ", "Dr. Ir. H. ", "KH. ", "dr. "]
RANKED_OFFICES = [
    "Kapolres Sampang",
    "Wakapolres Sampang",
    "Dandim 0828/Sampang",
    "Kabag Ops Polres Sampang",
    "Kasi Humas",
]
PLAIN_OFFICES = [
    "Ketua KPU Kabupaten Sampang",
    "Ketua Bawaslu Sampang",
    "Bupati Sampang",
    "Pj. Bupati Sampang",
    "Kepala Badan Kesbangpol Sampang",
    "Asisten II Setda Sampang",
    "Ketua Divisi Sosdiklih Parmas dan SDM",
    "Kajari Sampang",
]
AFTER = [" hadir.", ", hadir di sana.", " dan warga.", ", Senin (2/9).", " di lapangan."]
ranked = st.builds(
    lambda office, rank, address, name, degree: (office, rank[0], f"{office} {rank[1]} {address}{name}{degree}", name),
    st.sampled_from(RANKED_OFFICES),
    st.sampled_from(RANKS),
    st.sampled_from(ADDRESSES),
    st.sampled_from(NAMES),
    st.sampled_from(DEGREES),
)
plain = st.builds(
    lambda office, gap, address, name, degree: (office, None, f"{office}{gap}{address}{name}{degree}", name),
    st.sampled_from(PLAIN_OFFICES),
    st.sampled_from([" ", ", "]),
    st.sampled_from(ADDRESSES),
    st.sampled_from([name for name in NAMES if not name.isupper()]),
    st.sampled_from(DEGREES),
)


def people(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.role, one.rank) for one in read(f"{START}\n{text}").persons]


@given(said=st.one_of(ranked, plain), after=st.sampled_from(AFTER))
def test_whoever_is_announced_is_read_back_exactly(said: tuple[str, str | None, str, str], after: str) -> None:
    office, rank, text, name = said
    assert people(f"Turut hadir {text}{after}") == [(name, office, rank)]


@given(one=ranked, other=plain, join=st.sampled_from([", ", " dan ", " bersama ", "; ", " serta ", " "]))
def test_a_name_never_swallows_the_next_office(
    one: tuple[str, str | None, str, str], other: tuple[str, str | None, str, str], join: str
) -> None:
    if one[3] == other[3]:
        return
    found = people(f"Turut hadir {one[2]}{join}{other[2]}.")
    assert [(name, role) for name, role, _ in found] == [(one[3], one[0]), (other[3], other[0])]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Wira Laksana, selaku Ketua KPU Sampang, hadir.", [("Wira Laksana", "Ketua KPU Sampang", None)]),
        ("Kata Wira Laksana (Ketua Bawaslu Sampang).", [("Wira Laksana", "Ketua Bawaslu Sampang", None)]),
        ("Wira Laksana yang juga Kabag Ops hadir.", [("Wira Laksana", "Kabag Ops", None)]),
        ('"Baik," kata Wira Laksana, Ketua KPU Sampang, tadi.', [("Wira Laksana", "Ketua KPU Sampang", None)]),
        ("Datang dari Taman Cempaka, Ketua KPU, dan warga.", []),
        ("1. Ketua KPU ( Wira Laksana )", [("Wira Laksana", "Ketua KPU", None)]),
        ("Sekretaris Daerah (Sekda) Kabupaten Sampang Wira Laksana hadir.", [("Wira Laksana", None, None)]),
        ("Ketua KPU : Wira Laksana, S.H", [("Wira Laksana", "Ketua KPU", None)]),
        ("Camat Cempaluna, Wira Laksana, hadir.", [("Wira Laksana", "Camat Cempaluna", None)]),
        ("Danramil Cempaluna Kapten Inf Wira hadir.", [("Wira", "Danramil Cempaluna", "Kapten Inf")]),
        ("Perbekel Kaba-Kaba Ni Luh Sekarwati hadir.", [("Ni Luh Sekarwati", "Perbekel Kaba-Kaba", None)]),
        ("Asisten I Dewa Putu Wirasana hadir.", [("I Dewa Putu Wirasana", "Asisten", None)]),
        ("Ketua LAMX Sampang Wira Laksana hadir.", [("Wira Laksana", "Ketua LAMX Sampang", None)]),
        ("Hadir pula Pdt. Wira Laksana.", [("Wira Laksana", None, None)]),
        ("Acara di masjid KH. Wira Laksana.", []),
        ("Acara di Jalan Drs. Wira Laksana.", []),
        ("Ikrar dipandu Wira Laksana di panggung.", [("Wira Laksana", None, None)]),
        ("Ikrar dipandu Wira di panggung. Ikrar dipandu PKK Sampang.", []),
        (
            "Komisioner KPU Wira Laksana, S.H., Sekar Mayang hadir.",
            [("Wira Laksana", "Komisioner KPU", None), ("Sekar Mayang", "Komisioner KPU", None)],
        ),
        (
            "Komisioner KPU Wira Laksana, AKP Dirga hadir.",
            [("Wira Laksana", "Komisioner KPU", None), ("Dirga", None, "AKP")],
        ),
        ("Komisioner KPU Wira Laksana, PKK hadir.", [("Wira Laksana", "Komisioner KPU", None)]),
        ("Wakil Bupati Sampang Djafar Molo-Sahu hadir.", [("Djafar Molo-Sahu", "Wakil Bupati Sampang", None)]),
        ("Komjen Pol (Purn) Wira Laksana hadir.", [("Wira Laksana", None, "Komjen Pol")]),
        ("Danlanal Letkol Laut (P) Wira Laksana hadir.", [("Wira Laksana", "Danlanal", "Letkol Laut")]),
        ("Kapolres Sampang AKBP Wira Laksana CTMPX hadir.", [("Wira Laksana", "Kapolres Sampang", "AKBP")]),
        ("Kepala OPD hadir. Ketua PAC hadir. Ketua KPU (KPU) hadir.", []),
        ("Bertempat di Kantor Bupati Lehong Jaya.", []),
        ("Bupati Sampang Lalu pulang.", []),
        ("Bupati Cempaluna Kompol Wira hadir.", [("Wira", "Bupati Cempaluna", "Kompol")]),
        ("Bupati Senin Kompol Wira hadir.", [("Wira", None, "Kompol")]),
        ("Penulis : Briptu Wira", []),
        ("Camat Antahberantah, Wira Laksana, hadir.", [("Wira Laksana", "Camat Antahberantah", None)]),
        ("Kepala Kampung Antah Drs. Wira Laksana hadir.", [("Wira Laksana", "Kepala Kampung Antah", None)]),
        ("Camat Wira Laksana, Sekar dan warga.", [("Wira Laksana", "Camat", None)]),
        ("Hadir pula Pdt. Sampang.", []),
        ("Hadir pula Pdt. PGIX Sampang.", []),
        ("Diwakili oleh Wira Laksana. Ikrar dibacakan Sekar Mayang.", [("Sekar Mayang", None, None)]),
        ("Danramil diwakili Serma Wira Laksana.", [("Wira Laksana", None, "Serma")]),
        (
            "Sambutan Kapolres Sampang AKBP Wira dibacakan Wakapolres Kompol Sekar.",
            [("Wira", "Kapolres Sampang", "AKBP"), ("Sekar", "Wakapolres", "Kompol")],
        ),
        (
            "Kapolres Sampang AKBP Wira bersama Dandim 0828 Letkol Inf Sekar hadir.",
            [("Wira", "Kapolres Sampang", "AKBP"), ("Sekar", "Dandim 0828", "Letkol Inf")],
        ),
        (
            "Hadir Ketua KPU Sampang, Wira; Ketua Bawaslu Sampang Sekar Mayang.",
            [("Wira", "Ketua KPU Sampang", None), ("Sekar Mayang", "Ketua Bawaslu Sampang", None)],
        ),
        (
            "Ketua KPU Sampang Wira Laksana Ketua Bawaslu Sampang Sekar Mayang.",
            [("Wira Laksana", "Ketua KPU Sampang", None), ("Sekar Mayang", "Ketua Bawaslu Sampang", None)],
        ),
        ("Kapolri Jenderal Pol Wira Laksana hadir.", [("Wira Laksana", "Kapolri", "Jenderal Pol")]),
        ("Menko Polhukam Wira Laksana hadir.", [("Wira Laksana", "Menko Polhukam", None)]),
        ('"Setuju," kata Wira Laksana. "Ya," ujar Wira.', []),
    ],
)
def test_names_are_read_as_they_are_announced(text: str, persons: list[tuple[str, str | None, str | None]]) -> None:
    found = people(text)
    assert [(name, rank) for name, _, rank in found] == [(name, rank) for name, _, rank in persons]
    assert all(role is None or role == told for (_, role, _), (_, told, _) in zip(persons, found, strict=True))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("nomor urut 1 Wira Laksana-Sekar Mayang", 1),
        ("pasangan calon bupati dan wakil bupati, Wira Laksana-Hj. Sekar Mayang dan Dirga Sunu-A. Arya Wira, naik", 2),
        ("nomor urut 3 (jalur perseorangan) M. Wira/Sekar Mayang", 1),
        ("paslon Wira Laksana dan Sekar Mayang", 1),
        ("pasangan Wira Laksana – Sekar Mayang dengan nomor urut 2", 1),
        ("calon bupati Wira Laksana S.H/Sekarmayang", 1),
        ("calon nomor 1 Wira Laksana yang calon wakilnya Sekar Mayang", 1),
        ("pasangan dari Sampang-Jakarta", 0),
        ("pasangan dari SAMPANG-Jakarta Raya", 0),
        ("pasangan dari Ikatan-Jaya", 0),
        ("pasangan naik O'Wira-Jaya", 0),
        ("pasangan ini: MacWira Laksana-Sekar Mayang", 1),
        ("pasangan Bupati Wira Laksana-Sekar Mayang", 1),
        ("pasangan Bupati Camat-Sekar Mayang", 0),
        ("pasangan dari KPU Wira Laksana-Sekar Mayang", 1),
    ],
)
def test_pairs_of_candidates_are_read_however_they_are_joined(text: str, pairs: int) -> None:
    found = read(f"{START}\nHadir {text}, lalu Bupati pulang.").persons
    assert [one.role for one in found] == ["calon bupati", "calon wakil bupati"] * pairs


def test_a_place_of_the_article_is_nobody() -> None:
    text = "Acara di Desa Telaga Rinjing Kecamatan Cempaluna. Prasasti diteken Kades Telaga Rinjing, Ketua BPD."
    assert read(f"{START}\n{text}").persons == ()


def test_short_mentions_join_the_person_and_others_stand_alone() -> None:
    text = "Kapolres Sampang AKBP Wira Laksana hadir. AKBP Wira pulang. Kompol Laksana Jaya tinggal."
    assert read(f"{START}\n{text}").persons == (
        Person("Wira Laksana", "Kapolres Sampang", "AKBP"),
        Person("Laksana Jaya", None, "Kompol"),
    )


def test_the_office_of_candidates_is_that_of_their_sentence_or_of_the_text() -> None:
    text = "Hadir paslon nomor urut 1 Wira Laksana-Sekar Mayang. Pemilihan Gubernur dan pemilihan bupati digelar."
    assert [role for _, role, _ in people(text)] == ["calon gubernur", "calon wakil gubernur"]
    text = "Hadir calon wali kota nomor urut 1 Wira Laksana-Sekar Mayang. Pemilihan Gubernur digelar."
    assert [role for _, role, _ in people(text)] == ["calon walikota", "calon wakil walikota"]


def test_a_headline_announces_nobody_by_a_form_of_address_or_an_office() -> None:
    text = "Ketua KPU Wira Laksana dan Pdt. Sekar Mayang di Deklarasi Pilkada 2024\nSemua hadir di deklarasi."
    assert read(text).persons == ()
    text = "Ikrar Dipandu Oleh Wira Laksana, Selaku Ketua KPU di Pilkada 2024\nSemua hadir di deklarasi."
    assert read(text).persons == ()
