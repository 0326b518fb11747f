"""Every trigger that a migration declares is in the database: SQLite builds a table anew for some changes, without its.

Those are a constraint without condition, a column with a default, a changed column. What such a migration loses is
lost silently: nothing fails until somebody changes what is final.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from tests.installation import POSTGRESQL, on_sqlite

WORDS = re.compile(r"^\s*(CREATE|DROP) TRIGGER (\w+)")
PRESENT = (
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    if POSTGRESQL
    else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
)


class Recorder:
    """A schema editor that notes triggers and runs nothing."""

    def __init__(self) -> None:
        self.connection = SimpleNamespace(vendor=connection.vendor, alias="default")
        self.triggers: set[str] = set()

    def execute(self, sql: str, params: object = None) -> None:
        """Note what a statement makes or takes away."""
        for verb, name in WORDS.findall(sql):
            (self.triggers.add if verb == "CREATE" else self.triggers.remove)(name)


def _makes_triggers(operation: Any) -> bool:
    if not isinstance(operation, migrations.RunPython):
        return False
    source = inspect.getsource(importlib.import_module(operation.code.__module__))
    return "CREATE TRIGGER" in source


def declared(plan: Iterable[Migration]) -> set[str]:
    """Return the names of the triggers that are there when migrations have run, one after the other."""
    recorder = Recorder()
    for migration in plan:
        for operation in filter(_makes_triggers, migration.operations):
            operation.code(None, recorder)
    return recorder.triggers


def _all() -> list[Migration]:
    """Return every migration there is, in the order in which an installation runs them."""
    loader = MigrationLoader(None)
    order: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        order |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return [loader.graph.nodes[key] for key in order]


def _present() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(PRESENT)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.usefixtures("database")
def test_every_trigger_that_migrations_declare_is_in_the_database() -> None:
    found = declared(_all())
    assert len(found) > 50
    assert {"meeting_decision_no_update", "meeting_done_no_insert", "meeting_meeting_enters"} <= found
    assert _present() == found


@on_sqlite  # on PostgreSQL tables are never built anew, and the program does not own them
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", ["meeting_decision", "meeting_done", "meeting_minutes", "meeting_meeting"])
def test_a_table_built_anew_would_be_noticed(table: str) -> None:
    with connection.cursor() as cursor:
        name = next(one for one in sorted(_present()) if one.startswith(f"{table}_no_update"))
        cursor.execute(f"DROP TRIGGER {name}")
    assert declared(_all()) - _present() == {name}
