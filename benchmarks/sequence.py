"""Acts against the bare statements they send, and the sequencer: its rate, its checks, what readers ask of the ledger.

``python -m benchmarks.sequence [LEAVES] [--all]``: the log of the last figures has 100,000 leaves unless told so, and
``--all`` measures every kind of act, not only the usual ones. The acts are those whose faults the tests drive.
"""

from __future__ import annotations

import os
import secrets
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import RUNS, in_scratch, seconds, tell
from ikrar.cli.installation import prepare

#: The tests' own host: their phones sign for it.
os.environ["IKRAR_ORIGIN"] = "https://ikrar.example"

TURNS = 9  # a commit waits for the disk, whose moods are many
USUAL = ("signature.given", "signature.refused", "signature.attested", "declaration.frozen", "grant.given")
BAR = 0.4  # of the bare transaction's speed (decision 33)
NUMBER, ROUND, AT_ONCE = 100_000, 10_000, 5_000
TURNING = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")  # one transaction stands for all of these
Statement = tuple[str, Any, bool]


def main() -> int:
    """Print the figures; 1 when an act is below the bar."""
    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    _furnish()
    from tests.records.test_faults import ACTS

    slow = [event for event in (sorted(ACTS) if "--all" in sys.argv else USUAL) if _ratio(event, ACTS[event]) < BAR]
    print(f"sequence.acts_below_the_bar {len(slow)} below {BAR} of the bare speed: {', '.join(slow) or 'none'}")
    _restore("empty")
    _rate()
    _open(int(words[0]) if words else NUMBER)
    _readers()
    return 1 if slow else 0


# --- acts -----------------------------------------------------------------------------------------------------------


def _furnish() -> None:
    """Bring the institutions of the tests' cast into the installation, and keep the file as it is then."""
    from tests.world import INSTITUTIONS

    from ikrar.records.institution.models import Institution, Office, Territory

    for code, kind, name in INSTITUTIONS:
        area = code.partition("/")[0]
        row = Institution.objects.create(code=code, kind=kind, name=name, area_id=area)
        Territory.objects.create(institution=row, area_id=area)
        Office.objects.create(institution=row, name=f"Ketua {name}")
    _keep("empty")


def _file() -> Path:
    from django.db import connection

    return Path(str(connection.settings_dict["NAME"]))


def _keep(name: str) -> None:
    """Copy the database away as it is now."""
    from django.db import connections

    connections.close_all()
    shutil.copyfile(_file(), _file().with_name(f"{name}.kept"))


def _restore(name: str) -> None:
    """Put the database back as it was kept, and write once so that its log is there as on a running server."""
    from django.db import connection, connections

    connections.close_all()
    for end in ("-wal", "-shm"):
        _file().with_name(_file().name + end).unlink(missing_ok=True)
    shutil.copyfile(_file().with_name(f"{name}.kept"), _file())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = app WHERE id = 1")


def _ratio(event: str, prepared: Callable[[], Callable[[], Any]]) -> float:
    """Time an act and the bare transaction of its statements in turns, each from the same state of the database."""
    _restore("empty")
    act = prepared()
    _keep("ready")
    acts, bare, statements = [], [], list[Statement]()
    for _ in range(TURNS + 1):
        _restore("ready")
        _rehearse(act)
        begun = time.perf_counter()
        act()
        acts.append(time.perf_counter() - begun)
        _restore("ready")
        statements = _recorded(act)
        _restore("ready")
        bare.append(_replay(statements))
    acts, bare = acts[1:], bare[1:]  # the first of each is a warm-up
    ratio = statistics.median(bare) / statistics.median(acts)
    tell(f"sequence.act [{event}] end to end", acts, "ms", 1000)
    tell(f"sequence.act [{event}] {len(statements)} bare statements", bare, "ms", 1000)
    word = "within" if ratio >= BAR else "BELOW"
    print(f"sequence.act [{event}] {ratio:.2f} of the bare transaction's speed ({word} the bar of {BAR})", flush=True)
    return ratio


def _rehearse(act: Callable[[], Any]) -> None:
    """Do an act and undo it, so that statements are prepared and pages read as on a running server."""
    from django.db import transaction

    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def _recorded(act: Callable[[], Any]) -> list[Statement]:
    """Return the statements that an act sends, reads and writes, without those that begin and end transactions."""
    from django.db import connection

    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(TURNING):
            found.append((sql.replace("%s", "?").replace("%%", "%"), list(params or ()), many))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return found


