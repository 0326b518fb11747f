"""Backups of a large register: seconds, megabytes and memory of each command, on SQLite or on PostgreSQL.

``python -m benchmarks.backup [NUMBER]`` builds NUMBER declarations (20,000) and as many leaves in the present data
folder first, if it is empty; with ``IKRAR_DATABASE`` set it does so there, and ``IKRAR_BENCH_SCRATCH`` is the owner's
address of an empty database for the rehearsal. Each command runs as a process of its own, as an operator runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.register import _build
from ikrar.cli.installation import prepare

NUMBER, AT_ONCE = 20_000, 1_000
MB = 1_000_000
#: What a process has had since it became this program; getrusage would count what its parent had.
RUN = """
import sys
from ikrar.cli.main import main
status = main(sys.argv[1:])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
sys.exit(status)
"""


def main() -> int:
    """Print the figures; the worst exit status of the commands."""
    prepare()
    from django.conf import settings
    from django.db import connections

    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    _build(number)
    _leave(number)
    connections.close_all()  # a database that somebody has open is not replaced
    data = Path(settings.ENVIRONMENT.data)
    print(f"backup.data {sum(p.stat().st_size for p in data.glob('ikrar.sqlite3*')) / MB:.0f} MB of SQLite's files")
    scratch = os.environ.get("IKRAR_BENCH_SCRATCH", "")
    with tempfile.TemporaryDirectory(prefix="ikrar-bench-out-") as out:
        worst = _time("backup", ["backup", out])
        (file,) = Path(out).iterdir()
        print(f"backup.file {file.stat().st_size / MB:.1f} MB", flush=True)
        worst = max(worst, _time("rehearse", ["restore", "--rehearse", out, *(["--as", scratch] if scratch else [])]))
        if not scratch:
            worst = max(worst, _time("restore", ["restore", "--replace", out]))
    return worst


def _leave(number: int) -> None:
    """Leave as many leaves as there are declarations, of subjects nobody knows."""
    from django.db import transaction
    from django.utils import timezone

    from ikrar.records import identity
    from ikrar.records.ledger.actions import Act, append_many
    from ikrar.records.ledger.models import Leaf
    from ikrar.records.ref import new_ref

    with identity.system():
        there = Leaf.objects.count()
    for begin in range(there, number, AT_ONCE):
        acts = [
            Act(type="grant.ended", by="35.28/kpu", ref=new_ref(), record={"n": begin + n})
            for n in range(min(AT_ONCE, number - begin))
        ]
        with transaction.atomic(), identity.system():
            append_many(acts, now=timezone.now())


def _time(name: str, words: list[str]) -> int:
    """Run a command, and print its seconds and the most memory it had at one time."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", RUN, *words], check=False, stdout=subprocess.PIPE, text=True)
    seconds, most = time.perf_counter() - begun, int(done.stdout.split()[-1])
    print(f"backup.{name} {seconds:.1f} s, at most {most / 1024:.0f} MiB of memory, exit {done.returncode}", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
