"""How the decisions of each thread stand, kept by triggers: a register is counted by its threads, not by its rows."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ikrar.records.final import told

# ruff: noqa: S608 - constants of this file

STANDINGS = ("open", "closed", "dropped")
COLUMNS = ", ".join(STANDINGS)
#: One decision more, or one less: of the row that is ``{row}``, times ``{sign}``.
COUNTED = ", ".join(f"CASE WHEN {{row}}.standing = '{one}' THEN {{sign}} ELSE 0 END" for one in STANDINGS)
ADDED = ", ".join(f"{one} = meeting_tally.{one} + excluded.{one}" for one in STANDINGS)
COUNT = (
    f"INSERT INTO meeting_tally (thread_id, published, {COLUMNS})"
    f" VALUES ({{row}}.thread_id, {{row}}.published, {COUNTED})"
    f" ON CONFLICT (thread_id, published) DO UPDATE SET {ADDED};"
)
IN, OUT = COUNT.format(row="NEW", sign="1"), COUNT.format(row="OLD", sign="-1")
CHANGED = "NEW.thread_id IS NOT NULL AND (OLD.standing <> NEW.standing OR OLD.published <> NEW.published)"
TRIGGERS = {
    "meeting_decision_enters": ("AFTER INSERT ON meeting_decision WHEN NEW.thread_id IS NOT NULL", IN),
    "meeting_decision_changes": (f"AFTER UPDATE ON meeting_decision WHEN {CHANGED}", OUT + " " + IN),
    "meeting_decision_leaves": ("AFTER DELETE ON meeting_decision WHEN OLD.thread_id IS NOT NULL", OUT),
    "meeting_thread_leaves": (
        "AFTER DELETE ON meeting_thread WHEN TRUE",
        "DELETE FROM meeting_tally WHERE thread_id = OLD.id;",
    ),
}
FILLED = ", ".join(f"sum(CASE WHEN standing = '{one}' THEN 1 ELSE 0 END)" for one in STANDINGS)


def _fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(
        f"INSERT INTO meeting_tally (thread_id, published, {COLUMNS}) SELECT thread_id, published, {FILLED}"
        " FROM meeting_decision WHERE thread_id IS NOT NULL GROUP BY thread_id, published",
        params=None,
    )


def _empty(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DELETE FROM meeting_tally", params=None)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0010_the_door_shuts")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "published",
                    models.CharField(blank=True, choices=[("real", "real"), ("example", "example")], max_length=7),
                ),
                ("open", models.IntegerField()),
                ("closed", models.IntegerField()),
                ("dropped", models.IntegerField()),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meeting.thread",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["published", "open", "closed", "dropped"], name="meeting_tally_published")
                ],
                "constraints": [models.UniqueConstraint(fields=("thread", "published"), name="meeting_tally_once")],
            },
        ),
        migrations.RunPython(_fill, _empty),
        told(TRIGGERS),
    ]
