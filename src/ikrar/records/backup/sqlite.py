"""SQLite: the file as it stood at one moment while the server goes on writing, and whether a copy of it is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from ikrar.core.errors import Damaged, Refused
from ikrar.records.backup.state import Snapshot, State, state_of

MEMBER = "database/ikrar.sqlite3"
PAGES = 4096  # copied between two reports
BLOCK = 1024 * 1024
BUSY = 20  # seconds to wait for a lock
#: FTS5 keeps an index in tables of its own, whose rows are not ours to count.
TABLES = """
SELECT name FROM sqlite_master t WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND NOT EXISTS (
    SELECT 1 FROM sqlite_master v
    WHERE v.sql LIKE 'CREATE VIRTUAL TABLE%' AND substr(t.name, 1, length(v.name)) = v.name
) ORDER BY name
"""


@contextmanager
def snapshot(path: Path, scratch: Path, advance: Callable[[int], None]) -> Iterator[Snapshot]:
    """Copy the database into ``scratch`` as it stands between two transactions, check the copy, and give it to read.

    ``advance`` is told the bytes copied so far. A copy lies in the clear for as long as the block lasts, beside the
    database and as private. Raises Refused when the database cannot be read, and Damaged when it is not sound.
    """
    copy = scratch / "ikrar.sqlite3"
    _copy(path, copy, advance)
    yield Snapshot("sqlite", check(copy), copy.stat().st_size, [(MEMBER, _blocks(copy))], {}, {})


def _copy(path: Path, copy: Path, advance: Callable[[int], None]) -> None:
    """Copy page by page inside one reading transaction: writers go on, and what they write is not seen."""
    try:
        with closing(_open(path, "mode=ro")) as source, closing(sqlite3.connect(copy)) as target:
            size = source.execute("PRAGMA page_size").fetchone()[0]
            target.execute("PRAGMA synchronous = OFF")
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=PAGES, progress=lambda _, left, total: advance((total - left) * size))
    except sqlite3.Error as error:
        raise Refused("Basis data tidak dapat disalin: {reason}", reason=str(error)) from None


def check(path: Path) -> State:
    """Return the figures of a copy that nobody writes to; raises Damaged when SQLite finds it unsound."""
    try:
        with closing(_open(path, "mode=ro&immutable=1")) as copy:
            verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = copy.execute("SELECT count(*) FROM pragma_foreign_key_check").fetchone()[0]
            if verdict == "ok" and not broken:
                return state_of(copy.execute, [name for (name,) in copy.execute(TABLES)])
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    raise Damaged("Salinan basis data rusak: {reason}", reason=verdict)


def end_sessions(path: Path) -> None:
    """End every session of a copy: one that was ended after the backup must not live again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("DELETE FROM django_session")
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def settle(path: Path) -> None:
    """Bring the log into the file and let go of it; raises Refused when another program has the database open."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as last:
            last.execute("PRAGMA locking_mode = EXCLUSIVE")
            last.execute("BEGIN EXCLUSIVE")
            last.execute("COMMIT")
            last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise Refused(
            "Basis data itu sedang dipakai. Hentikan dahulu ikrar serve dan ikrar work ({reason}).", reason=str(error)
        ) from None


def migrate(path: Path) -> None:
    """Bring a copy up to this version's tables, as the next start would; raises Damaged when it cannot be."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = path
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, InconsistentMigrationHistory) as error:
        raise Damaged("Salinan basis data rusak: {reason}", reason=str(error)) from None
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


def _open(path: Path, options: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{options}", uri=True, timeout=BUSY, isolation_level=None)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
