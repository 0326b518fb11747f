"""What is frozen is final: the database itself refuses, whoever writes the SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ikrar.records.declaration import actions
from ikrar.records.declaration.models import Version
from tests import cast

VERSION = "declaration_version"
COLUMNS = [f.column for f in Version._meta.concrete_fields if f.name not in {"id", "edition"}]


@pytest.fixture
def real(database: Path) -> Version:
    """A real frozen version, with another on top so that ``supersedes`` is set, and an example beside it."""
    dewi = cast.at_desk(cast.DEWI)
    cast.frozen(dewi, area="98.01")
    old = cast.frozen(dewi)
    actions.supersede(dewi, old.declaration_id, reason="Perbaikan.", now=timezone.now())
    return actions.freeze(dewi, old.declaration_id, edition=1, now=timezone.now())


def refused(sql: str, *values: object) -> None:
    """Run SQL and expect the database to refuse it, with the row counts as they were."""
    before = counts()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert counts() == before


def counts() -> dict[str, int]:
    """Count the rows of every table that holds something final."""
    names = ("declaration", "version", "point", "pledgingoffice", "step")
    with connection.cursor() as cursor:
        return {
            table: cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("ledger_leaf", *(f"declaration_{name}" for name in names))
        }


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_a_frozen_version_can_be_changed(real: Version, column: str) -> None:
    refused(f"UPDATE {VERSION} SET {column} = NULL WHERE id = %s", real.pk)
    refused(f"UPDATE {VERSION} SET {column} = '1' WHERE id = %s", real.pk)


@pytest.mark.parametrize("table", ["point", "pledgingoffice"])
def test_no_row_of_a_frozen_version_can_be_changed_removed_or_added(real: Version, table: str) -> None:
    refused(f"UPDATE declaration_{table} SET n = n + 10 WHERE version_id = %s", real.pk)
    refused(f"DELETE FROM declaration_{table} WHERE version_id = %s", real.pk)
    columns = {"point": "text", "pledgingoffice": "office, institution, capacity, on_behalf_of"}[table]
    refused(
        f"INSERT INTO declaration_{table} (version_id, n, {columns}) "
        f"SELECT version_id, n + 50, {columns} FROM declaration_{table} WHERE version_id = %s",
        real.pk,
    )


def test_no_step_can_be_changed_or_removed(real: Version) -> None:
    refused("UPDATE declaration_step SET reason = 'lain' WHERE version_id = %s", real.pk)
    refused("DELETE FROM declaration_step WHERE version_id = %s", real.pk)


def test_a_frozen_version_cannot_be_removed_or_replaced(real: Version) -> None:
    refused(f"DELETE FROM {VERSION} WHERE id = %s", real.pk)
    refused(f"INSERT OR REPLACE INTO {VERSION} SELECT * FROM {VERSION} WHERE id = %s", real.pk)
    refused("DELETE FROM declaration_declaration WHERE ref = %s", real.declaration_id)


@pytest.mark.parametrize("column", ["example", "institution_id", "ledger_ref", "ref"])
def test_a_declaration_with_a_frozen_version_cannot_become_an_example_or_anybody_elses(
    real: Version, column: str
) -> None:
    refused(f"UPDATE declaration_declaration SET {column} = '1' WHERE ref = %s", real.declaration_id)


def test_an_example_cannot_be_made_real_once_it_is_frozen(real: Version) -> None:
    refused("UPDATE declaration_declaration SET example = 0 WHERE example = 1")


@pytest.mark.parametrize("column", ["type", "time", "by", "ref", "prev", "com", "data", "hash"])
def test_r45_no_column_of_a_leaf_can_be_changed(real: Version, column: str) -> None:
    refused(f"UPDATE ledger_leaf SET {column} = '1'")


def test_r45_a_leaf_cannot_be_removed_or_replaced_and_its_number_is_given_once(real: Version) -> None:
    refused("DELETE FROM ledger_leaf")
    refused("INSERT OR REPLACE INTO ledger_leaf SELECT * FROM ledger_leaf LIMIT 1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET number = id")
    refused("UPDATE ledger_leaf SET number = id + 1")
    refused("UPDATE ledger_leaf SET number = NULL")


def test_a_draft_may_still_change_and_an_example_may_go(real: Version) -> None:
    dewi = cast.at_desk(cast.DEWI)
    ref = cast.registered(dewi).ref
    actions.save(dewi, ref, edition=1, form=cast.form(place="Alun-alun"))
    assert actions.erase_examples(by="98.01/kpu", now=timezone.now()) == 1
