"""``ikrar import relay`` and ``ikrar export relay``: tried first, told row by row, all of a file or nothing."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ikrar.channels.spreadsheet import file
from ikrar.channels.spreadsheet.table import Table
from ikrar.cli import main
from ikrar.core.relay import sheet
from ikrar.core.relay.custody import Leg as State
from ikrar.records import identity
from ikrar.records.ledger.models import Leaf
from ikrar.records.relay.models import Act, Relay
from tests.relaying import PLAN, handed_over, planned

pytestmark = pytest.mark.usefixtures("database")
TOLD = ((State.TOLD, date(2026, 3, 3), ""), (State.SKIPPED, None, "Banjir."), (State.PLANNED, None, ""))
BY = ["--by", "35.28/kpu"]


def write(path: Path, *batons: str, receiver: str = "36.04/kpu") -> Path:
    """Write a file with a relay for each baton; ``receiver`` is that of the last leg of each."""
    rows = []
    for baton in batons:
        legs = (*PLAN.legs[:2], replace(PLAN.legs[2], receiver=receiver))
        wanted = replace(PLAN, baton=baton, legs=legs)
        rows += [sheet.to_row(wanted, leg, *one) for leg, one in zip(legs, TOLD, strict=True)]
    path.write_bytes(file.write(Table(sheet.COLUMNS, tuple(rows)), path.suffix[1:]))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "kirab.csv", "Tongkat A", "Tongkat B")


def count() -> int:
    with identity.system():
        return Relay.objects.count()


def test_a_dry_run_says_what_would_come_and_keeps_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["import", "relay", str(path), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "2 tongkat (6 serah terima) akan masuk" in said
    assert "belum disimpan" in said
    assert count() == 0
    assert not Leaf.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_comes_in_whole_with_a_leaf_for_each_relay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = write(tmp_path / f"kirab.{kind}", "Tongkat A", "Tongkat B")
    assert main.main(["import", "relay", str(path)]) == 0
    assert "2 tongkat dengan 6 serah terima masuk, 0 sudah ada" in capsys.readouterr().out
    assert count() == 2
    assert Leaf.objects.filter(type="relay.imported", by="35.28/kpu").count() == 2
    with identity.system():
        assert Act.objects.count() == 4


def test_a_file_given_again_changes_nothing_and_a_longer_one_adds_the_rest(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["import", "relay", str(path)]) == 0
    assert main.main(["import", "relay", str(path)]) == 0
    assert "0 tongkat dengan 0 serah terima masuk, 2 sudah ada" in capsys.readouterr().out
    longer = write(tmp_path / "lagi.csv", "Tongkat A", "Tongkat C")
    assert main.main(["import", "relay", str(longer)]) == 0
    assert "1 tongkat dengan 3 serah terima masuk, 1 sudah ada" in capsys.readouterr().out
    assert count() == 3


def test_one_fault_refuses_the_whole_file_and_every_fault_stands_in_the_error_file(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, out = write(tmp_path / "salah.csv", "Tongkat A", "Tongkat B", receiver="99.99/kpu"), tmp_path / "galat.csv"
    assert main.main(["import", "relay", str(wrong), "--errors", str(out)]) == 2
    said = capsys.readouterr().err
    assert "baris 4, kolom penerima" in said
    assert "baris 7, kolom penerima" in said
    with out.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [n for n, row in enumerate(rows, start=2) if row["masalah"]] == [4, 7]
    assert all("99.99/kpu" in row["masalah"] for row in rows if row["masalah"])
    assert count() == 0
    assert not Leaf.objects.exists()


def test_faults_of_form_and_of_content_are_told_in_the_order_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "salah.csv", "Tongkat A", "Tongkat B", receiver="99.99/kpu")
    text = path.read_text(encoding="utf-8-sig").replace(
        "Tongkat A,35.28/kpu,pilkada-2024", "Tongkat A,KPU,pilkada-2024"
    )
    path.write_text(text, encoding="utf-8-sig")
    assert main.main(["import", "relay", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.index("baris 2, kolom penyelenggara") < said.index("baris 7, kolom penerima")


def test_an_error_file_is_never_written_over_or_into_nowhere(tmp_path: Path) -> None:
    wrong = write(tmp_path / "salah.csv", "Tongkat A", receiver="99.99/kpu")
    kept = tmp_path / "galat.csv"
    kept.write_text("punya saya", encoding="utf-8")
    assert main.main(["import", "relay", str(wrong), "--errors", str(kept)]) == 2
    assert kept.read_text(encoding="utf-8") == "punya saya"
    assert main.main(["import", "relay", str(wrong), "--errors", str(tmp_path / "tidak" / "ada.csv")]) == 2
    assert count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_as_what_is_there_already(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    assert main.main(["import", "relay", str(path)]) == 0
    out = tmp_path / f"keluar.{kind}"
    assert main.main(["export", "relay", str(out), *BY]) == 0
    assert "6 " in capsys.readouterr().out
    assert main.main(["import", "relay", str(out)]) == 0
    assert "0 tongkat dengan 0 serah terima masuk, 2 sudah ada" in capsys.readouterr().out
    assert Leaf.objects.filter(type="export.made").count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_live_relay_that_goes_out_and_comes_back_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    with identity.system():
        handed_over(planned())
        before = Act.objects.count()
    out = tmp_path / f"keluar.{kind}"
    assert main.main(["export", "relay", str(out), *BY]) == 0
    assert main.main(["import", "relay", str(out)]) == 0
    assert "0 tongkat dengan 0 serah terima masuk, 1 sudah ada" in capsys.readouterr().out
    with identity.system():
        assert (Relay.objects.count(), Act.objects.count()) == (1, before)


def test_a_live_relay_with_other_rows_is_never_brought_in_over_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with identity.system():
        handed_over(planned())
    out = tmp_path / "keluar.csv"
    assert main.main(["export", "relay", str(out), *BY]) == 0
    out.write_text(out.read_text(encoding="utf-8-sig").replace("Pendopo Serang", "Alun-alun"), encoding="utf-8-sig")
    assert main.main(["import", "relay", str(out)]) == 2
    assert "sudah tercatat di sini dengan isi lain" in capsys.readouterr().err


def test_the_error_file_is_mended_and_comes_in(tmp_path: Path) -> None:
    wrong, out = write(tmp_path / "salah.xlsx", "Tongkat A", receiver="99.99/kpu"), tmp_path / "galat.xlsx"
    assert main.main(["import", "relay", str(wrong), "--errors", str(out)]) == 2
    table = file.read(out.read_bytes())
    mended = tuple(tuple(cell.replace("99.99/kpu", "36.04/kpu") for cell in row) for row in table.rows)
    back = tmp_path / "lagi.csv"
    back.write_bytes(file.write(Table(table.columns, mended), "csv"))
    assert main.main(["import", "relay", str(back)]) == 0
    assert count() == 1
    assert main.main(["import", "relay", str(wrong), "--errors", str(tmp_path / "galat.doc")]) == 2


@pytest.mark.parametrize("content", [b"", b"kirab,tongkat\r\na,b\r\n", b"\xff\xfe"])
def test_what_is_no_such_table_is_told_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "apa.csv"
    path.write_bytes(content)
    assert main.main(["import", "relay", str(path)]) == 2
    assert main.main(["import", "relay", str(tmp_path / "tidak-ada.csv")]) == 2
    assert count() == 0
