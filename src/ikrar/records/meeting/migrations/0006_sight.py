"""Who takes part in which meeting, as rows an index can answer from; decisions learn their thread of meetings."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institution", "0001_initial"),
        ("meeting", "0005_two_approve"),
        ("place", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=26, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Sight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("called", models.BooleanField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="place.area",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meeting.meeting",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="meeting.thread"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["institution", "area", "called", "thread", "meeting"], name="sight_of")
                ],
                "constraints": [models.UniqueConstraint(fields=("meeting", "institution"), name="sight_once")],
            },
        ),
        migrations.AddField(
            "decision",
            "thread",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="meeting.thread",
            ),
        ),
        migrations.RemoveIndex("decision", "decision_by_due"),
        migrations.RemoveIndex("decision", "decision_standing"),
        migrations.RemoveIndex("decision", "decision_of_owner"),
        migrations.RemoveIndex("decision", "decision_counted"),
        migrations.AddIndex("decision", models.Index(fields=["sorts", "ref", "thread"], name="decision_in_order")),
        migrations.AddIndex(
            "decision", models.Index(fields=["standing", "sorts", "ref", "thread"], name="decision_that_stands")
        ),
        migrations.AddIndex(
            "decision", models.Index(fields=["owner", "sorts", "ref", "thread", "standing"], name="decision_owned")
        ),
        migrations.AddIndex(
            "decision", models.Index(fields=["thread", "standing", "sorts"], name="decision_of_thread")
        ),
    ]
