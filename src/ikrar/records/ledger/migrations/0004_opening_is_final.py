"""Triggers that keep a leaf's key and number, and an opening as it was written; erasing an opening stays allowed.

They name no column after ``UPDATE OF``, because SQLite lets ``rowid`` change ``id`` past such a list.
"""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

TRIGGERS = {
    "leaf_keeps_key": (
        "BEFORE UPDATE ON ledger_leaf WHEN NEW.id IS NOT OLD.id"
        " OR EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.id <> OLD.id AND l.number = NEW.number)",
        "a leaf is final",
    ),
    "opening_no_update": ("BEFORE UPDATE ON ledger_opening WHEN TRUE", "an opening is final"),
    "opening_no_replace": (
        "BEFORE INSERT ON ledger_opening WHEN EXISTS"
        " (SELECT 1 FROM ledger_opening o WHERE o.id = NEW.id OR o.leaf_id = NEW.leaf_id)",
        "an opening is final",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_leaf_is_not_replaced")]
    operations = [guards("ledger", TRIGGERS)]
