"""``make bench``: print every figure, each part in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PARTS = ("tables", "pages", "reading")


def main() -> int:
    """Run each part; the exit status is the worst one."""
    worst = 0
    for part in PARTS:
        with tempfile.TemporaryDirectory(prefix="ikrar-bench-") as folder:
            environment = os.environ | {"IKRAR_DATA": folder, "IKRAR_ORIGIN": "http://localhost:8000"}
            done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], env=environment, check=False)
            worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    sys.exit(main())
