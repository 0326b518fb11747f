"""Triggers that refuse to change or remove what was frozen; only examples may be erased (decision 11)."""

from __future__ import annotations

from django.db import migrations

REAL = "(SELECT example FROM declaration_declaration d WHERE d.ref = {ref}) = 0"
OF_VERSION = "(SELECT declaration_id FROM declaration_version v WHERE v.id = OLD.version_id)"
FROZEN_VERSION = "(SELECT frozen_at FROM declaration_version v WHERE v.id = OLD.version_id) IS NOT NULL"
COLUMNS = (
    "declaration_id, number, form, area_id, election_id, title, event_date, source_url, supersedes_id, canonical, "
    "digest, frozen_at, discarded_at"
)


def _triggers() -> dict[str, str]:
    frozen = "OLD.frozen_at IS NOT NULL AND " + REAL.format(ref="OLD.declaration_id")
    found = {
        "version_no_update": f"BEFORE UPDATE OF {COLUMNS} ON declaration_version WHEN {frozen}",
        "version_no_delete": f"BEFORE DELETE ON declaration_version WHEN {frozen}",
    }
    rows = f"{FROZEN_VERSION} AND {REAL.format(ref=OF_VERSION)}"
    for table in ("point", "pledgingoffice"):
        found[f"{table}_no_update"] = f"BEFORE UPDATE ON declaration_{table} WHEN {rows}"
        found[f"{table}_no_delete"] = f"BEFORE DELETE ON declaration_{table} WHEN {rows}"
    found["step_no_update"] = "BEFORE UPDATE ON declaration_step WHEN 1"
    found["step_no_delete"] = f"BEFORE DELETE ON declaration_step WHEN {REAL.format(ref=OF_VERSION)}"
    return found


def _create(apps, schema_editor):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor != "sqlite":
        raise NotImplementedError("this version runs on SQLite")
    for name, when in _triggers().items():
        schema_editor.execute(
            f"CREATE TRIGGER declaration_{name} {when} BEGIN SELECT RAISE(ABORT, 'what is frozen is final'); END"
        )


def _drop(apps, schema_editor):  # type: ignore[no-untyped-def]
    for name in _triggers():
        schema_editor.execute(f"DROP TRIGGER declaration_{name}")


class Migration(migrations.Migration):
    dependencies = [("declaration", "0001_initial")]
    operations = [migrations.RunPython(_create, _drop)]
