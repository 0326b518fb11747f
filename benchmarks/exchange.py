"""The register out and in: 10,000 invented declarations exported, tried, imported, stopped half-way and resumed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import invented
from ikrar.cli.installation import prepare
from ikrar.core.declaration import exchange
from ikrar.core.declaration.canonical import canonical_bytes
from ikrar.core.declaration.exchange import Copy, Wording
from ikrar.core.declaration.form import text_of
from ikrar.core.ledger.leaf import ref_from

MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
BY = "35.28/kpu"
AREA, BELOW = ("35.28", "Kabupaten Pamekasan"), ("35.28.01", "Tlanakan")


def copies(count: int) -> Iterator[Copy]:
    """Yield the same invented declarations each time, in one regency; every tenth follows the first."""
    chance = random.Random(5)
    parent = None
    for n, form in enumerate(invented.forms(count, [BELOW])):
        first = n == 0
        text = text_of(replace(form, area=AREA[0]) if first else form)
        text = replace(text, parent=parent if n % 10 == 9 else None)
        kinds = tuple(point.kinds for point in form.points)
        one = Wording(1, canonical_bytes(text), BEGIN + timedelta(minutes=n), kinds=kinds)
        parent = parent or one.digest
        yield Copy(ref_from(chance.randbytes(17)), BY, "KPU Kabupaten Pamekasan", False, (one,))


def main() -> None:
    """Print the figures."""
    prepare()
    from ikrar.records.institution.actions import register

    register(code=BY, kind="kpu", name="KPU Kabupaten Pamekasan", area=AREA[0])
    folder = Path(os.environ["IKRAR_DATA"])
    path = folder / "banyak.jsonl"
    path.write_bytes(b"".join(exchange.line(copy) for copy in copies(MANY)))
    print(f"exchange.file {path.stat().st_size / 1e6:.1f} MB, {MANY} declarations")
    told("exchange.dry_run", "import", "declarations", str(path), "--dry-run")
    stopped(path)
    told("exchange.import_rest", "import", "declarations", str(path))
    told("exchange.import_again", "import", "declarations", str(path))
    for kind in ("jsonl", "csv", "xlsx"):
        out = folder / f"keluar.{kind}"
        told(f"exchange.export_{kind}", "export", "declarations", str(out), "--by", BY)
        print(f"exchange.export_{kind} {out.stat().st_size / 1e6:.1f} MB")


def told(name: str, *words: str) -> None:
    """Run a command and print its seconds and what it says."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "ikrar.cli", *words], capture_output=True, text=True, check=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{name} {time.perf_counter() - begun:.1f} s, at most {most:.0f} MB so far: {done.stdout.strip()}", flush=True
    )


def stopped(path: Path) -> None:
    """Kill an import half-way, without mercy."""
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "ikrar.cli", "import", "declarations", str(path)])
    from ikrar.records.declaration.models import Version

    while Version.objects.count() < MANY // 2 and child.poll() is None:
        time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait()
    print(
        f"exchange.import_killed {time.perf_counter() - begun:.1f} s, {Version.objects.count()} registered", flush=True
    )


if __name__ == "__main__":
    main()
