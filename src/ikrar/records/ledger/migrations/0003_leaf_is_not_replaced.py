"""A trigger against ``INSERT OR REPLACE``, for which SQLite fires no delete trigger."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

WHEN = (
    "BEFORE INSERT ON ledger_leaf WHEN EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.id = NEW.id OR l.hash = NEW.hash"
    " OR l.number = NEW.number OR (l.ref = NEW.ref AND l.prev = NEW.prev))"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_leaf_is_final")]
    operations = [guards("ledger", {"leaf_no_replace": (WHEN, "a leaf is final")})]
