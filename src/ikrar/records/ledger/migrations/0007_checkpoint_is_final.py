"""Triggers that refuse to change or remove what the log signed; only when enough witnesses had cosigned is added."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "a checkpoint is final"
TRIGGERS = {
    "checkpoint_no_update": "BEFORE UPDATE OF size, root, key_id, note, signed_at ON ledger_checkpoint WHEN TRUE",
    "checkpoint_no_delete": "BEFORE DELETE ON ledger_checkpoint WHEN TRUE",
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_sequence")]
    operations = [
        guards("ledger", {name: (when, SAYS) for name, when in TRIGGERS.items()}),
        unemptied(("ledger_checkpoint",), SAYS),
    ]
