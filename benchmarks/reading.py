"""How well and how fast articles are read: one line per figure.

Usage: ``python benchmarks/reading.py [FOLDER]``, FOLDER with ``gold.jsonl`` and one ``.txt`` per id
(default ``../shared/articles``). Quality is that of ``../shared/eval/score_reading.py``, run on that folder.
"""

from __future__ import annotations

import itertools
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ikrar.core.reading import read as reading
from ikrar.core.reading import tables

RUNS = 5
HOSTILE_LENGTH = reading.LONGEST
# Texts that no press writes: each repeats what one of the finders looks for, or stops at.
HOSTILE = {
    "dates": "Kamis (12/9) ",
    "dates_with_year": "Senin, 12 Agustus 2024, ",
    "dates_in_words": "dua ribu ",
    "misspelt_months": "Rabu 12 Septembxr 2024 ",
    "days_in_words": "tanggal dua puluh tiga bulan September tahun ",
    "told_days": "kemarin digelar dua hari lalu, Kamis pekan lalu, H-30 ",
    "stage_days": "hari ketiga masa kampanye digelar, ",
    "quoted_days": '"apel," kata ia Rabu (4/9) "akan ',
    "periods": "12 Januari hingga 13 Februari 2024 ",
    "ranks": "Kapolres AKBP Budi Santoso, S.I.K. ",
    "forms_of_address": "Drs. H. Ir. ",
    "offices": "Ketua KPU ",
    "appositions": "Wira Laksana, Ketua KPU, ",
    "pairs": "paslon Wira-Sekar, ",
    "pairs_of_sentences": "paslon Wira Aji-Sekar. ",
    "village_heads": "Kepala Desa Aaa Bbb Ccc ",
    "organisations": "KPU Kabupaten Cirebon dan Bawaslu Kabupaten Cirebon ",
    "areas": "Kecamatan Sumber, Kabupaten ",
    "villages": "Desa Sukamaju ",
    "venues": "di Aula Kantor Bupati ",
    "points": "1. a\n",
    "bullets": "• a\n",
    "ordinals": "pertama menolak hoaks, kedua tidak, ",
    "wildcards": "menyatakan menolak hoaks, kemudian tidak, ",
    "semicolons": "isi ikrar: menolak; ",
    "signing": "Naskah diteken Ketua KPU, dan ",
    "relay": "KPU menyerahkan bendera dari KPU kepada KPU, ",
    "operations": "Operasi Mantap Praja Mantab Brata ",
    "inline_points": "(1) aman, (2) damai, ",
    "initials": "A. B. C. D. ",
    "letters": "A ",
    "numbers": "12 ",
    "full_stops": ".",
    "brackets": "(",
    "quotes": '"kata" ia ',
    "no_full_stop": "pemilu damai di kabupaten ",
    "plans": "akan digelar pemilu yang ",
    "hyphens": "mendukung a-",
    "marks": "\u0323\u0301",
    "false_bold": "\U0001d400\U0001d401 ",
    "links": "Baca juga:\nPanen Raya\n",
    "endings": "Berita Terkait\n",
    "side_bars": "Terpopuler\n1. Panen\n",
    "counters": "1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.\n",
    "ways": " >>" * 60 + "\n",
    "wrong_encoding": "Ã¢â‚¬Å“",
    "half_wrapped": "deklarasi damai di pendopo kabupaten yang dihadiri\nwarga\n",
    "wrapped": "deklarasi damai di pendopo kabupaten yang dihadiri banyak warga\n",
    "days_shown": "12 September 2024 | 10:30 WIB\n",
    "names": "",
}
OPENING = "Deklarasi Pilkada 2024 damai\nKPU menggelar deklarasi pilkada damai, Kamis (12/9/2024).\n"
WRAPPER = (
    "import argparse, sys; from ikrar.cli import read; p = argparse.ArgumentParser(); read.add_arguments(p); "
    "sys.exit(read.run(p.parse_args()))"
)


def main() -> int:
    """Print start time, loading time, articles per second, seconds for hostile texts, and the quality figures."""
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
    _hostile(loaded)
    return _quality(folder)


def _hostile(loaded: tables.Tables) -> None:
    """Print the seconds that the longest text takes that repeats one pattern.

    The pattern stands after the opening of an article about an election, so that every finder runs.
    """
    for name, pattern in HOSTILE.items():
        repeated = pattern * HOSTILE_LENGTH if pattern else "".join(_names())
        text = (OPENING + repeated)[:HOSTILE_LENGTH]
        start = time.perf_counter()
        reading.read(text, tables=loaded)
        print(f"reading.hostile_seconds.{name} {time.perf_counter() - start:.2f}")


def _names() -> Iterator[str]:
    """Yield persons who share their first name, so that each has to be told from all the others."""
    for parts in itertools.islice(itertools.product("aeiou", "bdgklmnprst", "aeiou", "bdgklmnprst", "aeiou"), 5000):
        yield f"Kapolres AKBP Budi M{''.join(parts)}, "


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
