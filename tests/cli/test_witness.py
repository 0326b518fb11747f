"""``ikrar witness`` as an institution runs it: a key, a look by cron, and clear words when a ledger is refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from ikrar.channels.witness.source import Source
from ikrar.cli import main
from ikrar.core.ledger.note import Kind, VerifierKey
from tests.core.ledger import keys
from tests.core.ledger.written import Log


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "policy").write_text(keys.policy_text(), encoding="utf-8")
    Log(300).write(tmp_path / "log")
    return tmp_path


@pytest.fixture
def status(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the log answers to a cosignature: the last number of this list."""
    answers = [200]
    monkeypatch.setattr(Source, "post", lambda self, path, body: (answers[-1], ""))
    return answers


Run = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], folder: Path, act: str, *words: object) -> Run:
    code = main.main(["witness", act, "--folder", str(folder / "saksi"), *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def look(capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    return run(capsys, folder, "pull", "--policy", folder / "policy", "--url", folder / "log")


def test_a_key_is_made_and_its_public_half_printed(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    key = VerifierKey.parse(out.strip())
    assert (code, key.name, key.kind) == (0, "kpu.contoh/saksi", Kind.COSIGNATURE)
    code, out, err = run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    assert (code, out) == (2, "")
    assert "sudah punya kunci" in err


def test_a_look_cosigns_and_sends(capsys: pytest.CaptureFixture[str], folder: Path, status: list[int]) -> None:
    run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    assert look(capsys, folder) == (0, "Titik periksa 300 daun dibubuhi tanda saksi.\n", "")
    status.append(409)
    code, _, err = look(capsys, folder)
    assert (code, err) == (1, "Buku besar tidak menerimanya (409).\n")


def test_R49_a_ledger_that_was_rewritten_is_refused_aloud(
    capsys: pytest.CaptureFixture[str], folder: Path, status: list[int]
) -> None:
    run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    look(capsys, folder)
    Log(300, salt="lain").write(folder / "log")
    code, out, err = look(capsys, folder)
    assert (code, out) == (1, "")
    assert "DITOLAK (422)" in err
    assert f"Buktinya disimpan di {folder}/saksi/evidence." in err
    assert len(list((folder / "saksi" / "evidence").iterdir())) == 1


def test_a_ledger_of_another_name_is_refused_without_evidence(
    capsys: pytest.CaptureFixture[str], folder: Path, status: list[int]
) -> None:
    run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    note = (folder / "log" / "checkpoint").read_text(encoding="utf-8")
    (folder / "log" / "checkpoint").write_text(note.replace(keys.ORIGIN, "lain.contoh/ledger"), encoding="utf-8")
    code, _, err = look(capsys, folder)
    assert code == 1
    assert err == "Titik periksa 300 daun DITOLAK (404): unknown log\n"


def test_what_is_missing_is_said(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, _, err = look(capsys, folder)
    assert code == 2
    assert "belum punya kunci" in err
    run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    code, _, err = run(capsys, folder, "pull", "--policy", folder / "policy")
    assert code == 2
    assert "Berikan --url" in err


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    run(capsys, folder, "key", "--name", "kpu.contoh/saksi")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run(capsys, folder, "run", "--policy", folder / "policy", "--port", port)
    assert code == 2
    assert f"127.0.0.1:{port}" in err
    assert run(capsys, folder, "run", "--policy", folder / "policy", "--port", 99_999_999)[0] == 2
