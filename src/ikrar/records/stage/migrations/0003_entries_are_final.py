"""Triggers that refuse to change or remove what was entered of a stage: a newer row says otherwise, no row is lost."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "what was entered of a stage is final"
TABLES = ("stage_anchoring", "stage_note")
#: SQLite fires no delete trigger for a row that INSERT OR REPLACE displaces.
TAKEN = "EXISTS (SELECT 1 FROM {table} o WHERE o.id = NEW.id OR o.ref = NEW.ref)"


def _guarded(table: str) -> dict[str, tuple[str, str]]:
    name = table.partition("_")[2]
    return {
        f"{name}_no_update": (f"BEFORE UPDATE ON {table} WHEN TRUE", SAYS),
        f"{name}_no_delete": (f"BEFORE DELETE ON {table} WHEN TRUE", SAYS),
        f"{name}_no_insert": (f"BEFORE INSERT ON {table} WHEN {TAKEN.format(table=table)}", SAYS),
    }


class Migration(migrations.Migration):
    dependencies = [("stage", "0002_anchors_and_notes")]
    operations = [
        *(guards("stage", _guarded(table)) for table in TABLES),
        unemptied(TABLES, SAYS),
    ]
