"""On PostgreSQL, triggers against emptying the tables of leaves and openings at one stroke."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import unemptied


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_opening_is_final")]
    operations = [unemptied(("ledger_leaf",), "a leaf is final"), unemptied(("ledger_opening",), "an opening is final")]
