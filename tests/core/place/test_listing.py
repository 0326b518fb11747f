"""Lists of areas as files: taken whole, or refused with the line of every problem."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.data import files
from ikrar.core.errors import BadInput, NotText, TooLarge
from ikrar.core.place import listing
from ikrar.core.place.listing import read

HEAD = "kode,jenis,nama,kode_induk,lat,lng,kode_asal\n"
PROVINCE = "91,provinsi,Awan,,1.5,130,\n"
REGENCY = "91.01,kabupaten,Kabupaten  Bening,91,,,\n"


def test_the_bundled_list_is_a_list_without_a_problem() -> None:
    found = read(files.file("areas.csv.gz").read_bytes())
    assert len(found.areas) == 91_599
    assert found.problems == ()
    assert len(found.digest) == 64


def test_rows_become_areas_with_their_points_and_origins() -> None:
    found = read(("\ufeff" + HEAD + PROVINCE + REGENCY + "91.02,kota,Kota Gema,91,,,91.01 91.03\n\n").encode())
    assert [a.name for a in found.areas] == ["Awan", "Kabupaten Bening", "Kota Gema"]
    assert (found.areas[0].lat, found.areas[0].lng, found.areas[1].lat) == (1.5, 130.0, None)
    assert found.origins == {"91.02": ("91.01", "91.03")}


def test_columns_that_are_not_needed_may_be_missing() -> None:
    found = read(b"KODE, jenis,nama,kode_induk\n91,provinsi,Awan,\n")
    assert found.problems == ()
    assert found.areas[0].lat is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("91.1,kabupaten,Bening,91,,,", "kode 91.1 tidak berbentuk"),
        (",kabupaten,Bening,91,,,", "kode – tidak berbentuk"),
        ("98.02,kabupaten,Bening,98,,,", "disediakan bagi wilayah rekaan"),
        ("91.01,kabupaten,Bening,91,,,", "kode 91.01 sudah ada di baris 3"),
        ("91.02,kabupaten,Bening,92,,,", "induk 91.02 harus 91, bukan 92"),
        ("92,provinsi,Bening,91,,,", "induk 92 harus –, bukan 91"),
        ("91.02,kecamatan,Bening,91,,,", "jenis kecamatan tidak cocok dengan kode 91.02"),
        ("91.02,,Bening,91,,,", "jenis – tidak cocok"),
        ("91.02,kota,,91,,,", "nama 91.02 kosong"),
        (f"91.02,kota,{'x' * 121},91,,,", "nama 91.02 kosong, terlalu panjang"),
        ("91.02,kota,Be\u200bning,91,,,", "tanda yang tidak terlihat"),
        ("91.02,kota,Bening,91,1.5,,", "lat dan lng 91.02"),
        ("91.02,kota,Bening,91,utara,timur,", "lat dan lng 91.02"),
        ("91.02,kota,Bening,91,91,0,", "lat dan lng 91.02"),
        ("91.02,kota,Bening,91,nan,0,", "lat dan lng 91.02"),
        ("91.02,kota,Bening,91,,,9101", "kode asal 9101"),
        ("91.02,kota,Bening", "jumlah kolomnya tidak sama"),
        ("92.01,kota,Bening,92,,,", "induk 92 dari 92.01 tidak ada dalam berkas"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(row: str, words: str) -> None:
    found = read((HEAD + PROVINCE + REGENCY + row + "\n").encode())
    assert len(found.problems) == 1
    assert str(found.problems[0]).startswith("Baris 4: ")
    assert words in str(found.problems[0])


def test_many_problems_are_named_up_to_a_limit() -> None:
    found = read((HEAD + "x,,,,,,\n" * 200).encode())
    assert len(found.problems) == listing.PROBLEMS


def test_an_empty_list_is_a_problem() -> None:
    assert "tidak berisi satu wilayah pun" in str(read(HEAD.encode()).problems[0])


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", BadInput, "yang kurang: kode, jenis, nama, kode_induk"),
        (b"kode;jenis;nama;kode_induk\n", BadInput, "yang kurang"),
        (b"kode,nama,kode_induk\n91,Awan,\n", BadInput, "yang kurang: jenis"),
        ("kode,jenis,nama,kode_induk\n91,provinsi,Aw\xe9,\n".encode("latin-1"), NotText, "bita ke-42"),
        (b'kode,jenis,nama,kode_induk\n91,"provinsi,Awan,\n', BadInput, "bukan CSV yang benar"),
        (b"\x1f\x8b rusak", BadInput, "gzip ini rusak"),
        (gzip.compress(HEAD.encode(), mtime=0)[:-4], BadInput, "gzip ini rusak"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(data: bytes, error: type[BadInput], words: str) -> None:
    with pytest.raises(error, match=words):
        read(data)


def test_a_file_is_unpacked_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LIMIT", 1000)
    for data in (b"x" * 1001, gzip.compress(b"x" * 1_000_000)):
        with pytest.raises(TooLarge):
            read(data)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (HEAD + text).encode("utf-8", "replace")))
def test_any_bytes_are_a_list_or_refused_in_words(data: bytes) -> None:
    with contextlib.suppress(BadInput):
        found = read(data)
        assert found.areas or found.problems
