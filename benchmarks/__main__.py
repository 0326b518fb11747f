"""``make bench``: print every figure, each part in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = (
    ("tables",),
    ("place",),
    ("exchange",),
    ("place_map",),
    ("register",),
    ("entrance",),
    ("ledger",),
    ("sequence",),
    ("ceremony",),
    ("backup",),
    ("stage",),
    ("relay",),
    ("meeting",),
    ("absence",),
    ("drafts",),
    ("reading", "../shared/articles"),  # seen while the reader was written: not a measure of the unknown
    ("reading_scale", "../shared/articles", "--full"),
    ("release",),
    ("scores", "--errors", "20"),
)


def main() -> int:
    """Run each part; the exit status is the worst one."""
    worst = 0
    for part, *words in PARTS:
        if words and not words[0].startswith("-") and not Path(words[0]).is_dir():
            print(f"{part} {words[0]}: not here, left out")
            continue
        print(" ".join(["#", part, *words]), flush=True)
        with tempfile.TemporaryDirectory(prefix="ikrar-bench-") as folder:
            environment = os.environ | {"IKRAR_DATA": folder, "IKRAR_ORIGIN": "http://localhost:8000"}
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}", *words], env=environment, check=False)
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    sys.exit(main())
