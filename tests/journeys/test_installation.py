"""Whoever follows docs/howto/installation.md word by word gets a backup that can be restored."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.house.howto import HOWTO, ROOT, blocks, script

PAGE = HOWTO / "installation.md"
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """Return the four names of the page, pointing into a folder of the test's own."""
    names = {"SOURCE": ROOT, "ETC": tmp_path / "etc", "DATA": tmp_path / "data", "BACKUPS": tmp_path / "backups"}
    for folder in ("ETC", "DATA", "BACKUPS"):
        names[folder].mkdir(mode=0o700)
    return {name: str(path) for name, path in names.items()}


def run(commands: str, machine: dict[str, str], **options: object) -> subprocess.CompletedProcess[str]:
    """Run commands as the page's reader would, in one shell that stops at the first failure."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("IKRAR_", "COV_", "DJANGO_"))}
    return subprocess.run(
        ["bash", "-euc", commands], env=kept | machine, text=True, capture_output=True, timeout=300, check=False
    )


def names_block(machine: dict[str, str]) -> str:
    """Return the page's first block with the folders of this test, to show that the page says where they stand."""
    first = blocks(PAGE)[0].commands
    assert [line.partition("=")[0] for line in first.splitlines()] == list(machine)
    return first


def installed(machine: dict[str, str]) -> None:
    """Bring up an installation in the data folder, as the first start does."""
    start = 'IKRAR_DATA="$DATA" IKRAR_ORIGIN=https://ikrar.example "$SOURCE/.venv/bin/python" -c '
    done = run(start + "'from ikrar.cli.installation import prepare; prepare()'", machine)
    assert done.returncode == 0, done.stderr


def areas(machine: dict[str, str]) -> int:
    """Count the areas of the installation, and let go of its database."""
    with closing(sqlite3.connect(Path(machine["DATA"]) / "ikrar.sqlite3")) as asked:
        return int(asked.execute("SELECT count(*) FROM place_area").fetchone()[0])


def test_every_command_of_the_installation_page_that_needs_no_systemd_works(machine: dict[str, str]) -> None:
    installed(machine)
    before = areas(machine)
    page = script(PAGE).removeprefix(names_block(machine))
    done = run(page, machine)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "before-restore-" in done.stdout
    assert areas(machine) == before > 90_000
    assert f"IKRAR_DATA={machine['DATA']}" in (Path(machine["ETC"]) / "ikrar.env").read_text(encoding="utf-8")


def test_R19_what_the_timers_start_is_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("backup", "rehearse"):
        unit = (ROOT / "deploy" / "systemd" / f"ikrar-{name}.service").read_text(encoding="utf-8")
        (started,) = re.findall(r"^ExecStart=/srv/ikrar/.venv/bin/(ikrar .+)$", unit, re.MULTILINE)
        assert (
            started.replace("ikrar ", '"$SOURCE/.venv/bin/ikrar" ', 1).replace("/var/backups/ikrar", '"$BACKUPS"')
            in page
        )
        assert f"ikrar-{name}.timer" in page
        assert (ROOT / "deploy" / "systemd" / f"ikrar-{name}.timer").exists()


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_the_units_name_folders_and_commands_that_the_page_makes(unit: Path) -> None:
    lines = dict(
        line.split("=", 1) for line in unit.read_text(encoding="utf-8").splitlines() if "=" in line and line[0] != "#"
    )
    assert lines["User"] == "ikrar"
    assert lines["EnvironmentFile"] == "/etc/ikrar/ikrar.env"
    words = [w for w in lines["ExecStart"].split() if w.startswith("/srv/ikrar/")]
    assert words
    for word in words:
        assert (ROOT / word.removeprefix("/srv/ikrar/")).exists(), word
    if shutil.which("systemd-analyze"):
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
        )
        complaints = [row for row in done.stderr.splitlines() if "is not executable" not in row]
        assert complaints == []
