"""What was entered of a stage is final: a newer row says otherwise, and the database refuses everything else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from ikrar.records.stage.models import Anchoring
from tests import cast, postgres
from tests.installation import DATABASE, on_postgresql
from tests.records.test_final import replace
from tests.records.test_stage_known import enter, flood, say

TABLES = ("stage_anchoring", "stage_note")


@pytest.fixture
def entered(database: Path) -> None:
    """One row of each table."""
    tono = cast.at_desk(cast.TONO)
    enter(tono)
    say(tono, flood())


def refused(table: str, sql: str) -> None:
    """Run SQL on a table and expect a trigger to refuse it, with its rows as they were."""
    before = rows(table)
    assert before
    with pytest.raises(IntegrityError, match="is final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert rows(table) == before


def rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_what_was_entered_of_a_stage_is_not_changed(entered: None, table: str) -> None:
    refused(table, f"UPDATE {table} SET source = 'lain'")


@pytest.mark.parametrize("table", TABLES)
def test_what_was_entered_of_a_stage_is_not_removed(entered: None, table: str) -> None:
    refused(table, f"DELETE FROM {table}")


@pytest.mark.parametrize("key", ["id", "ref"])
@pytest.mark.parametrize("table", TABLES)
def test_no_other_row_takes_the_place_of_one_that_was_entered(entered: None, table: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns = [column[0] for column in cursor.description]
    other = {"id": "id + 1000", "ref": "'0REP1ACED00000000000000000'"}
    values = [name if name == key or name not in other else other[name] for name in columns]
    refused(table, replace(f"{table} ({', '.join(columns)})", f"SELECT {', '.join(values)} FROM {table}", key=key))


@on_postgresql
@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_what_was_entered_is_not_emptied_not_even_by_its_owner(entered: None, table: str) -> None:
    owner = psycopg.connect(postgres.url(postgres.OWNER, DATABASE))
    with closing(owner), pytest.raises(psycopg.IntegrityError, match="is final"):
        owner.execute(f"TRUNCATE {table}")


def test_a_newer_row_says_otherwise_and_both_stay(entered: None) -> None:
    tono = cast.at_desk(cast.TONO)
    first = rows("stage_anchoring")
    enter(tono, source="Putusan MK", seen=Anchoring.objects.get().ref)
    assert len(rows("stage_anchoring")) == len(first) + 1
    assert rows("stage_anchoring")[:-1] == first
