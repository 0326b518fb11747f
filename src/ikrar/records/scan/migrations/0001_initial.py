from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import ikrar.records.ref

WHAT = [("board", "board"), ("sheet", "sheet"), ("attendance", "attendance")]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("declaration", "0005_frozen_is_not_emptied")]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(choices=WHAT, max_length=20)),
                ("sealed_on", models.DateField()),
                ("kept_until", models.DateField()),
                ("erased_on", models.DateField(null=True)),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="declaration.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "scan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="scan.scan",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
    ]
