"""What is frozen is final: the database itself refuses, whoever writes the SQL.

Where SQLite knows words that PostgreSQL does not (``OR REPLACE``, ``rowid``), PostgreSQL is asked in its own:
``ON CONFLICT DO UPDATE`` takes a row's place, ``TRUNCATE`` empties a table without a trigger of a row.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from ikrar.core.declaration.outside import TranslationForm, WitnessForm
from ikrar.records.declaration import actions
from ikrar.records.declaration.models import Version
from tests import cast, postgres
from tests.installation import DATABASE, POSTGRESQL, on_postgresql

VERSION = "declaration_version"
COLUMNS = [f.column for f in Version._meta.concrete_fields if f.name not in {"id", "edition"}]


BESIDE: dict[str, object] = {
    "operation": "Operasi Rekaan",
    "witnesses": (WitnessForm("Camat", "Kecamatan Pamekasan"),),
    "translation": TranslationForm("en", "Declaration", "We pledge:", ("Unity.", "No money."), "So we pledge."),
}


@pytest.fixture
def real(database: Path) -> Version:
    """A real frozen version, with another on top so that ``supersedes`` is set, and an example beside it."""
    dewi = cast.at_desk(cast.DEWI)
    cast.frozen(dewi, area="98.01")
    old = cast.frozen(dewi, **BESIDE)
    actions.supersede(dewi, old.declaration_id, reason="Perbaikan.", now=timezone.now())
    return cast.freeze(dewi, old.declaration_id)


def refused(sql: str, *values: object) -> None:
    """Run SQL and expect a trigger to refuse it, with the row counts as they were."""
    before = counts()
    with pytest.raises(IntegrityError, match="is final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert counts() == before


def replace(table: str, source: str, *, key: str = "id") -> str:
    """Return an INSERT whose rows take the place of those with the same key, in the words of the database."""
    if not POSTGRESQL:
        return f"INSERT OR REPLACE INTO {table} {source}"
    return f"INSERT INTO {table} {source} ON CONFLICT ({key}) DO UPDATE SET {key} = excluded.{key}"


def counts() -> dict[str, int]:
    """Count the rows of every table that holds something final."""
    names = ("declaration", "version", "point", "pledgingoffice", "witness", "translation", "step")
    with connection.cursor() as cursor:
        return {
            table: cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("ledger_leaf", *(f"declaration_{name}" for name in names))
        }


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_a_frozen_version_can_be_changed(real: Version, column: str) -> None:
    refused(f"UPDATE {VERSION} SET {column} = NULL WHERE id = %s", real.pk)
    other = column if POSTGRESQL else "'1'"  # PostgreSQL would refuse a 1 that is no date before any trigger
    refused(f"UPDATE {VERSION} SET {column} = {other} WHERE id = %s", real.pk)


@pytest.mark.parametrize(
    ("table", "key", "other", "columns"),
    [
        ("point", "n", "n + 50", "text"),
        ("pledgingoffice", "n", "n + 50", "office, institution, capacity, on_behalf_of"),
        ("witness", "n", "n + 50", "office, institution, capacity"),
        ("translation", "language", "'jv'", "title, preamble, points, closing"),
    ],
)
def test_no_row_of_a_frozen_version_can_be_changed_removed_or_added(
    real: Version, table: str, key: str, other: str, columns: str
) -> None:
    refused(f"UPDATE declaration_{table} SET {key} = {other} WHERE version_id = %s", real.pk)
    refused(f"DELETE FROM declaration_{table} WHERE version_id = %s", real.pk)
    refused(
        f"INSERT INTO declaration_{table} (version_id, {key}, {columns}) "
        f"SELECT version_id, {other}, {columns} FROM declaration_{table} WHERE version_id = %s",
        real.pk,
    )


def test_no_step_can_be_changed_or_removed(real: Version) -> None:
    refused("UPDATE declaration_step SET reason = 'lain' WHERE version_id = %s", real.pk)
    refused("DELETE FROM declaration_step WHERE version_id = %s", real.pk)


def test_a_frozen_version_cannot_be_removed_or_replaced(real: Version) -> None:
    refused(f"DELETE FROM {VERSION} WHERE id = %s", real.pk)
    refused(replace(VERSION, f"SELECT * FROM {VERSION} WHERE id = %s"), real.pk)
    refused("DELETE FROM declaration_declaration WHERE ref = %s", real.declaration_id)


@pytest.mark.parametrize("column", ["example", "institution_id", "ledger_ref", "ref"])
def test_a_declaration_with_a_frozen_version_cannot_become_an_example_or_anybody_elses(
    real: Version, column: str
) -> None:
    refused(f"UPDATE declaration_declaration SET {column} = '1' WHERE ref = %s", real.declaration_id)


def test_an_example_cannot_be_made_real_once_it_is_frozen(real: Version) -> None:
    refused("UPDATE declaration_declaration SET example = FALSE WHERE example")


@pytest.mark.parametrize("column", ["type", "time", "by", "ref", "prev", "com", "data", "hash"])
def test_r45_no_column_of_a_leaf_can_be_changed(real: Version, column: str) -> None:
    refused(f"UPDATE ledger_leaf SET {column} = '1'")


def test_r45_a_leaf_cannot_be_removed_or_replaced_and_its_number_is_given_once(real: Version) -> None:
    refused("DELETE FROM ledger_leaf")
    refused(replace("ledger_leaf", "SELECT * FROM ledger_leaf LIMIT 1"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET number = id")
    refused("UPDATE ledger_leaf SET number = id + 1")
    refused("UPDATE ledger_leaf SET number = NULL")


# --- with foreign keys switched off, only the triggers are left -----------------------------------------------------


@pytest.fixture
def unguarded(real: Version) -> Version:
    """The real frozen version in a connection without foreign keys, with a draft beside it to do harm with."""
    draft = cast.registered(cast.at_desk(cast.DEWI))
    with connection.cursor() as cursor:
        if not POSTGRESQL:  # there keys refer to keys at the commit, and the triggers come first
            cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("UPDATE ledger_leaf SET number = 1 WHERE id = (SELECT min(id) FROM ledger_leaf)")
        for table, columns, values in OF_A_DRAFT:
            cursor.execute(
                f"INSERT INTO declaration_{table} (version_id, {columns}) "
                f"SELECT id, {values} FROM {VERSION} WHERE declaration_id = %s",
                [draft.ref],
            )
    return real


UPDATE = "UPDATE" if POSTGRESQL else "UPDATE OR REPLACE"
OF_A_DRAFT = (
    ("point", "n, text", "77, 'a'"),
    ("pledgingoffice", "n, office, institution, capacity, on_behalf_of", "77, 'a', '', '', ''"),
    ("witness", "n, office, institution, capacity", "77, 'a', '', ''"),
    ("translation", "language, title, preamble, points, closing", "'jv', 'a', '', '[]', ''"),
)
ROWS = ("point", "pledgingoffice", "witness", "translation", "step")
FINAL_TABLES = (VERSION, *(f"declaration_{name}" for name in ROWS), "ledger_leaf")
DRAFT = f"(SELECT id FROM {VERSION} WHERE frozen_at IS NULL)"
FROZEN = f"(SELECT max(id) FROM {VERSION} WHERE frozen_at IS NOT NULL)"
OF_FROZEN = f"(SELECT declaration_id FROM {VERSION} WHERE id = {FROZEN})"
SUBJECT = "declaration_declaration"


@pytest.mark.parametrize("verb", ["UPDATE"] if POSTGRESQL else ["UPDATE", "UPDATE OR REPLACE"])
@pytest.mark.parametrize("name", ["id"] if POSTGRESQL else ["id", "rowid", "_rowid_"])
@pytest.mark.parametrize("table", FINAL_TABLES)
def test_nothing_final_changes_its_key_by_whatever_name(unguarded: Version, table: str, name: str, verb: str) -> None:
    refused(f"{verb} {table} SET {name} = {name} + 1000")
    refused(f"{verb} {table} SET {name} = (SELECT min(id) FROM {table}) WHERE id = (SELECT max(id) FROM {table})")


TAKING_A_PLACE = [
    f"{VERSION} SET id = {FROZEN} WHERE id = {DRAFT}",
    f"{VERSION} SET declaration_id = {OF_FROZEN} WHERE id = {DRAFT}",
    f"{VERSION} SET declaration_id = {OF_FROZEN}, number = 2 WHERE id = {DRAFT}",
    f"{VERSION} SET supersedes_id = (SELECT supersedes_id FROM {VERSION} WHERE id = {FROZEN}) WHERE id = {DRAFT}",
    f"{VERSION} SET digest = (SELECT digest FROM {VERSION} WHERE id = {FROZEN}), canonical = 'x', "
    f"frozen_at = '2026-03-02' WHERE id = {DRAFT}",
    f"declaration_point SET version_id = {FROZEN}, n = 1 WHERE version_id = {DRAFT}",
    f"declaration_pledgingoffice SET version_id = {FROZEN}, n = 1 WHERE version_id = {DRAFT}",
    f"declaration_witness SET version_id = {FROZEN}, n = 1 WHERE version_id = {DRAFT}",
    f"declaration_translation SET version_id = {FROZEN}, language = 'en' WHERE version_id = {DRAFT}",
    f"{SUBJECT} SET ref = {OF_FROZEN} WHERE ref <> {OF_FROZEN}",
    f"{SUBJECT} SET ledger_ref = (SELECT ledger_ref FROM {SUBJECT} WHERE ref = {OF_FROZEN}) "
    f"WHERE ref = (SELECT declaration_id FROM {VERSION} WHERE id = {DRAFT})",
    f"{SUBJECT} SET rowid = (SELECT rowid FROM {SUBJECT} WHERE ref = {OF_FROZEN}) "
    f"WHERE ref = (SELECT declaration_id FROM {VERSION} WHERE id = {DRAFT})",
    "ledger_leaf SET number = 1 WHERE number IS NULL AND id = (SELECT max(id) FROM ledger_leaf)",
]


@pytest.mark.parametrize("sql", [sql for sql in TAKING_A_PLACE if not (POSTGRESQL and "rowid" in sql)])
def test_no_update_of_something_else_takes_the_place_of_what_is_final(unguarded: Version, sql: str) -> None:
    refused(f"{UPDATE} {sql}")


def test_a_declaration_with_a_frozen_version_cannot_be_removed(unguarded: Version) -> None:
    refused(f"DELETE FROM {SUBJECT} WHERE ref = %s", unguarded.declaration_id)
    refused(f"DELETE FROM {SUBJECT}")


KEYS = ["ref, ledger_ref", "rowid, 'x'", "ref, 'x'", "'x', ledger_ref"]


@pytest.mark.parametrize("keys", [keys for keys in KEYS if not (POSTGRESQL and "rowid" in keys)])
def test_a_declaration_with_a_frozen_version_cannot_be_replaced_by_an_example(unguarded: Version, keys: str) -> None:
    columns = "rowid, ref, ledger_ref" if "rowid" in keys else "ref, ledger_ref"
    chosen = "rowid, 'x', 'x'" if "rowid" in keys else keys
    source = f"SELECT {chosen}, institution_id, TRUE FROM {SUBJECT} WHERE ref = %s"
    rows = f"({columns}, institution_id, example) {source}"
    refused(replace(SUBJECT, rows, key="ref"), unguarded.declaration_id)


@pytest.mark.parametrize("column", ["id", "leaf_id", "r", "record"])
def test_r45_no_column_of_an_opening_can_be_changed(unguarded: Version, column: str) -> None:
    refused(f"UPDATE ledger_opening SET {column} = {column}")
    refused(f"{UPDATE} ledger_opening SET {column} = '1'")


def test_r45_an_opening_cannot_be_replaced_but_it_can_be_erased(unguarded: Version) -> None:
    refused(replace("ledger_opening", "SELECT * FROM ledger_opening LIMIT 1"))
    rows = "(leaf_id, r, record) SELECT leaf_id, CAST('a' AS {0}), CAST('b' AS {0}) FROM ledger_opening"
    refused(replace("ledger_opening", rows.format("bytea" if POSTGRESQL else "blob"), key="leaf_id"))
    with connection.cursor() as cursor:
        assert cursor.execute("DELETE FROM ledger_opening").rowcount > 0


def test_a_draft_declaration_that_is_not_final_can_still_be_removed(unguarded: Version) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        gone = cursor.execute(
            f"DELETE FROM {SUBJECT} WHERE ref = (SELECT declaration_id FROM {VERSION} WHERE id = {DRAFT})"
        )
        assert gone.rowcount == 1
        transaction.set_rollback(True)  # its version still refers to it, as PostgreSQL would notice at the commit


def test_a_draft_may_still_change_and_an_example_may_go(real: Version) -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.registered(dewi).ref
    actions.save(dewi, ref, edition=1, form=cast.form(place="Alun-alun"))
    assert actions.erase_examples(by="98.01/kpu", now=timezone.now()) == 1


@on_postgresql
@pytest.mark.parametrize("table", [*FINAL_TABLES, SUBJECT, "ledger_opening"])
def test_no_table_with_something_final_can_be_emptied_not_even_by_its_owner(real: Version, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    owner = psycopg.connect(postgres.url(postgres.OWNER, DATABASE))
    with closing(owner), pytest.raises(psycopg.IntegrityError, match="is final"):
        owner.execute(f"TRUNCATE {table} CASCADE")
