"""``ikrar import stages``: a file of an election is told wrong by line, tried, or kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from ikrar.cli import main
from ikrar.core.data import files
from ikrar.core.stage.table import recorded
from ikrar.records.election.models import Election
from ikrar.records.ledger.models import Leaf
from tests.core.stage.sample import SAMPLE

CODE = "pilkada-2031-rekaan"


@pytest.fixture
def file(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("ikrar.cli.importing.stages.start_django", lambda: None)
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, data=tmp_path / "data"))
    monkeypatch.setattr(files, "ADDED", [tmp_path / "data" / "elections"])
    path = tmp_path / "rekaan.toml"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def kept() -> bool:
    return recorded(CODE) or Election.objects.filter(code=CODE).exists()


def test_a_dry_run_says_what_it_would_keep(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["import", "stages", "--dry-run", str(file)]) == 0
    assert "Percobaan, belum disimpan: pilkada-2031-rekaan dengan 7 tahapan." in capsys.readouterr().out
    assert not kept()


def test_a_file_is_kept_and_its_election_has_its_stages_at_once(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaves = Leaf.objects.count()
    assert main.main(["import", "stages", str(file), "--by", "35.28/kpu"]) == 0
    assert "Tersimpan: pilkada-2031-rekaan dengan 7 tahapan." in capsys.readouterr().out
    assert recorded(CODE)
    assert Election.objects.get(code=CODE).name_id == "CONTOH Pilkada Rekaan"
    assert Leaf.objects.count() == leaves + 2


def test_everything_wrong_is_said_with_its_line_and_nothing_is_kept(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SAMPLE.replace("last = -1\n", "last = -2\n").replace('{ on = "NOTICE" }', '{ on = "NEWS" }')
    file.write_text(text, encoding="utf-8")
    assert main.main(["import", "stages", str(file), "--by", "35.28/kpu"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(
        "baris 48, kolom follows: Tahapan ini mulai 2031-06-18, padahal QUIET berakhir 2031-06-16"
    )
    assert said[1] == "baris 57, kolom first: Peristiwa NEWS tidak ada di bagian [[anchor]]."
    assert said[-1] == "Ada yang harus dibetulkan di berkas ini; tidak ada yang disimpan."
    assert not kept()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("last = -1\n", "last = -2\n", "baris 48, kolom follows: Tahapan ini mulai 2031-06-18, padahal QUIET"),
        ("2031-12-31", "2031-02-31", "baris 6, kolom ends: Tanggal ini tidak ada di kalender."),
        ('on = "NOTICE"', 'on = "OATH.last"', "baris 57, kolom first: Aturan tahapan ini berputar: DETERMINE → OATH"),
    ],
)
def test_a_gap_an_impossible_date_and_a_circle_are_named(
    file: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    file.write_text(SAMPLE.replace(old, new, 1), encoding="utf-8")
    assert main.main(["import", "stages", "--dry-run", str(file)]) == 2
    assert said in capsys.readouterr().err
    assert not kept()


def test_a_file_that_cannot_be_opened_and_an_institution_nobody_knows_are_refused(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["import", "stages", str(file.parent / "tidak-ada.toml")]) == 2
    assert "tidak dapat dibuka" in capsys.readouterr().err
    assert main.main(["import", "stages", str(file), "--by", "35.28/tidak-ada"]) != 0
    assert "Lembaga ini tidak ada." in capsys.readouterr().err
    assert not kept()


def test_the_file_that_is_shipped_passes_its_own_check(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(files.file("elections/pilkada-2024.toml").read_bytes())
    assert main.main(["import", "stages", "--dry-run", str(file)]) == 0
    assert "pilkada-2024 dengan" in capsys.readouterr().out
    assert main.main(["import", "stages", str(file), "--by", "35.28/kpu"]) != 0
    assert "sudah dipakai" in capsys.readouterr().err
