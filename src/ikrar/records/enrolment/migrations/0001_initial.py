from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ikrar.records.ref


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("institution", "0002_territory_and_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentLink",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                (
                    "acting",
                    models.CharField(
                        blank=True, choices=[("", ""), ("Pj.", "Pj."), ("Plt.", "Plt."), ("Plh.", "Plh.")], max_length=8
                    ),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                ("ends", models.DateField(null=True)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("challenge", models.CharField(blank=True, max_length=43)),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.office"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                (
                    "acting",
                    models.CharField(
                        blank=True, choices=[("", ""), ("Pj.", "Pj."), ("Plt.", "Plt."), ("Plh.", "Plh.")], max_length=8
                    ),
                ),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                ("ends", models.DateField(null=True)),
                ("credential", models.BinaryField()),
                ("spki", models.BinaryField()),
                ("spki_hash", models.CharField(max_length=64, unique=True)),
                ("count", models.BigIntegerField()),
                ("synced", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.office",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vouch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vouches", to="enrolment.key"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "institution"), name="vouch_once_an_institution")
                ],
            },
        ),
    ]