def _replay(statements: list[Statement]) -> float:
    """Run the statements in one transaction on the bare connection, rehearsed once; returns the seconds."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    taken = 0.0
    for end in ("ROLLBACK", "COMMIT"):
        begun = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        for sql, params, many in statements:
            if many:
                raw.executemany(sql, params)
            else:
                raw.execute(sql, params).fetchall()
        raw.execute(end)
        taken = time.perf_counter() - begun
    return taken


# --- the sequencer --------------------------------------------------------------------------------------------------


def _leave(count: int) -> None:
    """Leave leaves as acts do, each of a subject of its own."""
    from django.db import transaction

    from ikrar.records.ledger import actions
    from ikrar.records.ref import new_ref

    for start in range(0, count, AT_ONCE):
        some = range(start, min(start + AT_ONCE, count))
        acts = [actions.Act("grant.ended", "35.28/kpu", new_ref(), {"n": n}) for n in some]
        with transaction.atomic():
            actions.append_many(acts, now=datetime.now(UTC))


def _rate() -> None:
    """Time rounds of 10,000 leaves: numbers, tiles, a signature, all of it on the disk."""
    from ikrar.records.ledger import sequence

    taken = []
    for _ in range(RUNS + 1):
        _leave(ROUND)
        begun = time.perf_counter()
        sequence.advance(datetime.now(UTC))
        taken.append(time.perf_counter() - begun)
    tell(f"sequence.round [{ROUND} leaves]", taken[1:], "s")
    print(f"sequence.rate {ROUND / statistics.median(taken[1:]):,.0f} leaves/s numbered, laid and signed")
    taken = []
    for _ in range(RUNS + 1):
        _leave(1)
        begun = time.perf_counter()
        sequence.advance(datetime.now(UTC))
        taken.append(time.perf_counter() - begun)
    tell("sequence.round [1 leaf]", taken[1:], "ms", 1000)


def _open(number: int) -> None:
    """Fill the log to a number of leaves; time its checks before a round, and opening its edge from the tiles."""
    from ikrar.core.ledger.tile import reader
    from ikrar.core.ledger.tree import Frontier
    from ikrar.records.ledger import recovery, sequence, store

    begun = time.perf_counter()
    _leave(number - sequence.numbered())
    sequence.advance(datetime.now(UTC))
    size = sequence.numbered()
    print(f"sequence.fill {time.perf_counter() - begun:.0f} s until the log had {size} leaves", flush=True)
    checks = seconds(lambda: recovery.recover(datetime.now(UTC)))
    tell(f"sequence.checks [{size} leaves] before a round", checks, "ms", 1000)
    idle = seconds(lambda: sequence.advance(datetime.now(UTC)))
    tell(f"sequence.round [{size} leaves] nothing waits", idle, "ms", 1000)
    edge = seconds(lambda: Frontier.open(reader(store.local().read, size), size).root())
    tell(f"sequence.open [{size} leaves] edge and root", edge, "ms", 1000)
    begun = time.perf_counter()
    recovery.recover(datetime.now(UTC), whole=True)
    print(f"sequence.checks_whole {time.perf_counter() - begun:.2f} s, every tile of {size} leaves with the database")


# --- readers --------------------------------------------------------------------------------------------------------


def _readers() -> None:
    """Time what readers ask, with five witnesses whose words stand under the newest checkpoint."""
    from django.test import Client
    from tests import witnessing

    from ikrar.records.ledger import queries, sequence
    from ikrar.records.ledger.models import Leaf

    now = datetime.now(UTC)
    witnessing.agree(now)
    witnessing.cosign(now)
    size, browser = sequence.numbered(), Client()
    name = Leaf.objects.get(number=secrets.randbelow(size)).hash
    proof = queries.proof(name)
    assert proof is not None
    print(f"sequence.proof_bytes {len(proof.text().encode())} with its leaf and five cosignatures, {size} leaves")
    asked: dict[str, Callable[[], Any]] = {
        "head()": lambda: queries.head(now),
        "proof()": lambda: queries.proof(name),
        "/buku-besar/": lambda: _page(browser, "/buku-besar/"),
        "/ledger/checkpoint": lambda: _page(browser, "/ledger/checkpoint"),
        "/ledger/tile/0/000": lambda: _page(browser, "/ledger/tile/0/000"),
        "/ledger/proof/": lambda: _page(browser, f"/ledger/proof/{name}"),
    }
    for what, ask in asked.items():
        print(f"sequence.read [{what}, {size} leaves] {_queries(ask)} queries")
        tell(f"sequence.read [{what}, {size} leaves]", seconds(ask, times=5), "ms", 1000)


def _page(browser: Any, path: str) -> None:
    answer = browser.get(path, secure=True)
    assert answer.status_code == 200, (path, answer.status_code)
    b"".join(answer)


def _queries(ask: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as found:
        ask()
    return len(found)


if __name__ == "__main__":
    sys.exit(in_scratch(main))
