"""How well and how fast articles are read: one line per figure.

Usage: ``python benchmarks/reading.py [FOLDER]``, FOLDER with ``gold.jsonl`` and one ``.txt`` per id
(default ``../shared/articles``). Quality is that of ``../shared/eval/score_reading.py``, run on that folder.
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ikrar.core.reading import read as reading
from ikrar.core.reading import tables

RUNS = 5
WRAPPER = (
    "import argparse, sys; from ikrar.cli import read; p = argparse.ArgumentParser(); read.add_arguments(p); "
    "sys.exit(read.run(p.parse_args()))"
)


def main() -> int:
    """Print start time, loading time, articles per second, and the quality figures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/articles")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        print(f"no articles in {folder}", file=sys.stderr)
        return 2
    first = str(sorted(folder.glob("*.txt"))[0])
    loaded = tables.load()
    print(f"reading.start_seconds {_median(lambda: _run([first])):.3f}")
    print(f"reading.load_seconds {_median(tables.load):.3f}")
    seconds = _median(lambda: [reading.read(text, tables=loaded) for text in texts])
    print(f"reading.articles_per_second {len(texts) / seconds:.0f}")
    return _quality(folder)


def _quality(folder: Path) -> int:
    script = Path("../shared/eval/score_reading.py")
    if not script.is_file():
        return 0
    command = f"{sys.executable} -c {shlex.quote(WRAPPER)}"
    done = subprocess.run(
        [sys.executable, str(script), str(folder), command], capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        print(f"reading.{' '.join(line.split())}")
    return done.returncode


def _run(files: list[str]) -> None:
    subprocess.run([sys.executable, "-c", WRAPPER, "--jsonl", *files], capture_output=True, check=True)


def _median(act: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
