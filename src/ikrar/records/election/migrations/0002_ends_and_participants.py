"""The last day a grant may reach, and the parties on the ballot."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ikrar.records.ref import new_ref


def refer(apps: Any, schema: Any) -> None:
    """Give each row a reference of its own for its leaves."""
    for row in apps.get_model("election", "Election").objects.all():
        row.ledger_ref = new_ref()
        row.save(update_fields=["ledger_ref"])


class Migration(migrations.Migration):
    """Adds two columns and a table; the dates come with the next loading of the bundled elections."""

    dependencies = [("place", "0001_initial"), ("election", "0001_initial")]

    operations = [
        migrations.AddField("election", "ends", models.DateField(null=True)),
        migrations.AddField("election", "ledger_ref", models.CharField(default=new_ref, max_length=26)),
        migrations.RunPython(refer, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("short_name", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=160)),
                ("source", models.CharField(blank=True, default="", max_length=120)),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="election.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "area", "number"), name="participant_number_in_area"),
                    models.UniqueConstraint(
                        condition=models.Q(("area__isnull", True)),
                        fields=("election", "number"),
                        name="participant_number",
                    ),
                ],
            },
        ),
    ]
