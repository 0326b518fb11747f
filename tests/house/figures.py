"""The figures these tests publish, one line each: ``python -m tests.house.figures`` runs what counts them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

FILE = "FIGURES_FILE"
COUNTING = (
    "tests/house/test_access.py",
    "tests/house/test_canaries.py",
    "tests/records/test_faults.py",
    "tests/records/test_worlds.py",
)


def note(name: str, value: int) -> None:
    """Keep one figure, when somebody asked for them."""
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(f"{name}: {value}\n")


def main() -> int:
    """Run the counting tests and print what they noted; fails as they fail."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures"
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *COUNTING]
        done = subprocess.run(command, env=os.environ | {FILE: str(path)}, capture_output=True, text=True)
        for name, value in sorted(_sums(path).items()):
            print(f"{name}: {value}")
        if done.returncode:
            print(done.stdout[-4_000:], file=sys.stderr)
        return done.returncode


def _sums(path: Path) -> Counter[str]:
    """Add up the notes of one name: a figure counted in parts, one for each parameter."""
    found: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        name, _, value = line.rpartition(": ")
        found[name] += int(value)
    return found


if __name__ == "__main__":
    sys.exit(main())
