import django.db.models.deletion
from django.db import migrations, models

import ikrar.records.ref


class Migration(migrations.Migration):
    dependencies = [
        ("election", "0002_ends_and_participants"),
        ("institution", "0002_territory_and_terms"),
        ("place", "0002_decrees"),
        ("stage", "0001_published"),
    ]

    operations = [
        migrations.CreateModel(
            name="Anchoring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=ikrar.records.ref.new_ref, max_length=26, unique=True)),
                ("code", models.CharField(max_length=30)),
                ("day", models.DateField(null=True)),
                ("source", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="election.election"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["election", "area", "code"], name="anchoring_subject")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(default=ikrar.records.ref.new_ref, max_length=26, unique=True)),
                ("key", models.CharField(max_length=40)),
                ("stage", models.CharField(max_length=30)),
                ("what", models.CharField(choices=[("duty", "duty"), ("risk", "risk")], max_length=4)),
                ("who", models.CharField(blank=True, max_length=20)),
                ("text", models.CharField(max_length=400)),
                ("source", models.CharField(max_length=200)),
                ("removed", models.BooleanField(default=False)),
                ("entered_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="election.election"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["election", "area"], name="note_subject")],
            },
        ),
    ]
