"""Keep which drafts may tell of one event, which became sources of another, and which field came from where."""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

import django.db.models.deletion
from django.db import migrations, models

from ikrar.records import identity
from ikrar.records.ref import new_ref

_TRACES: Final = 48
_WORD: Final = re.compile(r"\w+")


def _traces(text: str) -> list[int]:
    """Return the traces of a text as core/reading/same_event made them when this step was written."""
    words = _WORD.findall(text.lower())
    triples = {zlib.crc32(" ".join(words[n : n + 3]).encode()) for n in range(max(1, len(words) - 2))} if words else ()
    return sorted(triples)[:_TRACES]


def _fill(apps: Any, schema_editor: Any) -> None:
    """Give each draft an event of its own, and the traces of its text; groups are suggested from the next draft on."""
    with identity.system():
        for row in apps.get_model("reading", "Reading").objects.all():
            row.event, row.traces = row.pk, _traces(row.text)
            row.save(update_fields=["event", "traces"])


class Migration(migrations.Migration):
    dependencies = [("reading", "0002_queue")]

    operations = [
        migrations.AddField("reading", "event", models.CharField(default=new_ref, max_length=26)),
        migrations.AddField("reading", "traces", models.JSONField(default=list)),
        migrations.AddField(
            "reading",
            "merged_into",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sources",
                to="reading.reading",
            ),
        ),
        migrations.AddIndex("reading", models.Index(fields=["event"], name="reading_event")),
        migrations.CreateModel(
            name="Origin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=20)),
                ("before", models.JSONField()),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="origins", to="reading.reading"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reading.reading"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("reading", "field", "source"), name="origin_once")],
            },
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
