"""Triggers that refuse to change or remove a leaf; only its number may be set, once, by the sequencer."""

from __future__ import annotations

from django.db import migrations

TRIGGERS = {
    "leaf_no_update": "BEFORE UPDATE OF type, time, by, ref, prev, com, data, hash ON ledger_leaf WHEN 1",
    "leaf_number_once": "BEFORE UPDATE OF number ON ledger_leaf WHEN OLD.number IS NOT NULL",
    "leaf_no_delete": "BEFORE DELETE ON ledger_leaf WHEN 1",
}


def _create(apps, schema_editor):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor != "sqlite":
        raise NotImplementedError("this version runs on SQLite")
    for name, when in TRIGGERS.items():
        schema_editor.execute(f"CREATE TRIGGER ledger_{name} {when} BEGIN SELECT RAISE(ABORT, 'a leaf is final'); END")


def _drop(apps, schema_editor):  # type: ignore[no-untyped-def]
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER ledger_{name}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(_create, _drop)]
