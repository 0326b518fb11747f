"""On PostgreSQL, triggers against emptying a table of declarations at one stroke."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import unemptied

TABLES = ("declaration", "version", "point", "pledgingoffice", "step")


class Migration(migrations.Migration):
    dependencies = [("declaration", "0004_key_is_final")]
    operations = [unemptied(tuple(f"declaration_{name}" for name in TABLES), "what is frozen is final")]
