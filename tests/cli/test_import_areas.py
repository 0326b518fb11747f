"""``ikrar import areas``: says what a decree changes, writes it once, and refuses what is not whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from ikrar.cli.main import main
from ikrar.records.place import queries
from ikrar.records.place.models import Area, Decree, Succession

WORDS = ["--decree", "Kepmendagri contoh", "--date", "2027-01-10", "--by", "35.28/kpu"]


@pytest.fixture(autouse=True)
def indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")


@pytest.fixture
def decree(database: Path, tmp_path: Path) -> Callable[..., str]:
    """Write the present list with some lines changed, and give the file's name."""

    def write(**changes: str) -> str:
        rows = {
            a.code: f"{a.code},{a.kind},{a.name},{a.parent_id or ''}"
            for a in Area.objects.filter(fictional=False).order_by("code")
        }
        rows |= {code.replace("_", ".")[1:]: row for code, row in changes.items()}
        text = "\n".join(["kode,jenis,nama,kode_induk", *(row for row in rows.values() if row)])
        path = tmp_path / "wilayah.csv.gz"
        path.write_bytes(gzip.compress(text.encode()))
        return str(path)

    return write


CHANGES = {
    "k35_28_05": "35.28.05,kecamatan,Proppo Baru,35.28",
    "k35_28_12": "",
    "k35_28_14": "35.28.14,kecamatan,Kadur,35.28",
    "k35_28_13": "",
    "k35_28_15": "35.28.15,kecamatan,Baru Sama Sekali,35.28",
}


def test_a_dry_run_names_every_change_with_its_count_and_writes_nothing(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "areas", decree(**CHANGES), *WORDS, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "Ganti nama: 1\n  35.28.05 Proppo → Proppo Baru" in told
    assert "Ganti kode: 1\n  35.28.12 → 35.28.14 Kadur" in told
    assert "Pemekaran: 0\nPenggabungan: 0" in told
    assert "tanpa asal yang diketahui: 1\n  35.28.15 Baru Sama Sekali" in told
    assert "tanpa pengganti yang diketahui: 1\n  35.28.13 Pasean" in told
    assert "tidak ada yang ditulis" in told
    assert not Decree.objects.exists()


def test_the_real_run_writes_once_and_the_second_finds_nothing_to_do(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = decree(**CHANGES)
    assert main(["import", "areas", name, *WORDS]) == 0
    assert "Termuat." in capsys.readouterr().out
    assert queries.find("35.28.05").name == "Proppo Baru"
    assert Succession.objects.count() == 1
    assert main(["import", "areas", name, *WORDS]) == 0
    assert "tidak ada perubahan" in capsys.readouterr().out
    assert Decree.objects.count() == 1


def test_long_groups_are_cut_unless_all_is_asked_for(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    many = {f"k35_28_{n}": f"35.28.{n},kecamatan,Rekaan {n},35.28" for n in range(50, 80)}
    name = decree(**many)
    assert main(["import", "areas", name, *WORDS, "--dry-run"]) == 0
    assert "… dan 10 lagi" in capsys.readouterr().out
    assert main(["import", "areas", name, *WORDS, "--dry-run", "--all"]) == 0
    assert "35.28.79 Rekaan 79" in capsys.readouterr().out


def test_rows_that_cannot_be_used_are_all_named_and_nothing_is_written(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = decree(k35_28_05="35.28.5,kecamatan,Proppo,35.28", k35_28_06="35.28.06,desa,Palengaan,35.28")
    assert main(["import", "areas", wrong, *WORDS]) == 2
    told = capsys.readouterr().err
    assert "kode 35.28.5 tidak berbentuk" in told
    assert "jenis desa tidak cocok dengan kode 35.28.06" in told
    assert "Tidak ada yang dimuat." in told
    assert not Decree.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--date", "kemarin"], "--date: 'kemarin' bukan tanggal"),
        (["--by", "99.99/kpu"], "Lembaga 99.99/kpu tidak terdaftar"),
        (["--decree", ""], "Tulis nama keputusannya"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["import", "areas", decree(**CHANGES), *WORDS, *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "areas", "tidak-ada.csv", *WORDS]) == 2
    assert "tidak-ada.csv tidak dapat dibuka" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"kode,jenis,nama,kode_induk\n91,provinsi,\xff\xfe,\n")
    assert main(["import", "areas", str(path), *WORDS]) == 2
    assert "bukan teks UTF-8" in capsys.readouterr().err


def cut_off(decree: Callable[..., str]) -> str:
    """Write a list that lacks every third of the lowest areas, with nothing in their place."""
    lowest = Area.objects.filter(fictional=False, level=4).order_by("code").values_list("code", flat=True)
    return decree(**{"k" + code.replace(".", "_"): "" for code in lowest[::3]})


def test_a_list_that_lost_many_codes_is_refused_and_the_dry_run_says_so(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    name, sentence = cut_off(decree), "lebih dari 5 persen: mungkin daftarnya terpotong"
    assert main(["import", "areas", name, *WORDS, "--dry-run"]) == 0
    assert sentence in capsys.readouterr().out
    assert main(["import", "areas", name, *WORDS]) == 2
    assert sentence in capsys.readouterr().err
    assert not Decree.objects.exists()
    assert not Area.objects.exclude(valid_until=None).exists()


def test_a_list_that_is_short_on_purpose_is_taken_when_that_is_said(
    decree: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    name = cut_off(decree)
    assert main(["import", "areas", name, *WORDS, "--dry-run", "--shrink"]) == 0
    assert "terpotong" not in capsys.readouterr().out
    assert main(["import", "areas", name, *WORDS, "--shrink"]) == 0
    assert Decree.objects.count() == 1
