"""Triggers that keep a frozen version whole: nothing is added to it, replaces it, or makes it an example afterwards.

SQLite fires no delete trigger for ``INSERT OR REPLACE``, so inserting over an existing key is refused by itself.
"""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

FROZEN = "(SELECT 1 FROM declaration_version v WHERE v.frozen_at IS NOT NULL AND {which})"
MOVED = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in ("ref", "example", "institution_id", "ledger_ref"))
SAME_KEY = (
    "v.id = NEW.id OR v.digest = NEW.digest OR v.supersedes_id = NEW.supersedes_id"
    " OR (v.declaration_id = NEW.declaration_id AND v.number = NEW.number)"
)

ROW = "BEFORE INSERT ON declaration_{table} WHEN EXISTS {frozen} OR NEW.id IN (SELECT r.id FROM declaration_{table} r)"


def _triggers() -> dict[str, str]:
    of_declaration = FROZEN.format(which="v.declaration_id = OLD.ref")
    found = {
        "stays_itself": f"BEFORE UPDATE ON declaration_declaration WHEN ({MOVED}) AND EXISTS {of_declaration}",
        "version_no_replace": "BEFORE INSERT ON declaration_version WHEN EXISTS "
        + FROZEN.format(which=f"({SAME_KEY})"),
        "step_no_replace": "BEFORE INSERT ON declaration_step WHEN EXISTS "
        "(SELECT 1 FROM declaration_step s WHERE s.id = NEW.id)",
    }
    for table in ("point", "pledgingoffice"):
        found[f"{table}_no_insert"] = ROW.format(table=table, frozen=FROZEN.format(which="v.id = NEW.version_id"))
    return found


class Migration(migrations.Migration):
    dependencies = [("declaration", "0002_frozen_is_final")]
    operations = [
        guards("declaration", {name: (when, "what is frozen is final") for name, when in _triggers().items()})
    ]
