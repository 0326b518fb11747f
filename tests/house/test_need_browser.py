"""A machine without a browser gets one, or one sentence that names the package (decision 31)."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "need-browser"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return the only folder of programs that the script will find."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def give(folder: Path, name: str, body: str = "exit 0") -> None:
    """Put a program of one line into the folder; what it is called with is written beside it."""
    path = folder / name
    path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{folder}.log"\n{body}\n', encoding="utf-8")
    path.chmod(0o755)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)], env={"PATH": str(folder)}, capture_output=True, text=True, check=False
    )


def called(folder: Path) -> list[str]:
    log = folder.with_name(f"{folder.name}.log")
    return [line for line in log.read_text(encoding="utf-8").splitlines() if not line.startswith("id ")]


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_decision31_a_browser_that_is_there_is_enough(programs: Path, browser: str) -> None:
    give(programs, browser)
    done = run(programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_decision31_without_root_one_sentence_names_the_package(programs: Path) -> None:
    give(programs, "id", "echo 1000")
    give(programs, "apt-get")
    done = run(programs)
    assert done.returncode == 1
    assert done.stderr == "Ikrar's tests need a browser: install the package chromium.\n"
    assert done.stdout == ""
    assert called(programs) == []


def test_decision31_root_installs_the_browser_quietly(programs: Path) -> None:
    give(programs, "id", "echo 0")
    found = f'[ "$1" = install ] && : >"{programs}/chromium" && /bin/chmod 755 "{programs}/chromium"; echo noise'
    give(programs, "apt-get", found)
    done = run(programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert called(programs) == ["apt-get update -qq", "apt-get install -y -qq --no-install-recommends chromium"]


@pytest.mark.parametrize("outcome", ["exit 100", "exit 0"], ids=["apt fails", "apt installs nothing"])
def test_decision31_root_whose_apt_brings_no_browser_reads_the_same_sentence(programs: Path, outcome: str) -> None:
    give(programs, "id", "echo 0")
    give(programs, "apt-get", outcome)
    done = run(programs)
    assert done.returncode == 1
    assert "install the package chromium." in done.stderr


def test_the_script_may_be_run_directly() -> None:
    assert os.access(SCRIPT, os.X_OK)
