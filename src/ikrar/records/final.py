"""Triggers that refuse to change what is final, and such as write, from one text for SQLite and PostgreSQL.

A guard is written as SQLite has it: ``BEFORE UPDATE ON table WHEN condition``. PostgreSQL allows no sub-select after
``WHEN``, so there the condition stands in a function; ``IS NOT`` becomes ``IS DISTINCT FROM``, and SQLite's ``rowid``
the column that is the key. The function looks for rows as the system: a row policy must not hide what a promise needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import migrations

FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp SET ikrar.kind = 'system' AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""
TOLD = """
CREATE FUNCTION {name}() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp SET ikrar.kind = 'system' AS $$
BEGIN
    {body}
    RETURN NULL;
END $$
"""
EMPTY = """
CREATE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guards(app: str, triggers: Mapping[str, tuple[str, str]], *, key: str = "id") -> migrations.RunPython:
    """Return the operation that makes triggers, each by its name and as (``BEFORE … ON … WHEN …``, what it says).

    ``key`` is the column that stands for SQLite's ``rowid`` on PostgreSQL.
    """

    def create(apps: Any, schema_editor: Any) -> None:
        for name, (when, says) in triggers.items():
            for statement in _creating(schema_editor.connection.vendor, f"{app}_{name}", when, says, key):
                schema_editor.execute(statement, params=None)

    def drop(apps: Any, schema_editor: Any) -> None:
        for name, (when, _says) in triggers.items():
            for statement in _dropping(schema_editor.connection.vendor, f"{app}_{name}", when):
                schema_editor.execute(statement, params=None)

    return migrations.RunPython(create, drop)


def _creating(vendor: str, name: str, when: str, says: str, key: str) -> list[str]:
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"]
    event, _, condition = when.partition(" WHEN ")
    condition = re.sub(r" IS NOT (?!NULL)", " IS DISTINCT FROM ", condition).replace("rowid", key)
    return [
        FUNCTION.format(name=name, condition=condition, says=says),
        f"CREATE TRIGGER {name} {event} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _dropping(vendor: str, name: str, when: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}"]
    table = when.partition(" WHEN ")[0].rpartition(" ")[2]
    return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]


def told(triggers: Mapping[str, tuple[str, str]]) -> migrations.RunPython:
    """Return the operation that makes triggers which write, each as (``AFTER … ON … WHEN …``, its statements).

    A condition looks at its row alone. On PostgreSQL they write as the system.
    """

    def create(apps: Any, schema_editor: Any) -> None:
        for name, (when, body) in triggers.items():
            event, _, condition = when.partition(" WHEN ")
            if schema_editor.connection.vendor == "sqlite":
                made = [f"CREATE TRIGGER {name} {when} BEGIN {body} END"]
            else:
                each = f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
                made = [TOLD.format(name=name, body=body), f"CREATE TRIGGER {name} {event} {each}"]
            for statement in made:
                schema_editor.execute(statement, params=None)

    def drop(apps: Any, schema_editor: Any) -> None:
        for name, (when, _body) in triggers.items():
            for statement in _dropping(schema_editor.connection.vendor, name, when):
                schema_editor.execute(statement, params=None)

    return migrations.RunPython(create, drop)


def unemptied(tables: tuple[str, ...], says: str) -> migrations.RunPython:
    """Return the operation that refuses TRUNCATE, which fires no trigger of a row; SQLite has no such statement."""

    def create(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            return
        for table in tables:
            schema_editor.execute(EMPTY.format(table=table, says=says), params=None)
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_no_truncate()",
                params=None,
            )

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            return
        for table in tables:
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION {table}_no_truncate()", params=None)

    return migrations.RunPython(create, drop)
