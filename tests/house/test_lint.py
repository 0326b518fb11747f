"""The linters and the type checker find nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy strict": ["mypy", "--no-incremental"],
}


@pytest.mark.parametrize("name", TOOLS)
def test_the_checkers_find_nothing(name: str) -> None:
    tool, *words = TOOLS[name]
    command = [sys.executable, "-m", tool, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_planted_type_error_would_be_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def double(n: int) -> str:\n    return n * 2\n", encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(planted)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 1
    assert "return-value" in done.stdout
