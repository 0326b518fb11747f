"""Triggers on the keys of what is final: a row keeps its own, and no other row takes its place.

They name no column after ``UPDATE OF``, because SQLite lets ``rowid`` change ``id`` past such a list; and they look for
the row that would be displaced, because ``OR REPLACE`` fires no delete trigger.
"""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

FROZEN = "EXISTS (SELECT 1 FROM declaration_version v WHERE v.frozen_at IS NOT NULL AND v.declaration_id = {ref})"
OTHER_VERSION = (
    "EXISTS (SELECT 1 FROM declaration_version v WHERE v.id <> OLD.id AND (v.digest = NEW.digest"
    " OR v.supersedes_id = NEW.supersedes_id OR (v.declaration_id = NEW.declaration_id AND v.number = NEW.number)))"
)
DISPLACED = (
    "EXISTS (SELECT 1 FROM declaration_declaration d WHERE"
    " (d.ref = NEW.ref OR d.ledger_ref = NEW.ledger_ref OR d.rowid = NEW.rowid) AND {which})"
)

TRIGGERS = {
    "no_delete": "BEFORE DELETE ON declaration_declaration WHEN NOT OLD.example AND " + FROZEN.format(ref="OLD.ref"),
    "no_replace": "BEFORE INSERT ON declaration_declaration WHEN " + DISPLACED.format(which=FROZEN.format(ref="d.ref")),
    "no_displace": "BEFORE UPDATE ON declaration_declaration WHEN "
    + DISPLACED.format(which="d.rowid <> OLD.rowid AND " + FROZEN.format(ref="d.ref")),
    "version_keeps_key": f"BEFORE UPDATE ON declaration_version WHEN NEW.id IS NOT OLD.id OR {OTHER_VERSION}",
    "point_keeps_key": "BEFORE UPDATE ON declaration_point"
    " WHEN NEW.id IS NOT OLD.id OR NEW.version_id IS NOT OLD.version_id",
    "pledgingoffice_keeps_key": "BEFORE UPDATE ON declaration_pledgingoffice"
    " WHEN NEW.id IS NOT OLD.id OR NEW.version_id IS NOT OLD.version_id",
}


class Migration(migrations.Migration):
    dependencies = [("declaration", "0003_frozen_is_whole")]
    operations = [
        guards("declaration", {name: (when, "what is frozen is final") for name, when in TRIGGERS.items()}, key="ref")
    ]
