"""``ikrar export declarations`` and ``ikrar import declarations``: the register goes out and comes in, whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.cli import main
from ikrar.cli.importing import declarations as importing
from ikrar.core.declaration.exchange import Copy
from ikrar.records.declaration import actions, queries
from ikrar.records.declaration.models import Version
from ikrar.records.ledger.models import Leaf
from tests import cast
from tests.store import STORE

BY = ["--by", "35.28/kpu"]
Say = pytest.CaptureFixture[str]


def register(count: int = 3) -> list[str]:
    """Freeze some declarations, the first in two versions; returns their references in the register's order."""
    dewi = cast.at_desk(cast.DEWI)
    refs = [cast.frozen(dewi, title=f"Deklarasi {n}").declaration_id for n in range(count)]
    actions.supersede(dewi, refs[0], reason="Salah ketik.", now=timezone.now())
    actions.save(dewi, refs[0], edition=1, form=cast.form(title="Deklarasi 0", place="Aula"))
    cast.freeze(dewi, refs[0])
    return queries.register_refs(limit=100)


def unread(copy: Copy) -> Copy:
    """Return a declaration as it is where no second institution read it: a file cannot approve anything."""
    return replace(copy, versions=tuple(replace(one, reviewed_by="") for one in copy.versions))


def taken(path: Path, count: int = 3) -> list[Copy]:
    """Export the register, empty the installation, and return what the register held."""
    refs = register(count)
    kept = list(queries.copies(refs))
    assert main.main(["export", "declarations", str(path), *BY]) == 0
    STORE.restore()
    return kept


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_the_register_goes_out_and_comes_in_at_an_empty_installation(
    database: Path, tmp_path: Path, capsys: Say, kind: str
) -> None:
    path = tmp_path / f"deklarasi.{kind}"
    kept = taken(path)
    assert "3 " in capsys.readouterr().out
    assert main.main(["import", "declarations", str(path)]) == 0
    assert "4 versi didaftarkan, 0 sudah ada." in capsys.readouterr().out
    assert [queries.copy_of(copy.ref) for copy in kept] == [unread(copy) for copy in kept]
    assert Leaf.objects.filter(type="declaration.imported").count() == 4
    assert main.main(["import", "declarations", str(path)]) == 0
    assert "0 versi didaftarkan, 4 sudah ada." in capsys.readouterr().out


def test_a_dry_run_says_what_would_come_and_keeps_nothing(database: Path, tmp_path: Path, capsys: Say) -> None:
    path = tmp_path / "deklarasi.jsonl"
    taken(path)
    assert main.main(["import", "declarations", str(path), "--dry-run"]) == 0
    assert "4 versi akan didaftarkan, 0 sudah ada." in capsys.readouterr().out
    assert not Version.objects.exists()


