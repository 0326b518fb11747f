"""Triggers that refuse to change or remove a leaf; only its number may be set, once, by the sequencer."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

TRIGGERS = {
    "leaf_no_update": "BEFORE UPDATE OF type, time, by, ref, prev, com, data, hash ON ledger_leaf WHEN TRUE",
    "leaf_number_once": "BEFORE UPDATE OF number ON ledger_leaf WHEN OLD.number IS NOT NULL",
    "leaf_no_delete": "BEFORE DELETE ON ledger_leaf WHEN TRUE",
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [guards("ledger", {name: (when, "a leaf is final") for name, when in TRIGGERS.items()})]
