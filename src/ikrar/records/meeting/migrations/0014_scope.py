"""The scope of a row of sight: institution and area in one text, so that a grant is one range of an index.

It may be null: SQLite would build the table anew for another column. A trigger fills it.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from ikrar.records.final import told

SCOPE = "UPDATE meeting_sight SET scope = institution_id || ' ' || area_id || '.'"
TRIGGERS = {
    "meeting_sight_scoped": ("AFTER INSERT ON meeting_sight WHEN NEW.scope IS NULL", f"{SCOPE} WHERE id = NEW.id;")
}


def _by_code_point(apps: Any, schema_editor: Any) -> None:
    """Compare as SQLite does, whatever the collation of the database is."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE meeting_sight ALTER COLUMN scope TYPE varchar(100) COLLATE "C"', params=None)


def _fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(SCOPE, params=None)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0013_words_of_before")]
    operations = [
        migrations.AddField("sight", "scope", models.CharField(max_length=100, null=True)),
        migrations.RunPython(_by_code_point, migrations.RunPython.noop),
        migrations.RemoveIndex("sight", "sight_of"),
        migrations.AddIndex(
            "sight", models.Index(fields=["scope", "called", "thread", "meeting"], name="sight_in_scope")
        ),
        migrations.AddIndex(
            "sight",
            models.Index(fields=["institution", "scope", "called", "thread", "meeting"], name="sight_of_institution"),
        ),
        migrations.AddIndex(
            "sight", models.Index(fields=["thread", "institution", "scope", "called"], name="sight_of_thread")
        ),
        migrations.RemoveIndex("decision", "decision_that_stands"),
        migrations.RemoveIndex("decision", "decision_owned"),
        migrations.AddIndex(
            "decision",
            models.Index(fields=["standing", "sorts", "ref", "thread", "published"], name="decision_standing"),
        ),
        migrations.AddIndex(
            "decision",
            models.Index(fields=["owner", "sorts", "ref", "thread", "standing", "published"], name="decision_run"),
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        told(TRIGGERS),
    ]
