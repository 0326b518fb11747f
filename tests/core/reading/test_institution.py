"""Institutions, offices, persons, signatories and hand-overs as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.reading.record import Handover, Person
from tests.core.reading.reader import read

START = "Deklarasi Pilkada 2024 digelar."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hadir KPU Kabupaten Klaten.", ("KPU Kabupaten Klaten",)),
        ("Hadir Kpu Se Provinsi Banten.", ("Kpu Se Provinsi Banten",)),
        ("Hadir KPU RI.", ("KPU RI",)),
        ("Hadir KPU, Bawaslu Kab. Pamekasan.", ("KPU", "Bawaslu Kab. Pamekasan")),
        ("Hadir KPU. Hadir KPU Sleman.", ("KPU Sleman",)),
        ("Hadir KPU Sleman. Hadir kpu sleman.", ("KPU Sleman",)),
        ("di Kantor Komisi Pemilihan Umum (KPU) Kobar.", ("Komisi Pemilihan Umum (KPU) Kobar",)),
        ("Badan Kesatuan Bangsa dan Politik (Kesbangpol) hadir.", ("Badan Kesatuan Bangsa dan Politik (Kesbangpol)",)),
        ("Polres Timor Tengah Selatan (TTS) hadir.", ("Polres Timor Tengah Selatan (TTS)",)),
        ("Kepolisian Daerah (Polda) NTT hadir.", ("Kepolisian Daerah (Polda) NTT",)),
        ("Polres Kediri Kota hadir.", ("Polres Kediri Kota",)),
        ("Kodim 0310/SSD hadir.", ("Kodim 0310/SSD",)),
        ("Kodim 0817 Gresik hadir.", ("Kodim 0817 Gresik",)),
        ("Kodim Lamongan hadir.", ("Kodim Lamongan",)),
        ("Kodam Jaya/Jayakarta hadir.", ("Kodam Jaya/Jayakarta",)),
        ("TNI-Polri dan Sat Pol-PP hadir.", ("TNI", "Polri", "Sat Pol-PP")),
        ("PPK Cempaluna hadir.", ("PPK Cempaluna",)),
        ("35 Polres jajaran hadir.", ()),
        ("Kodim setempat hadir.", ()),
        ("Warta.KPU.co.id menulis.", ()),
        ("Kapolres Sampang hadir.", ()),
        ("Kepala Kepolisian Daerah NTB hadir.", ()),
        ("Brigjen TNI Rangga Sunu hadir.", ()),
    ],
)
def test_institutions_are_listed_as_written(text: str, names: tuple[str, ...]) -> None:
    assert read(f"{START} {text}").organizations == names


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Kapolres Pamekasan, AKBP Rangga Sunu hadir.", [("Rangga Sunu", "Kapolres Pamekasan", "AKBP")]),
        ("Bupati Sleman, Wira Laksana, hadir.", [("Wira Laksana", "Bupati Sleman", None)]),
        ("Wakil Bupati Sleman Wira Laksana hadir.", [("Wira Laksana", "Wakil Bupati Sleman", None)]),
        ("Wali Kota Tangerang hadir.", []),
        ("Bupati Serang, Kapolres Serang, Ketua KPU hadir.", []),
        ("Pj. Wali Kota Batu H. Wira Laksana, S.E. hadir.", [("Wira Laksana", "Pj. Wali Kota Batu", None)]),
        (
            "Dandim 1014/Pangkalan Bun Letkol Inf. M Wira hadir.",
            [("M Wira", "Dandim 1014/Pangkalan Bun", "Letkol Inf")],
        ),
        ("Bripka Wira selaku Bhabinkamtibmas Polsek Kie hadir.", [("Wira", "Bhabinkamtibmas Polsek Kie", "Bripka")]),
        ("AKP Wira hadir.", [("Wira", None, "AKP")]),
        ("AKP hadir.", []),
        (
            "Sekretaris Dinas Kesbangpol Kabupaten Sleman Wira Laksana hadir.",
            [("Wira Laksana", "Sekretaris Dinas Kesbangpol Kabupaten Sleman", None)],
        ),
        (
            "Komisioner KPU Divisi Sosdiklih dan SDM Wira Laksana hadir.",
            [("Wira Laksana", "Komisioner KPU Divisi Sosdiklih dan SDM", None)],
        ),
        (
            "Komisioner Wira Laksana, Sekar Mayang pada Jumat.",
            [("Wira Laksana", "Komisioner", None), ("Sekar Mayang", "Komisioner", None)],
        ),
        (
            "Komisioner Wira Laksana, Ketua Bawaslu Sekar Mayang.",
            [("Wira Laksana", "Komisioner", None), ("Sekar Mayang", "Ketua Bawaslu", None)],
        ),
        (
            "Kapolres Sampang AKBP Rangga Sunu hadir. Kompol Wira hadir. AKBP Rangga pulang. AKBP Rangga Sunu Aji ada.",
            [("Wira", None, "Kompol"), ("Rangga Sunu Aji", "Kapolres Sampang", "AKBP")],
        ),
        (
            "Kapolres Sampang AKBP Rangga Sunu hadir. Kompol Rangga Wira hadir. Iptu Sunu Wira hadir.",
            [("Rangga Sunu", "Kapolres Sampang", "AKBP"), ("Rangga Wira", None, "Kompol"), ("Sunu Wira", None, "Iptu")],
        ),
        ("Bupati Sleman Juga Menghimbau Kepada Semua Warga Desa.", []),
        ("Bupati Sleman Mengimbau Kepada Semua Warga Desa.", []),
    ],
)
def test_persons_are_read_with_office_and_rank(text: str, persons: list[tuple[str, str | None, str | None]]) -> None:
    assert read(f"{START}\n{text}").persons == tuple(Person(*one) for one in persons)


@pytest.mark.parametrize(
    ("contest", "office"),
    [("calon gubernur", "gubernur"), ("calon wali kota", "walikota"), ("calon", "kepala daerah")],
)
def test_candidate_pairs_are_read_by_their_ballot_numbers(contest: str, office: str) -> None:
    text = f"{START} Para {contest}: nomor urut 01 Wira Laksana (WL)-Sekar Mayang dan paslon nomor urut 2 Dirga Sunu."
    assert read(text).persons == (
        Person("Wira Laksana", f"calon {office}", None),
        Person("Sekar Mayang", f"calon wakil {office}", None),
    )


def test_a_ballot_number_without_a_name_gives_nobody() -> None:
    assert read(f"{START} Paslon nomor urut 1 hadir.").persons == ()


def test_a_name_in_the_headline_only_confirms_the_one_in_the_story() -> None:
    text = "AKBP Rangga Hadiri Deklarasi Pilkada 2024\nKapolres Sampang AKBP Rangga Sunu hadir di deklarasi."
    assert [one.name for one in read(text).persons] == ["Rangga Sunu"]
    text = "AKBP Rangga Sunu Aji Pimpin Deklarasi Pilkada 2024\nKapolres AKBP Sunu Wira hadir di deklarasi."
    assert [one.name for one in read(text).persons] == ["Sunu Wira"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KPU bersama Bawaslu, TNI, dan Polri menandatangani deklarasi.", ("KPU", "Bawaslu", "TNI", "Polri")),
        ("SAMPANG – Para ketua partai meneken naskah.", ("Para ketua partai",)),
        ("Setelah itu, kedua paslon membubuhkan tanda tangan.", ("kedua paslon",)),
        ("Warga yang hadir menandatangani naskah.", ("Warga",)),
        ("Naskah ditandatangani oleh para camat dan lurah, disaksikan Bupati.", ("para camat", "lurah")),
        ("Naskah ditandatangani oleh para camat.", ("para camat",)),
        ("Mereka akan menandatangani naskah.", ()),
        ("Menandatangani naskah itu penting.", ()),
        ("Dengan menandatangani naskah semua berjanji.", ()),
        ("Semua hadir.", ()),
    ],
)
def test_signatories_are_listed_only_where_the_text_says_they_signed(text: str, names: tuple[str, ...]) -> None:
    assert read(f"{START} {text}").signatories == names


def test_a_headline_is_no_proof_of_signing_and_a_whole_clause_is_no_name() -> None:
    assert read(f"KPU Menandatangani Deklarasi\n{START} Semua hadir.").signatories == ()
    long = "perwakilan " + "warga desa tetangga " * 6
    assert read(f"{START} {long}menandatangani naskah.").signatories == ()


@pytest.mark.parametrize(
    ("text", "handover"),
    [
        ("Bendera kirab diserahkan KPU Klaten ke KPU Sleman.", ("KPU Klaten", "KPU Sleman")),
        ("KPU Sleman menerima bendera dari KPU Klaten.", ("KPU Klaten", "KPU Sleman")),
        ("KPU Klaten menyerahkan bendera kepada KPU Sleman.", ("KPU Klaten", "KPU Sleman")),
        (
            "Kirab diserahkan KPU Sumbar ke KPU Provinsi Jambi. Kirab diserahkan dari KPU Dharmasraya ke KPU Bungo.",
            ("KPU Dharmasraya", "KPU Bungo"),
        ),
        ("Bendera kirab diserahkan KPU ke Bawaslu.", ("KPU", "Bawaslu")),
        ("Bendera kirab ada di KPU Sleman, selanjutnya akan diserahkan kepada KPU Klaten.", None),
        ("Kirab ini diikuti KPU Sleman dari KPU Klaten.", None),
    ],
)
def test_a_hand_over_names_giver_and_receiver(text: str, handover: tuple[str, str] | None) -> None:
    found = read(f"Kirab Pemilu 2024 Tiba\nEstafet kirab digelar. {text}")
    assert found.kind == "relay_handover"
    assert found.handover == (Handover(*handover) if handover else None)


def test_commitments_come_from_calls_where_there_are_no_points() -> None:
    found = read(
        f"{START} Ia mengajak warga menolak hoaks. Ia meminta warga melaporkan setiap pelanggaran. Cuaca aman."
    )
    assert set(found.commitment_kinds) == {"reject_hoax", "report_violations"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pemerintah Kabupaten Sleman hadir.", ("Pemerintah Kabupaten Sleman",)),
        ("Pemkab hadir.", ("Pemkab",)),
        ("Pemkab hadir. Pemerintah Kabupaten Sleman hadir.", ("Pemerintah Kabupaten Sleman",)),
        ("Komisi Pemilihan Umum hadir. KPU Sleman hadir.", ("KPU Sleman",)),
        ("KPU RI hadir. KPU Sleman hadir.", ("KPU RI", "KPU Sleman")),
        ("Kodim 1615/Lombok Timur hadir.", ("Kodim 1615/Lombok Timur",)),
        ("Kodam V/Brawijaya hadir.", ("Kodam V/Brawijaya",)),
        ("Denpom III/3 Cirebon hadir.", ("Denpom III/3 Cirebon",)),
        ("Batalyon C Pelopor hadir.", ("Batalyon C Pelopor",)),
        ("Koramil 0828-01/Sampang hadir.", ("Koramil 0828-01/Sampang",)),
        (
            "Polres Inhu dan Kepolisian Resor Indragiri Hulu (Polres Inhu) hadir.",
            ("Polres Inhu", "Kepolisian Resor Indragiri Hulu (Polres Inhu)"),
        ),
        ("Lapas Kelas IIA Tembilahan hadir.", ("Lapas Kelas IIA Tembilahan",)),
        ("PMKRI Cabang Ende hadir.", ("PMKRI Cabang Ende",)),
        ("Forkompinda se Bolmong Raya hadir.", ("Forkompinda se Bolmong Raya",)),
        ("Semua Polres se-Indonesia hadir.", ()),
        ("Lanal Cempaka hadir.", ("Lanal Cempaka",)),
        ("Polres Jajaran hadir.", ()),
        ("Yayasan Lentera Nusa hadir.", ("Yayasan Lentera Nusa",)),
        ("Sebuah yayasan hadir.", ()),
        ("Ketua LAMX Sampang hadir.", ("LAMX Sampang",)),
        ("Ketua LAMX hadir. Ketua PAC Sampang hadir.", ()),
        ("Kantor kpud-maluku.go.id dan bin Ali.", ()),
        ("Satpol PP dan WH hadir.", ("Satpol PP dan WH",)),
        ("Sebanyak 31 personel TNI dan 10 anggota Polri hadir.", ("TNI", "Polri")),
        ("Mereka mendukung TNI-Polri. Netralitas ASN, TNI dan Polri dijaga.", ()),
        ('Ia berkata, "Warga sama linmas dan TNI tahu caranya".', ()),
        ('Ia berkata, "KPU Sleman dan Linmas siap".', ("KPU Sleman", "Linmas")),
        ("Laksda TNI Rangga dan Marsma TNI Wira hadir.", ()),
        ("Semua hadir.\n(Diskominfo/wira)", ()),
    ],
)
def test_bodies_are_taken_in_their_fullest_form(text: str, names: tuple[str, ...]) -> None:
    assert read(f"{START} {text}").organizations == names


def test_a_force_named_in_a_pledge_took_no_part() -> None:
    text = "Isi deklarasi:\n1. Bersama TNI menjaga pilkada damai.\n2. Menolak politik uang.\n"
    assert read(f"Deklarasi Pilkada Damai 2024\n\nWarga menggelar deklarasi.\n{text}").organizations == ()


KINDS = [
    "KPU",
    "Bawaslu",
    "Panwaslih",
    "Polres",
    "DPRD",
    "Kejaksaan Negeri",
    "Pengadilan Negeri",
    "Badan Kesbangpol",
    "Satpol PP",
    "BPBD",
    "FKUB",
    "MUI",
    "Forkopimda",
    "Dinas Kesehatan",
    "Kejari",
]
PLACES = ["Sampang", "Kabupaten Sampang", "Kab. Sampang", "Kabupaten Timor Tengah Selatan", "Kota Surabaya", "Kediri"]


@given(
    kind=st.sampled_from(KINDS),
    where=st.sampled_from(PLACES),
    after=st.sampled_from([" hadir.", ", lalu.", " dan warga."]),
)
def test_every_kind_of_body_is_found_whole_with_every_wording_of_its_place(kind: str, where: str, after: str) -> None:
    assert read(f"{START} Hadir {kind} {where}{after}").organizations == (f"{kind} {where}",)


@given(one=st.sampled_from(KINDS), other=st.sampled_from(KINDS), join=st.sampled_from([" dan ", ", ", " serta ", "/ "]))
def test_bodies_of_a_list_are_each_found(one: str, other: str, join: str) -> None:
    found = read(f"{START} Hadir {one} Sampang{join}{other} Sampang.").organizations
    assert found == tuple(dict.fromkeys((f"{one} Sampang", f"{other} Sampang")))
