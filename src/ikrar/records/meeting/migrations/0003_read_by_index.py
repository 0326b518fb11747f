"""Indexes that hold all that sight and counts of a register need: thousands of rows are never read for them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meeting", "0002_minutes_are_final")]
    operations = [
        migrations.AddIndex(
            "meeting", models.Index(fields=["institution", "area", "state", "series", "ref"], name="meeting_in_sight")
        ),
        migrations.AddIndex("invitee", models.Index(fields=["institution", "meeting"], name="invitee_of_institution")),
        migrations.AddIndex(
            "decision", models.Index(fields=["meeting", "series", "standing", "sorts"], name="decision_counted")
        ),
    ]
