"""Levels, parents, validity, dated territories, terms; what is there keeps its seat as its territory."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ikrar.core.institution.level import level_of
from ikrar.records.ref import new_ref


def settle(apps: Any, schema: Any) -> None:
    """Give each row a reference of its own, each institution its level and a territory: the area it sits in."""
    for row in apps.get_model("institution", "Institution").objects.all():
        row.ledger_ref, row.level = new_ref(), level_of(row.area_id).value
        row.save(update_fields=["ledger_ref", "level"])
        apps.get_model("institution", "Territory").objects.create(institution=row, area_id=row.area_id)
    for office in apps.get_model("institution", "Office").objects.all():
        office.ref = new_ref()
        office.save(update_fields=["ref"])


class Migration(migrations.Migration):
    """Adds the columns, fills them, then holds them to their rules."""

    dependencies = [("place", "0001_initial"), ("institution", "0001_initial")]

    operations = [
        migrations.AddField("institution", "level", models.CharField(default="regency", max_length=10)),
        migrations.AddField("institution", "short_name", models.CharField(blank=True, default="", max_length=80)),
        migrations.AddField(
            "institution",
            "parent",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="institution.institution",
            ),
        ),
        migrations.AddField("institution", "valid_from", models.DateField(null=True)),
        migrations.AddField("institution", "valid_until", models.DateField(null=True)),
        migrations.AddField("institution", "edition", models.PositiveIntegerField(default=1)),
        migrations.AddField("institution", "ledger_ref", models.CharField(default=new_ref, max_length=26)),
        migrations.AddField("office", "ref", models.CharField(default=new_ref, max_length=26)),
        migrations.AddField("office", "kind", models.CharField(default="head", max_length=10)),
        migrations.AddField("office", "valid_from", models.DateField(null=True)),
        migrations.AddField("office", "valid_until", models.DateField(null=True)),
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateField(null=True)),
                ("ends", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="territory",
                        to="institution.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=new_ref, max_length=26, unique=True)),
                ("starts", models.DateField()),
                ("ends", models.DateField(null=True)),
                ("acting", models.BooleanField(default=False)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="institution.office"
                    ),
                ),
            ],
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.AlterField("office", "ref", models.CharField(default=new_ref, max_length=26, unique=True)),
        migrations.AddIndex("institution", models.Index(fields=["kind", "level"], name="institution_kind_level")),
    ]
