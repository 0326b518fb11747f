from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import ikrar.records.ref


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declaration", "0009_newest"),
        ("institution", "0002_territory_and_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("language", models.CharField(choices=[("id", "id"), ("en", "en")], max_length=2)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="declaration.declaration"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="declaration.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="paper",
                        serialize=False,
                        to="certificate.certificate",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("declaration", "number"), name="certificate_number_once"),
        ),
    ]
