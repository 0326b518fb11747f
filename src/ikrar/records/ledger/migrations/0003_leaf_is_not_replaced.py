"""A trigger against ``INSERT OR REPLACE``, for which SQLite fires no delete trigger."""

from __future__ import annotations

from django.db import migrations

CREATE = """
CREATE TRIGGER ledger_leaf_no_replace BEFORE INSERT ON ledger_leaf
WHEN EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.id = NEW.id OR l.hash = NEW.hash OR l.number = NEW.number
             OR (l.ref = NEW.ref AND l.prev = NEW.prev))
BEGIN SELECT RAISE(ABORT, 'a leaf is final'); END
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_leaf_is_final")]
    operations = [migrations.RunSQL(CREATE, "DROP TRIGGER ledger_leaf_no_replace")]
