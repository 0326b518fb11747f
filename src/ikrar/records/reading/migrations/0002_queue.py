"""Repeat what the queue of drafts searches and counts by in columns, and keep what was chosen for each doubt."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import migrations, models

from ikrar.records import identity


def _fill(apps: Any, schema_editor: Any) -> None:
    """Fill the columns of the drafts that are there; they live for 30 days at most."""
    with identity.system():
        for row in apps.get_model("reading", "Reading").objects.all():
            declaration = row.form.get("declaration") or {}
            row.title = " ".join(str(declaration.get("title") or "").split())[:300]
            row.area_code = str(declaration.get("area") or "").strip()[:13]
            row.event_date = _day(str(declaration.get("event_date") or "").strip())
            names = dict.fromkeys(doubt["field"] for doubt in row.found.get("doubts") or ())
            row.doubtful = "".join(f" {name}" for name in names) + " " if names else ""
            row.save(update_fields=["title", "area_code", "event_date", "doubtful"])


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


class Migration(migrations.Migration):
    dependencies = [("reading", "0001_initial")]

    operations = [
        migrations.AddField("reading", "chosen", models.JSONField(default=dict)),
        migrations.AddField("reading", "title", models.CharField(blank=True, default="", max_length=300)),
        migrations.AddField("reading", "area_code", models.CharField(blank=True, default="", max_length=13)),
        migrations.AddField("reading", "event_date", models.DateField(null=True)),
        migrations.AddField("reading", "doubtful", models.CharField(blank=True, default="", max_length=400)),
        migrations.AddIndex("reading", models.Index(fields=["author", "-created"], name="reading_queue")),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
