"""Triggers: who approved a frozen version is as final as the version; only examples may be erased (decision 11)."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

TABLE = "review_approval"
REAL = (
    "NOT (SELECT d.example FROM declaration_declaration d JOIN declaration_version v ON v.declaration_id = d.ref"
    " WHERE v.id = OLD.version_id)"
)
FROZEN = "EXISTS (SELECT 1 FROM declaration_version v WHERE v.frozen_at IS NOT NULL AND v.id = NEW.version_id)"
TAKEN = "EXISTS (SELECT 1 FROM review_approval a WHERE a.id = NEW.id OR a.version_id = NEW.version_id)"
TRIGGERS = {
    "approval_no_update": "BEFORE UPDATE ON review_approval WHEN TRUE",
    "approval_no_delete": f"BEFORE DELETE ON review_approval WHEN {REAL}",
    "approval_no_insert": f"BEFORE INSERT ON review_approval WHEN {FROZEN} OR {TAKEN}",
}


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]
    operations = [
        guards("review", {name: (when, "what is frozen is final") for name, when in TRIGGERS.items()}),
        unemptied((TABLE,), "what is frozen is final"),
    ]
