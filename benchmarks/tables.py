"""Loading the tables, and one act against the bare statements it is made of."""

from __future__ import annotations

import itertools
import statistics
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from benchmarks.measure import RUNS, seconds, tell
from ikrar.cli.installation import prepare

NUMBERS = itertools.count(time.time_ns())


def main() -> None:
    """Print the figures."""
    begun = time.perf_counter()
    prepare()
    print(f"tables.prepare_seconds {time.perf_counter() - begun:.2f} s (n=1, an empty folder)")
    _areas()
    _freezing()


def _areas() -> None:
    from ikrar.records.place.actions import load_areas

    tell("tables.load_areas", seconds(load_areas), "s")


def _freezing() -> None:
    """Time freezing end to end against one transaction of the very same statements, in turns."""
    acts, bare = [], []
    for _ in range(RUNS):
        taken, statements = _freeze_once()
        acts.append(taken)
        bare.append(_replay(statements))
    tell("tables.freeze", acts, "ms", 1000)
    tell("tables.freeze_bare_statements", bare, "ms", 1000)
    ratio = statistics.median(b / a for a, b in zip(acts, bare, strict=True))
    print(f"tables.freeze_ratio {ratio:.2f} of the bare transaction's speed")


def _freeze_once() -> tuple[float, list[tuple[str, object]]]:
    from django.db import connection

    from ikrar.cli.demo.example import approve
    from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm
    from ikrar.records.declaration import actions

    holder = _secretary()
    number = next(NUMBERS)
    form = DeclarationForm(
        title=f"CONTOH ukuran {number}",
        area="98.01",
        event_date="2026-11-20",
        points=tuple(PointForm(f"menolak politik uang {n}", ("NO_MONEY_POLITICS",)) for n in range(6)),
        offices=tuple(OfficeForm(office=f"Ketua {n}", institution="KPU") for n in range(10)),
    )
    now = datetime.now(UTC)
    declaration = actions.start(institution="98.01/kpu", form=form, now=now)
    statements: list[tuple[str, object]] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        statements.append((sql, params))
        return execute(sql, params, many, context)

    approve(holder, declaration.ref, now=now)
    begun = time.perf_counter()
    actions.freeze(holder, declaration.ref, edition=1, now=now)
    taken = time.perf_counter() - begun
    second = actions.start(institution="98.01/kpu", form=replace(form, title=f"CONTOH ulang {number}"), now=now)
    approve(holder, second.ref, now=now)
    with connection.execute_wrapper(note):
        actions.freeze(holder, second.ref, edition=1, now=now + timedelta(seconds=1))
    return taken, statements


def _replay(statements: list[tuple[str, object]]) -> float:
    """Run the recorded reads and writes again in one transaction on scratch copies; only the writes must succeed."""
    import sqlite3

    from django.conf import settings

    source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    target = sqlite3.connect(":memory:")
    source.backup(target)
    source.close()
    path = settings.ENVIRONMENT.data / "bare.sqlite3"
    path.unlink(missing_ok=True)
    bare = sqlite3.connect(path, isolation_level=None)
    target.backup(bare)
    target.close()
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    for table in ("ledger_opening", "ledger_leaf", "declaration_step", "declaration_pledgingoffice"):
        for (name,) in bare.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,)
        ).fetchall():
            bare.execute(f"DROP TRIGGER {name}")
        bare.execute(f"DELETE FROM {table}")
    begun = time.perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    for sql, params in statements:
        if sql.startswith(("SELECT", "INSERT")):
            _run(bare, sql.replace("%s", "?"), params)
    bare.execute("COMMIT")
    taken = time.perf_counter() - begun
    bare.close()
    return taken


def _run(bare, sql, params):  # type: ignore[no-untyped-def]
    import sqlite3

    try:
        bare.execute(sql, [str(p) if isinstance(p, (date, datetime)) else p for p in params or ()]).fetchall()
    except sqlite3.IntegrityError:
        return


def _secretary():  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from ikrar.cli.demo import cast
    from ikrar.core.account.role import Role
    from ikrar.records.account import actions
    from ikrar.records.account.access import holder

    now = timezone.now()
    cast.bring(now)
    user = actions.register(username="ukur", name="Ukur")
    today = timezone.localdate(now)
    found = holder(user.pk, now)
    if found is None:
        actions.give_grant(
            user, role=Role.SECRETARY, institution="98.01/kpu", areas=["98.01"], starts=today, ends=today, now=now
        )
        found = holder(user.pk, now)
    return found


if __name__ == "__main__":
    main()
