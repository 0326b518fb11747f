"""What a version follows, and what is registered beside its text: operation, witnesses, translations.

The columns are added without making the table anew, which on SQLite would drop the triggers that guard it.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from ikrar.records.final import guards, unemptied

FINAL = "what is frozen is final"
REAL = "NOT (SELECT example FROM declaration_declaration d WHERE d.ref = {ref})"
OF_VERSION = "(SELECT declaration_id FROM declaration_version v WHERE v.id = OLD.version_id)"
WAS_FROZEN = "(SELECT frozen_at FROM declaration_version v WHERE v.id = OLD.version_id) IS NOT NULL"
DISPLACES = "NEW.id IN (SELECT r.id FROM declaration_{table} r)"
IS_FROZEN = "EXISTS (SELECT 1 FROM declaration_version v WHERE v.frozen_at IS NOT NULL AND v.id = NEW.version_id)"
NEW_TABLES = ("witness", "translation")


def _triggers() -> dict[str, str]:
    frozen = "OLD.frozen_at IS NOT NULL AND " + REAL.format(ref="OLD.declaration_id")
    found = {"version_outside_no_update": f"BEFORE UPDATE OF parent_id, operation ON declaration_version WHEN {frozen}"}
    rows = f"{WAS_FROZEN} AND {REAL.format(ref=OF_VERSION)}"
    for table in NEW_TABLES:
        name = f"declaration_{table}"
        found[f"{table}_no_update"] = f"BEFORE UPDATE ON {name} WHEN {rows}"
        found[f"{table}_no_delete"] = f"BEFORE DELETE ON {name} WHEN {rows}"
        found[f"{table}_no_insert"] = f"BEFORE INSERT ON {name} WHEN {IS_FROZEN} OR {DISPLACES.format(table=table)}"
        found[f"{table}_keeps_key"] = (
            f"BEFORE UPDATE ON {name} WHEN NEW.id IS NOT OLD.id OR NEW.version_id IS NOT OLD.version_id"
        )
    return found


class Migration(migrations.Migration):
    dependencies = [("declaration", "0005_frozen_is_not_emptied")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="declaration.version",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE declaration_version ADD COLUMN operation varchar(200) NOT NULL DEFAULT ''",
                    "ALTER TABLE declaration_version DROP COLUMN operation",
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name="version",
                    name="operation",
                    field=models.CharField(blank=True, db_default="", default="", max_length=200),
                )
            ],
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("office", models.CharField(blank=True, max_length=200)),
                ("institution", models.CharField(blank=True, max_length=200)),
                ("capacity", models.CharField(blank=True, max_length=200)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witnesses",
                        to="declaration.version",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=3)),
                ("title", models.TextField()),
                ("preamble", models.TextField(blank=True)),
                ("points", models.JSONField()),
                ("closing", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="declaration.version",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="witness",
            constraint=models.UniqueConstraint(fields=("version", "n"), name="witness_number_once"),
        ),
        migrations.AddConstraint(
            model_name="translation",
            constraint=models.UniqueConstraint(fields=("version", "language"), name="translation_language_once"),
        ),
        guards("declaration", {name: (when, FINAL) for name, when in _triggers().items()}),
        unemptied(tuple(f"declaration_{name}" for name in NEW_TABLES), FINAL),
    ]
