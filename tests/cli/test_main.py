"""The command ``ikrar`` itself: what it says without words, in which language it fails, and what it leaves unloaded."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import ikrar
from ikrar.cli import language, main
from ikrar.core.errors import BadInput

ARTICLE = Path(ikrar.__file__ or "").parent / "cli" / "demo" / "articles" / "lembah-arunika.txt"
SERVER_SIDE = ("django", "allauth", "whitenoise", "gunicorn", "polib", "cryptography", "sqlite3", "socket")


@pytest.fixture
def indonesian(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, "id_ID.UTF-8")


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, "en_GB.UTF-8")


def speak(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)


def pretend(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Put a command in place of every other whose run raises ``error``."""

    def run(args: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(main, "command", lambda name: SimpleNamespace(add_arguments=lambda parser: None, run=run))


def test_without_words_it_lists_the_commands_and_answers_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 2
    said = capsys.readouterr().out
    assert said.startswith("usage: ikrar COMMAND")
    assert all(f"  {name} " in said and what in said for name, what in main.COMMANDS.items())


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_lists_the_commands_and_answers_zero(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([word]) == 0
    assert "ikrar COMMAND --help tells more" in capsys.readouterr().out


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"{ikrar.__version__}\n"


@pytest.mark.parametrize("word", ["deklarasi", "READ", "--jsonl", "../read", ""])
def test_an_unknown_command_is_named_on_standard_error(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([word]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"ikrar: {word!r} is no command. Try: ikrar --help\n"


@pytest.mark.parametrize("name", list(main.COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main([name, "--help"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: ikrar {name} ")


@pytest.mark.parametrize("name", list(main.COMMANDS))
def test_an_unknown_option_is_bad_input(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main.main([name, "--tidak-ada"])
    assert stop.value.code == 2
    assert f"ikrar {name}: error:" in capsys.readouterr().err


def test_the_words_come_from_the_command_line_when_none_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ikrar", "--version"])
    assert main.main() == 0
    assert capsys.readouterr().out == f"{ikrar.__version__}\n"


def test_an_error_is_one_sentence_in_indonesian(indonesian: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["serve", "--port", "70000"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "ikrar: Nomor porta 70000 tidak ada; pilih antara 1 dan 65535.\n"


def test_an_error_is_one_sentence_in_english(english: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["serve", "--port", "70000"]) == 2
    assert capsys.readouterr().err == "ikrar: There is no port 70000; choose one between 1 and 65535.\n"


def test_an_error_without_a_translation_is_still_said(
    english: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend(monkeypatch, BadInput("Kalimat {name} ini baru.", name="contoh"))
    assert main.main(["check"]) == 2
    assert capsys.readouterr().err == "ikrar: Kalimat contoh ini baru.\n"


def test_a_fault_of_ours_is_not_dressed_up_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        main.main(["check"])


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pretend(monkeypatch, KeyboardInterrupt())
    assert main.main(["work"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [
        ({}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "C.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "id_ID"}, "id"),
        ({"LANG": "id_ID", "LC_MESSAGES": "id_ID", "LC_ALL": "en"}, "en"),
        ({"LC_ALL": "", "LANG": "en_GB"}, "en"),
    ],
)
def test_the_first_locale_variable_that_is_set_chooses_the_language(environ: dict[str, str], chosen: str) -> None:
    assert language.language(environ) == chosen
    sentence = {"id": "Instalasi ini siap.", "en": "This installation is ready."}[chosen]
    assert language.translator(environ)("Instalasi ini siap.") == sentence


def python(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh interpreter."""
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)


def test_importing_the_command_loads_no_subcommand_and_no_server() -> None:
    done = python("import sys, ikrar.cli.main; print(*sys.modules)")
    loaded = set(done.stdout.split())
    assert done.returncode == 0, done.stderr
    assert loaded.isdisjoint(SERVER_SIDE)
    assert loaded.isdisjoint(f"ikrar.cli.{name}" for name in main.COMMANDS)


def test_one_subcommand_loads_no_other() -> None:
    done = python("import sys; from ikrar.cli import main; main.parser_of('read'); print(*sys.modules)")
    loaded = set(done.stdout.split())
    assert "ikrar.cli.read" in loaded
    assert loaded.isdisjoint(f"ikrar.cli.{name}" for name in main.COMMANDS if name != "read")


WITHOUT = f"""
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {SERVER_SIDE!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
from ikrar.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def test_reading_works_where_nothing_of_the_server_is_installed() -> None:
    done = python(WITHOUT, "read", "--jsonl", str(ARTICLE))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["kind"] == "declaration"


def test_the_interpreter_without_the_server_really_lacks_it() -> None:
    done = python(WITHOUT, "check")
    assert done.returncode == 1
    assert "ModuleNotFoundError: " in done.stderr


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "ikrar.cli", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{ikrar.__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "unbuffered"),
    [
        pytest.param(["read", "--jsonl", *[str(ARTICLE)] * 3], "1", id="read, line by line"),
        pytest.param(["read", "--jsonl", str(ARTICLE)], "", id="read, at the end"),
        pytest.param(["--help"], "1", id="help, line by line"),
        pytest.param(["--help"], "", id="help, at the end"),
    ],
)
def test_a_reader_who_went_away_ends_it_quietly(words: list[str], unbuffered: str) -> None:
    environ = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    command = [sys.executable, "-m", "ikrar.cli", *words]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(timeout=180), said) == (0, b"")


def test_a_full_disk_is_told_in_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ikrar.cli", "read", "--jsonl", str(ARTICLE)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_another_fault_of_the_machine_is_not_called_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(words: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(main, "_answer", broken)
    with pytest.raises(OSError, match="Input"):
        main.main(["read"])


@pytest.mark.parametrize(("closed", "status"), [("<&-", 2), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 2)])
def test_a_closed_stream_is_an_empty_one(tmp_path: Path, closed: str, status: int) -> None:
    (tmp_path / "kabar.txt").write_text("KPU menggelar deklarasi Pilkada damai 2024.", encoding="utf-8")
    what = "-" if "<&-" in closed else str(tmp_path / "kabar.txt")
    command = f"exec {sys.executable} -m ikrar.cli read --jsonl {what} {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=180)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
