"""``ikrar ledger`` as people run it: offline, without Django, with an exit status and plain words."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from ikrar.cli import ledger, main
from ikrar.core.certificate.bundle import write
from tests.core.certificate import made
from tests.core.ledger import keys
from tests.core.ledger.written import OPENING, RECORD, Log

LOG = Log(300)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    LOG.write(tmp_path / "log")
    (tmp_path / "policy").write_text(keys.policy_text(), encoding="utf-8")
    (tmp_path / "proof").write_text(LOG.proof(7).text(), encoding="utf-8")
    record = {"leaf": LOG.leaves[7].decode(), "r": b64encode(OPENING).decode(), "record": RECORD}
    (tmp_path / "record").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


Run = tuple[int, str, str]


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Run:
    code = main.main(["ledger", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def verified(capsys: pytest.CaptureFixture[str], folder: Path, *words: object) -> Run:
    return run(capsys, "verify", folder / "proof", "--policy", folder / "policy", *words)


def test_a_proof_that_holds_says_what_it_proves_and_what_not(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, err = verified(capsys, folder)
    assert (code, err) == (0, "")
    assert out.startswith("BUKTI INI BERLAKU.\n\nTerbukti:\n  - Buku besar ikrar.contoh/ledger")
    assert "\n      Satu versi naskah deklarasi dibekukan" in out
    assert "Tidak dibuktikan:\n  - Isi peristiwanya tidak diperiksa" in out
    assert "Gagal:" not in out


def test_it_speaks_english_too(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    out = verified(capsys, folder, "--record", folder / "record")[1]
    assert out.startswith("THIS PROOF HOLDS.\n\nProven:\n")
    assert "One version of a declaration's text was frozen" in out
    assert "The record you gave is exactly what that leaf recorded." in out


def test_a_record_that_was_not_recorded_answers_one(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert verified(capsys, folder, "--record", folder / "record")[0] == 0
    text = (folder / "record").read_text(encoding="utf-8")
    (folder / "record").write_text(text.replace("freeze", "thaw"), encoding="utf-8")
    code, out, _ = verified(capsys, folder, "--record", folder / "record")
    assert code == 1
    assert out.startswith("BUKTI INI TIDAK BERLAKU.\n\nGagal:\n  - Catatan yang Anda berikan bukan")


def test_without_the_quorum_it_answers_one(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "proof").write_text(LOG.proof(7, ("KPU", "PERS")).text(), encoding="utf-8")
    code, out, _ = verified(capsys, folder)
    assert code == 1
    assert "Saksi tidak cukup" in out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("proof", b"no proof"),
        ("proof", b"\xff"),
        ("policy", b"quorum"),
        ("policy", b"x" * 100_001),
        ("record", b"[]"),
        ("record", None),
    ],
)
def test_bad_input_answers_two_in_one_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, content: bytes | None
) -> None:
    (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
    code, out, err = verified(capsys, folder, "--record", folder / "record")
    assert (code, out) == (2, "")
    assert err.startswith("ikrar: ")
    assert len(err.splitlines()) == 1


def test_R50_it_verifies_without_network_database_and_django(folder: Path) -> None:
    """The command runs where there is no network at all, and what it loaded is listed by itself."""
    program = (
        "import sys; from ikrar.cli.main import main; status = main(sys.argv[1:]); "
        "print(status, sorted({'django', 'sqlite3', 'socket', 'urllib.request', 'psycopg'} & set(sys.modules)))"
    )
    words = ["ledger", "verify", str(folder / "proof"), "--policy", str(folder / "policy")]
    done = subprocess.run(
        ["unshare", "-n", sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )
    if "unshare failed" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip("this machine does not let a test take the network away (unshare -n)")
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "BUKTI INI BERLAKU."
    assert done.stdout.splitlines()[-1] == "0 []"


def test_a_whole_ledger_is_read_from_its_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    older = folder / "older"
    older.write_text(LOG.cosigned(size=100), encoding="utf-8")
    code, out, _ = run(
        capsys, "audit", folder / "log", "--policy", folder / "policy", "--older", older, "--older", folder / "proof"
    )
    assert code == 0
    assert out.splitlines() == [
        "ikrar.contoh/ledger: 300 daun tentang 3 hal dibaca.",
        "       300  declaration.frozen",
        "Akarnya sama dengan yang ditandatangani, tidak ada rantai yang terputus.",
    ]


def test_without_a_policy_no_signature_is_checked_and_it_says_so(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    code, out, _ = run(capsys, "audit", folder / "log")
    assert code == 0
    assert "Tanda tangan tidak diperiksa" in out


def test_R49_an_audit_finds_a_ledger_that_was_rewritten(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    Log(300, salt="lain").write(folder / "log")
    code, out, _ = run(capsys, "audit", folder / "log", "--policy", folder / "policy", "--older", folder / "proof")
    assert code == 1
    assert "Akar pada 300 daun berbeda" in out
    assert out.splitlines()[-1] == "Buku besar ini TIDAK cocok dengan yang ditandatangani."


def test_R49_an_audit_keeps_what_it_saw_for_the_next_one_and_what_accuses_the_ledger(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    seen = folder / "seen"
    words = ["audit", folder / "log", "--policy", folder / "policy", "--save", seen]
    assert run(capsys, *words)[0] == 0
    assert seen.read_text(encoding="utf-8") == LOG.cosigned()
    fork = Log(310, salt="lain").write(folder / "log")
    for _ in range(2):
        assert run(capsys, *words, "--older", seen)[0] == 1
    assert seen.read_text(encoding="utf-8") == LOG.cosigned()
    (kept,) = folder.glob("seen.refused-*")
    assert kept.read_bytes() == (fork / "checkpoint").read_bytes()


def test_an_audit_asks_for_the_quorum(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    LOG.write(folder / "log", LOG.cosigned(("UNIV", "PERS")))
    code, out, _ = run(capsys, "audit", folder / "log", "--policy", folder / "policy")
    assert code == 1
    assert "Saksi tidak cukup" in out


def test_a_ledger_that_is_not_there_answers_two(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, _, err = run(capsys, "audit", folder / "tiada")
    assert code == 2
    assert "bukan folder" in err


def test_a_proof_that_cannot_be_read_is_called_what_it_is(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "piagam.pdf").write_bytes(b"%PDF-1.7\n\xe2\xe3")
    (folder / "foto").write_bytes(b"\xff\xd8\xff")
    for name, says in (
        ("tiada", "tidak dapat dibuka: No such file"),
        ("piagam.pdf", "lepaskan bukti.json"),
        ("foto", "tidak dapat dibaca sebagai teks UTF-8"),
    ):
        code, out, err = run(capsys, "verify", folder / name, "--policy", folder / "policy")
        assert (code, out) == (2, "")
        assert says in err


def test_every_act_says_what_it_does() -> None:
    parser = argparse.ArgumentParser()
    ledger.add_arguments(parser)
    assert all(f"{act}  " in parser.format_help() for act in ledger.ACTS)


# --- the proof of a declaration ---------------------------------------------------------------------------------------


def test_the_proof_of_a_declaration_is_checked_whole(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "bukti").write_bytes(write(made.bundle()))
    code, out, err = run(capsys, "verify", folder / "bukti", "--policy", folder / "policy")
    assert (code, err) == (0, "")
    assert out.startswith("BUKTI INI BERLAKU.\n\nTerbukti:\n  - Naskah ini menghasilkan sidik")
    assert "dijamin oleh 98.01/kpu, 98.01/bawaslu" in out
    assert "Tidak dibuktikan:" in out
    assert "Gagal:" not in out


def test_a_declaration_s_proof_that_was_changed_fails(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    bundle = made.bundle()
    acts = (made.rewritten(bundle.acts[4], capacity="saksi"), *bundle.acts[:4])
    (folder / "bukti").write_bytes(write(replace(bundle, acts=acts)))
    code, out, _err = run(capsys, "verify", folder / "bukti", "--policy", folder / "policy")
    assert code == 1
    assert "Gagal:\n  - 1 catatan tidak cocok dengan daunnya" in out


def test_a_declaration_s_proof_that_no_witness_saw_is_not_said_to_hold(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    alone = replace(made.bundle(), acts=tuple(made.acts()))
    for bundle, says in ((alone, "belum masuk titik periksa"), (made.bundle(witnesses=("KPU",)), "belum cukup")):
        (folder / "bukti").write_bytes(write(bundle))
        code, out, _err = run(capsys, "verify", folder / "bukti", "--policy", folder / "policy")
        assert code == 1
        assert out.startswith("BUKTI INI BELUM TERBUKTI.\n")
        assert says in out
        assert "sama dengan yang dibawa" not in out


def test_a_policy_that_came_with_the_proof_is_named_as_such(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    policy = (folder / "policy").read_text(encoding="utf-8")
    (folder / "bukti").write_bytes(write(made.bundle(policy=policy)))
    code, out, _err = run(capsys, "verify", folder / "bukti", "--policy", folder / "policy")
    assert code == 0
    assert "Kebijakan saksi Anda sama dengan yang dibawa berkas ini." in out
