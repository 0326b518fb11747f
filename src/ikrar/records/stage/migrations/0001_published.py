from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("election", "0002_ends_and_participants")]

    operations = [
        migrations.CreateModel(
            name="Published",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("first", models.DateField(null=True)),
                ("last", models.DateField()),
                ("name", models.JSONField()),
                ("about", models.JSONField()),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed", models.DateTimeField()),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="election.election"
                    ),
                ),
            ],
        ),
    ]
