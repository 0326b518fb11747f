"""What reading costs: the start, an article, a file of each form, and how time and memory grow with many articles.

Usage: ``python benchmarks/reading_scale.py [FOLDER] [--full]``, FOLDER with articles (default ``../shared/articles``).
Distinct texts are made by putting the sentences of those articles into another order. ``--full`` also reads 100,000.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.channels.document import samples

from benchmarks.measure import seconds, tell
from ikrar.channels.document.opener import Opener
from ikrar.core.reading import read as reading
from ikrar.core.reading import tables

DISTINCT = 1_000
STEPS = (1_000, 10_000)
FULL = 100_000
STORY = [samples.HEADLINE, *[samples.LEAD] * 6, *samples.POINTS, samples.CLOSING]
MAIL = "From: a@contoh.id\nTo: b@contoh.id\nSubject: Ikrar\nMIME-Version: 1.0\n\n{}"


def main() -> int:
    """Print the figures."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(words[0] if words else "../shared/articles")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        print(f"no articles in {folder}", file=sys.stderr)
        return 2
    _start(folder)
    _rate(texts)
    _forms()
    for count in (*STEPS, FULL) if "--full" in sys.argv else STEPS:
        _grow(texts, count)
    return 0


def shuffled(texts: list[str], count: int) -> Iterator[str]:
    """Yield that many distinct texts: the lines and sentences of one article each, in another order."""
    chance = random.Random(4)
    for number, text in zip(range(count), itertools.cycle(texts), strict=False):
        head, *lines = [line for line in text.split("\n") if line.strip()]
        parts = [sentence for line in lines for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])", line)]
        chance.shuffle(parts)
        yield f"{head} {number}\n\n" + "\n".join(parts)


def _start(folder: Path) -> None:
    """Time one whole run of the command over one text file."""
    words = [sys.executable, "-m", "ikrar.cli", "read", "--jsonl", str(sorted(folder.glob("*.txt"))[0])]
    tell("reading.start", seconds(lambda: subprocess.run(words, capture_output=True, check=True)), "s")


def _rate(texts: list[str]) -> None:
    loaded = tables.load()
    many = list(shuffled(texts, DISTINCT))
    reading.read(many[0], tables=loaded)
    taken = seconds(lambda: [reading.read(text, tables=loaded) for text in many])
    tell("reading.articles_per_second", [DISTINCT / one for one in taken], "articles/s")


def _forms() -> None:
    """Time opening one file of each form, without reading it; the child is there already."""
    story = "\n".join(STORY)
    files = {
        "text": story.encode(),
        "html": samples.PAGE.encode(),
        "docx": samples.word(),
        "pdf": samples.pdf([samples.column(60, 780, [line[:80] for line in STORY])]),
        "mail": MAIL.format(story).encode(),
        "feed_of_two": samples.FEED.encode(),
    }
    with Opener() as opener:
        tell("reading.open.first_child", [_timed(partial(opener.open, files["mail"]))], "ms", 1000)
        for name, data in files.items():
            tell(f"reading.open.{name}", seconds(partial(opener.open, data), times=10), "ms", 1000)


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _grow(texts: list[str], count: int) -> None:
    """Print time and most memory of the command over a folder of that many files."""
    with tempfile.TemporaryDirectory(prefix="ikrar-scale-") as place:
        folder = Path(place, "berita")
        for number, text in enumerate(shuffled(texts, count)):
            path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        words = [sys.executable, "-m", "ikrar.cli", "read", str(folder), "--out", str(Path(place, "hasil.jsonl"))]
        begun = time.perf_counter()
        _, status, used = os.wait4(subprocess.Popen(words).pid, 0)
        taken = time.perf_counter() - begun
        print(f"reading.grow.{count} {taken:.1f} s, {used.ru_maxrss / 1024:.0f} MB at most, exit {status}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
