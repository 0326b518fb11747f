"""Whoever follows docs/howto/memindahkan.md word by word moves a register to another installation."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from ikrar.cli import main
from ikrar.records.declaration import queries
from ikrar.records.declaration.models import Version
from tests.cli.test_declarations import register, unread
from tests.house.howto import HOWTO, blocks
from tests.store import STORE

PAGE = HOWTO / "memindahkan.md"


def follow(commands: str) -> None:
    """Give each command of a block as the page has it."""
    for line in commands.splitlines():
        program, *words = shlex.split(line)
        assert program == "ikrar"
        assert main.main(words) == 0, line


def test_every_command_of_the_page_does_what_it_says(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    out, back, again = blocks(PAGE)
    kept = [unread(copy) for copy in queries.copies(register(2))]
    follow(out.commands)
    assert {path.name for path in tmp_path.iterdir()} == {"semua.jsonl", "pamekasan.csv", "pamekasan.xlsx"}
    STORE.restore()
    assert not Version.objects.exists()
    follow(back.commands)
    assert [queries.copy_of(copy.ref) for copy in kept] == kept
    capsys.readouterr()
    follow(again.commands)
    assert "0 versi didaftarkan, 3 sudah ada." in capsys.readouterr().out
