"""``ikrar export`` and ``ikrar import``: what goes out comes back, and a faulty file changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli import main
from ikrar.records.election import actions as elections
from ikrar.records.election.queries import participants
from ikrar.records.institution import queries
from ikrar.records.ledger.models import Leaf

BY = ["--by", "35.28/kpu"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_goes_out_and_comes_back_without_a_change(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    out = tmp_path / f"lembaga.{kind}"
    assert main.main(["export", "institutions", str(out), *BY]) == 0
    assert "21 " in capsys.readouterr().out
    assert Leaf.objects.filter(type="export.made", by="35.28/kpu").count() == 1
    assert main.main(["import", "institutions", str(out)]) == 0
    assert "0" in capsys.readouterr().out
    assert Leaf.objects.count() == 1


def test_a_dry_run_says_what_would_change_and_keeps_nothing(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "baru.csv"
    head = "baris,kode,jenis,tingkat,nama,nama_singkat,wilayah,induk,mulai,sampai\n"
    path.write_text(head + "lembaga,35.28/kodim,tni,regency,Kodim Pamekasan,,35.28,,,\n", encoding="utf-8")
    assert main.main(["import", "institutions", str(path), "--dry-run"]) == 0
    assert queries.record("35.28/kodim") is None
    assert "1" in capsys.readouterr().out
    assert main.main(["import", "institutions", str(path), *BY]) == 0
    assert Leaf.objects.get().by == "35.28/kpu"


def test_faults_are_told_by_row_and_column_and_nothing_is_kept(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "salah.csv"
    head = "baris,kode,jenis,tingkat,nama,nama_singkat,wilayah,induk,mulai,sampai\n"
    path.write_text(head + "lembaga,35.99/kpu,kpu,regency,KPU,,35.99,,,\n", encoding="utf-8")
    assert main.main(["import", "institutions", str(path)]) == 2
    said = capsys.readouterr().err
    assert "2" in said
    assert "wilayah" in said
    assert "35.99" in said
    assert not Leaf.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["import", "institutions", "tidak/ada.csv"],
        ["export", "institutions", "lembaga.ods", *BY],
        ["export", "institutions", "tidak/ada.csv", *BY],
        ["export", "institutions", "lembaga.csv", "--by", "35.28/tidak-ada"],
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(words) == 2
    assert not Leaf.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_written_over(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "lembaga.csv"
    path.write_text("punya saya", encoding="utf-8")
    assert main.main(["export", "institutions", str(path), *BY]) == 2
    assert path.read_text(encoding="utf-8") == "punya saya"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_parties_go_out_and_come_back_without_a_change(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    out = tmp_path / f"partai.{kind}"
    assert main.main(["export", "participants", str(out), *BY]) == 0
    assert Leaf.objects.filter(type="export.made").count() == 1
    assert main.main(["import", "participants", str(out), *BY]) == 0
    assert "0" in capsys.readouterr().out
    assert Leaf.objects.count() == 1


def test_parties_of_an_own_election_are_tried_then_kept_and_faults_told_by_row(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names, days = {"id": "Pilkada Uji", "en": "Test election"}, (date(2029, 11, 28), date(2030, 3, 31))
    terms = {"code": "pilkada-2029-uji", "names": names, "kind": "pilkada", "voting_day": days[0], "ends": days[1]}
    elections.register(area="35.28", by="35.28/kpu", now=timezone.now(), **terms)
    path = tmp_path / "partai.csv"
    head = "pemilihan,nomor,nama_singkat,nama,wilayah,sumber\n"
    path.write_text(head + "pilkada-2029-uji,1,Uji,Partai Uji,,\n", encoding="utf-8")
    assert main.main(["import", "participants", str(path), "--dry-run", *BY]) == 0
    assert "1" in capsys.readouterr().out
    assert not participants("pilkada-2029-uji")
    assert main.main(["import", "participants", str(path), *BY]) == 0
    assert [p.short_name for p in participants("pilkada-2029-uji")] == ["Uji"]
    path.write_text(head + "pilkada-2029-uji,satu,U,P,,\npilkada-1955,1,U,P,,\n", encoding="utf-8")
    assert main.main(["import", "participants", str(path), *BY]) == 2
    said = capsys.readouterr().err
    assert "nomor" in said
    assert "pilkada-1955" in said
