"""Triggers that refuse to change or remove what was frozen; only examples may be erased (decision 11)."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

REAL = "NOT (SELECT example FROM declaration_declaration d WHERE d.ref = {ref})"
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
    found["step_no_update"] = "BEFORE UPDATE ON declaration_step WHEN TRUE"
    found["step_no_delete"] = f"BEFORE DELETE ON declaration_step WHEN {REAL.format(ref=OF_VERSION)}"
    return found


class Migration(migrations.Migration):
    dependencies = [("declaration", "0001_initial")]
    operations = [
        guards("declaration", {name: (when, "what is frozen is final") for name, when in _triggers().items()})
    ]