def test_an_export_leaves_its_digest_in_the_ledger_and_says_what_it_covers(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "deklarasi.jsonl"
    register(1)
    assert main.main(["export", "declarations", str(path), "--area", "35.28", *BY]) == 0
    assert Leaf.objects.filter(type="export.made", by="35.28/kpu").count() == 1
    about = json.loads(path.read_bytes().splitlines()[0])["about"]
    assert (about["asked"], about["declarations"]) == ("35.28", 1)
    other = tmp_path / "lain.csv"
    assert main.main(["export", "declarations", str(other), "--area", "36", *BY]) == 0
    assert b"Deklarasi 0" not in other.read_bytes()


def test_one_declaration_goes_out_as_a_document(database: Path, tmp_path: Path) -> None:
    (ref,) = register(1)
    path = tmp_path / "satu.json"
    assert main.main(["export", "declarations", str(path), "--ref", ref, *BY]) == 0
    assert json.loads(path.read_bytes())["ref"] == ref


def test_one_declaration_goes_out_on_paper_and_comes_back_from_it(database: Path, tmp_path: Path, capsys: Say) -> None:
    (ref,) = register(1)
    kept, path = queries.copy_of(ref), tmp_path / "satu.pdf"
    assert main.main(["export", "declarations", str(path), *BY]) == 2
    assert main.main(["export", "declarations", str(path), "--ref", ref, *BY]) == 0
    assert path.read_bytes().startswith(b"%PDF-")
    STORE.restore()
    assert main.main(["import", "declarations", str(path)]) == 0
    assert queries.copy_of(ref) == unread(kept)


def test_only_what_a_named_institution_registered_comes_in(database: Path, tmp_path: Path, capsys: Say) -> None:
    path = tmp_path / "deklarasi.jsonl"
    taken(path)
    capsys.readouterr()
    assert main.main(["import", "declarations", str(path), "--institution", "35.28/bawaslu"]) == 2
    assert "35.28/bawaslu" in capsys.readouterr().err
    assert main.main(["import", "declarations", str(path), "--institution", "35.28/kpu", "--reason", "Pindah."]) == 0
    assert Version.objects.count() == 4
    assert set(Version.objects.get(number=2).steps.values_list("reason", flat=True)) == {"Salah ketik.", "Pindah."}


def test_faults_are_told_by_sheet_row_and_column_and_nothing_is_kept(
    database: Path, tmp_path: Path, capsys: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "salah.csv"
    rows = "".join(f"naskah,A{n},1,,Deklarasi {n},99.99,2024-08-16,,,35.28/kpu\r\n" for n in range(3))
    parts = "".join(f"poin,A{n},1,1,,,,Damai.,,\r\npihak,A{n},1,1,,,,,KPU,\r\n" for n in range(3))
    head = "baris,deklarasi,versi,nomor,judul,wilayah,tanggal,teks,lembaga,pendaftar\r\n"
    path.write_text(head + rows + parts, encoding="utf-8")
    monkeypatch.setattr(importing, "SHOWN", 2)
    assert main.main(["import", "declarations", str(path)]) == 2
    said = capsys.readouterr().err
    assert "lembar naskah, baris 2, kolom wilayah: " in said
    assert "… dan 1 lagi." in said
    assert not Version.objects.exists()


def test_a_fault_of_json_is_told_by_its_line(database: Path, tmp_path: Path, capsys: Say) -> None:
    path = tmp_path / "salah.jsonl"
    path.write_bytes(b'{"v":"ikrar.id/exchange/v1","about":{}}\n{"v":1}\n')
    assert main.main(["import", "declarations", str(path)]) == 2
    assert "baris 2, example: " in capsys.readouterr().err


def test_a_run_that_is_stopped_keeps_whole_batches_and_goes_on_when_asked_again(
    database: Path, tmp_path: Path, capsys: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deklarasi.jsonl"
    kept = taken(path, 4)
    monkeypatch.setattr(importing, "BATCH", 2)
    batches, real = [], actions.take_in

    def stopped(*args: object, **terms: object) -> int:
        batches.append(1)
        if len(batches) == 2:
            real(*args, **terms)  # inside the transaction, which the stop rolls back
            raise KeyboardInterrupt
        return real(*args, **terms)

    monkeypatch.setattr(actions, "take_in", _in_transaction(stopped))
    assert main.main(["import", "declarations", str(path)]) == 130
    assert "ulangi perintah ini" in capsys.readouterr().out
    assert Version.objects.count() == 2
    monkeypatch.setattr(actions, "take_in", real)
    assert main.main(["import", "declarations", str(path)]) == 0
    assert "3 versi didaftarkan, 2 sudah ada." in capsys.readouterr().out
    assert [queries.copy_of(copy.ref) for copy in kept] == [unread(copy) for copy in kept]


def _in_transaction(act: object) -> object:
    from django.db import transaction

    return transaction.atomic(act)


@pytest.mark.parametrize(
    "words",
    [
        ["import", "declarations", "tidak/ada.jsonl"],
        ["export", "declarations", "deklarasi.ods", *BY],
        ["export", "declarations", "deklarasi.json", *BY],
        ["export", "declarations", "tidak/ada.csv", *BY],
        ["export", "declarations", "deklarasi.csv", "--by", "35.28/tidak-ada"],
        ["export", "declarations", "deklarasi.csv", "--ref", "X", *BY],
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence_and_leaves_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(words) == 2
    assert not Leaf.objects.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_a_file_of_one_declaration_asks_for_its_reference(
    database: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["export", "declarations", str(tmp_path / f"semua.{ending}"), *BY]) == 2
    told = capsys.readouterr().err
    assert f".{ending}" in told
    assert "--ref" in told
    assert ".jsonl" in told


def test_a_file_that_is_there_is_not_written_over(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "deklarasi.csv"
    path.write_text("punya saya", encoding="utf-8")
    assert main.main(["export", "declarations", str(path), *BY]) == 2
    assert path.read_text(encoding="utf-8") == "punya saya"
