"""Where the tests' database is and how a fresh one is made: a file on SQLite, a database of the server on PostgreSQL.

On PostgreSQL the tables are made by the owner and everything else is done as the application, which neither owns nor
passes by a policy. Outside of requests a test acts as the system: that is set for the session of each connection.
"""

from __future__ import annotations

import atexit
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.test.utils import CaptureQueriesContext

from tests import postgres
from tests.installation import DATABASE, FOLDER, POSTGRESQL

#: What surrounds a request on PostgreSQL, and is the same for each.
AROUND = re.compile(r"BEGIN|COMMIT|.*\bset_config\(")


class Store(Protocol):
    """What a kind of database must be able to do for the tests."""

    def make(self, furnish: Callable[[], None]) -> None:
        """Bring the tables up once, furnish them, and keep them as the template of every test's database."""

    def keep(self, name: str) -> str:
        """Keep the database as it is now under a name, and return by what ``restore`` finds it."""

    def restore(self, kept: str = "template") -> None:
        """Put what was kept (the template) in place of the database, with nothing left of the one before."""

    def leave(self) -> None:
        """Be done with a test's database."""

    def written(self) -> object:
        """Return something that is another once a row was written, so that nothing unchanged is put back."""

    def content(self) -> list[str]:
        """Return everything committed to the database, read through a connection of its own."""

    def own(self, captured: CaptureQueriesContext) -> list[str]:
        """Return the statements a page asks itself, without those that surround every request."""

    def everything(self) -> bytes:
        """Return all bytes of the database, its log among them; on PostgreSQL all rows, as text."""

    def place(self) -> Path:
        """Return where the database is: its file, or a path with the name of the server's database."""


class SQLite:
    """One file with the product's own options."""

    def make(self, furnish: Callable[[], None]) -> None:
        """Migrate and furnish the installation's own file."""
        call_command("migrate", verbosity=0, interactive=False)
        furnish()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.keep("template")

    def keep(self, name: str) -> str:
        """Copy the file away."""
        connections.close_all()
        shutil.copyfile(self.place(), FOLDER / f"{name}.sqlite3")
        return name

    def restore(self, kept: str = "template") -> None:
        """Copy the kept file back; the log beside the present one goes."""
        connections.close_all()
        path = self.place()
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        shutil.copyfile(FOLDER / f"{kept}.sqlite3", path)

    def leave(self) -> None:
        """Put the template back, so that no test reads what another left."""
        self.restore()

    def written(self) -> object:
        """Return how many rows this connection has written."""
        connection.ensure_connection()
        return connection.connection.total_changes

    def content(self) -> list[str]:
        """Return the file as SQL."""
        with closing(sqlite3.connect(self.place())) as other:
            return list(other.iterdump())

    def own(self, captured: CaptureQueriesContext) -> list[str]:
        """Return every statement: nothing surrounds a request on SQLite."""
        return [query["sql"] for query in captured]

    def everything(self) -> bytes:
        """Return the file and what lies beside it."""
        return b"".join(p.read_bytes() for p in sorted(self.place().parent.glob(self.place().name + "*")))

    def place(self) -> Path:
        """Return the file of this worker's database."""
        return Path(str(connection.settings_dict["NAME"]))


#: Copying a database takes a quarter of a second for each test, these a fraction of it. Run as the administrator.
TABLES_OF = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
KEEP = f"""
DO $$ DECLARE name text; BEGIN
    DROP SCHEMA IF EXISTS {{kept}} CASCADE;
    CREATE SCHEMA {{kept}};
    FOR name IN {TABLES_OF} LOOP
        EXECUTE format('CREATE TABLE {{kept}}.%I AS TABLE public.%I', name, name);
    END LOOP;
    CREATE TABLE {{kept}}.counters AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
#: A table that is empty here and there has no bytes: most are never looked into. One that was is emptied again.
RESTORE = """
DO $$ DECLARE one record; changed boolean; BEGIN
    SET LOCAL session_replication_role = replica;
    SET LOCAL lock_timeout = '20s';
    FOR one IN SELECT relname AS name, pg_relation_size(oid) AS present,
            pg_relation_size(to_regclass(format('{kept}.%I', relname))) AS kept
            FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        CONTINUE WHEN one.present = 0 AND one.kept = 0;
        EXECUTE format('SELECT EXISTS (TABLE public.%1$I EXCEPT TABLE {kept}.%1$I)'
            ' OR EXISTS (TABLE {kept}.%1$I EXCEPT TABLE public.%1$I)', one.name) INTO changed;
        IF changed THEN
            EXECUTE format('DELETE FROM public.%I', one.name);
            EXECUTE format('INSERT INTO public.%I SELECT * FROM {kept}.%I', one.name, one.name);
        END IF;
    END LOOP;
    FOR one IN SELECT * FROM {kept}.counters LOOP
        PERFORM setval(format('public.%I', one.sequencename), coalesce(one.last_value, 1),
            one.last_value IS NOT NULL);
    END LOOP;
END $$
"""


class PostgreSQL:
    """One database of the tests' server for each worker, put back to its template before each test."""

    administrator: psycopg.Connection | None = None

    def make(self, furnish: Callable[[], None]) -> None:
        """Migrate as the owner, by the product's own command, and furnish as the application."""
        from ikrar.cli.database import prepare_as

        postgres.administer(
            f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)",
            f"CREATE DATABASE {DATABASE} OWNER {postgres.OWNER} TEMPLATE template0",
        )
        prepare_as(postgres.url(postgres.OWNER, DATABASE))
        connection_created.connect(_act_as_system)
        furnish()
        self.keep("template")

    def keep(self, name: str) -> str:
        """Copy every table into a schema of its own."""
        connections.close_all()
        postgres.within(DATABASE, KEEP.format(kept=name))
        return name

    def restore(self, kept: str = "template") -> None:
        """Put the rows of each changed table back, past all triggers and policies, and the counters.

        One connection stays open for it: a new one would have to learn all tables before each test.
        """
        connections.close_all()
        if self.administrator is None:
            self.administrator = psycopg.connect(postgres.url("postgres", DATABASE), autocommit=True)
            atexit.register(self.administrator.close)
        self.administrator.execute(RESTORE.format(kept=kept))

    def leave(self) -> None:
        """Close; the next test copies anew."""
        connections.close_all()

    def written(self) -> object:
        """Return what equals nothing: the server counts its writes too late to be asked."""
        return object()

    def content(self) -> list[str]:
        """Return a digest of every table, asked as the administrator."""
        return self._each_table("SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {0} t")

    def own(self, captured: CaptureQueriesContext) -> list[str]:
        """Return the statements without the request's transaction and identity."""
        return [query["sql"] for query in captured if not AROUND.match(query["sql"])]

    def everything(self) -> bytes:
        """Return every row; what the server keeps of removed ones until it vacuums is not ours to read."""
        return "\n".join(self._each_table("SELECT t::text FROM {0} t")).encode()

    def _each_table(self, sql: str) -> list[str]:
        with closing(psycopg.connect(postgres.url("postgres", DATABASE))) as other:
            names = [name for (name,) in other.execute(f"{TABLES_OF} ORDER BY 1")]
            return [f"{name} {value}" for name in names for (value,) in other.execute(sql.format(name))]

    def place(self) -> Path:
        """Return the name of this worker's database."""
        return Path(DATABASE)


def _act_as_system(sender: object, connection: Any, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ikrar.kind', 'system', false)")


STORE: Store = PostgreSQL() if POSTGRESQL else SQLite()
