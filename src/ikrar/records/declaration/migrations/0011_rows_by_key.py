"""The guards of a frozen version's rows look a key up: before, PostgreSQL read the whole table for each new row."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

FINAL = "what is frozen is final"
FROZEN = "EXISTS (SELECT 1 FROM declaration_version v WHERE v.frozen_at IS NOT NULL AND v.id = NEW.version_id)"
AMONG_ALL = "NEW.id IN (SELECT r.id FROM declaration_{table} r)"
BY_KEY = "EXISTS (SELECT 1 FROM declaration_{table} r WHERE r.id = NEW.id)"


def _guards(displaces: str) -> migrations.RunPython:
    found = {
        f"{table}_no_insert": f"BEFORE INSERT ON declaration_{table} WHEN {FROZEN} OR {displaces.format(table=table)}"
        for table in ("point", "pledgingoffice", "witness", "translation")
    }
    return guards("declaration", {name: (when, FINAL) for name, when in found.items()})


_before = _guards(AMONG_ALL)


class Migration(migrations.Migration):
    """The same refusals, found by the key."""

    dependencies = [("declaration", "0010_corrections")]

    operations = [
        migrations.RunPython(_before.reverse_code, _before.code),  # type: ignore[arg-type]  # it has both
        _guards(BY_KEY),
    ]
