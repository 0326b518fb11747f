"""PostgreSQL: every table in one transaction that sees one moment, and all of it put back in one transaction.

The application's own role takes it out, as the system: it reads every table and passes by no policy, so no superuser is
needed for the night. The rows travel as COPY writes them; tables, triggers and policies are made anew by the migrations
of the backup, so a dump holds no statement that somebody could have planted. The owner puts it back: the migrations up
to the backup's, the rows past the triggers that guard what is final, the comparison, this version's migrations and
policies. Until that one transaction ends nothing of it is seen, and a rehearsal ends it by undoing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from ikrar.core.backup.manifest import Manifest
from ikrar.core.errors import Damaged, Refused
from ikrar.records import identity, policy
from ikrar.records.backup.state import Snapshot, compare, state_of

FOLDER = "database/"
AT_ONCE = 2_000  # rows fetched at a time where rows are read one by one
PATIENCE = "20s"  # for locks of others
#: Each table with its columns and bytes.
TABLES = """
SELECT c.relname, array_agg(quote_ident(a.attname) ORDER BY a.attnum), pg_table_size(c.oid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid, c.relname ORDER BY c.relname
"""
COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Give the database as it stands at one moment, to be read until the block ends; writers go on.

    Raises Refused when the database does not answer or keeps something back.
    """
    try:
        with transaction.atomic():
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            with identity.system():
                tables = list(_ask(TABLES))
                columns = {name: tuple(found) for name, found, _ in tables}
                members = ((FOLDER + name, _copied(name, found)) for name, found in columns.items())
                state = state_of(_ask, columns)
                size = sum(int(size) for _, _, size in tables)
                yield Snapshot("postgresql", state, size, members, columns, dict(_ask(COUNTERS)))
    except DatabaseError as error:
        raise Refused("Basis data tidak dapat disalin: {reason}", reason=str(error).strip()) from None


def _copied(table: str, columns: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the rows of a table as COPY writes them."""
    sql = f'COPY public."{table}" ({", ".join(columns)}) TO STDOUT'
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(sql) as rows:
        for block in rows:
            yield bytes(block)


def _ask(sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a question, some thousand at a time: a nation's ledger does not fit into memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def put_back(
    owner: Mapping[str, Any],
    role: str,
    manifest: Manifest,
    members: Iterable[tuple[str, Iterable[bytes]]],
    *,
    replace: bool = False,
    rehearse: bool = False,
) -> None:
    """Restore a dump as the owner in one transaction, compare, bring it up to this version and grant to ``role``.

    ``owner`` holds the entries of the connection's settings for the target. ``replace`` drops what is there, inside
    the same transaction; ``rehearse`` undoes everything at the end. Raises Refused when the target is not empty or is
    in use, and Damaged when what was restored is not what was kept.
    """
    try:
        with policy.as_owner(owner), transaction.atomic():
            _run(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            _empty(replace=replace)
            _fill(manifest, members)
            compare(manifest, state_of(_ask, manifest.columns))
            call_command("migrate", verbosity=0, interactive=False)
            policy.put_in_force(role)
            if rehearse:
                transaction.set_rollback(True)
            else:
                _run("DELETE FROM django_session")
    except IntegrityError as error:
        raise Damaged("Salinan basis data rusak: {reason}", reason=str(error).strip()) from None
    except DatabaseError as error:
        raise Refused("Basis data tidak dapat dipulihkan: {reason}", reason=str(error).strip()) from None


def _empty(*, replace: bool) -> None:
    """Leave an empty schema, or refuse one that is not."""
    there = [name for name, _, _ in _ask(TABLES)]
    if there and not replace:
        raise Refused(
            "Basis data itu sudah berisi tabel ({first}). Sebut yang kosong, atau ulangi dengan --replace.",
            first=there[0],
        )
    if there:
        _run("DROP SCHEMA public CASCADE")
        _run("CREATE SCHEMA public")


def _fill(manifest: Manifest, members: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Make the backup's tables and load its rows past the triggers; foreign keys are checked when all are there."""
    _migrate_to(manifest.migrations)
    tables, kept = {name: set(columns) for name, columns, _ in _ask(TABLES)}, manifest.columns
    for name in sorted(tables.keys() | kept.keys()):
        if tables.get(name) != set(kept.get(name, ())):
            raise Damaged("Tabel {name} di dalam cadangan berbentuk lain.", name=name)
    for name in tables:
        _run(f'ALTER TABLE public."{name}" DISABLE TRIGGER USER')
    _run("TRUNCATE " + ", ".join(f'public."{name}"' for name in tables))
    for member, blocks in members:
        table = member.removeprefix(FOLDER)
        if member.startswith(FOLDER) and table in tables:
            _load(table, kept[table], blocks)
    _run("SET CONSTRAINTS ALL IMMEDIATE")
    for name in tables:
        _run(f'ALTER TABLE public."{name}" ENABLE TRIGGER USER')
    with connection.cursor() as cursor:
        for name, value in manifest.counters.items():
            cursor.execute("SELECT setval(format('public.%%I', %s::text)::regclass, %s)", [name, value])


def _migrate_to(migrations: Iterable[tuple[str, str]]) -> None:
    """Apply just these migrations to an empty schema."""
    executor = MigrationExecutor(connection)
    wanted, nodes = set(migrations), executor.loader.graph.node_map
    followed = {
        one for one in wanted for child in nodes[one].children if child.key in wanted and child.key[0] == one[0]
    }
    executor.migrate(sorted(wanted - followed))
    _run("SET CONSTRAINTS ALL IMMEDIATE")  # what migrations left to check, before tables are changed
    _run("SET CONSTRAINTS ALL DEFERRED")


def _load(table: str, columns: tuple[str, ...], blocks: Iterable[bytes]) -> None:
    sql = f'COPY public."{table}" ({", ".join(columns)}) FROM STDIN'
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(sql) as rows:
        for block in blocks:
            rows.write(block)
