from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import ikrar.core.relay.custody
import ikrar.records.ref


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("election", "0002_ends_and_participants"),
        ("institution", "0002_territory_and_terms"),
        ("place", "0002_decrees"),
    ]

    operations = [
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("leg", models.PositiveSmallIntegerField()),
                ("sealed_on", models.DateField()),
                ("kept_until", models.DateField()),
                ("erased_on", models.DateField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PhotoBox",
            fields=[
                (
                    "sealed",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="box",
                        serialize=False,
                        to="relay.photo",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Relay",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("series", models.CharField(max_length=160)),
                ("baton", models.CharField(max_length=80)),
                ("starts_on", models.DateField()),
                ("items", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=64)),
                ("example", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("underway", "underway"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("next", models.PositiveSmallIntegerField(default=1)),
                ("legs_count", models.PositiveSmallIntegerField()),
                ("done", models.PositiveSmallIntegerField(default=0)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"),
                ),
                (
                    "election",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="election.election"
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="photo",
            name="relay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="relay.relay"
            ),
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("venue", models.CharField(blank=True, max_length=200)),
                ("planned_on", models.DateField()),
                ("planned_at", models.TimeField(null=True)),
                ("programme", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("done", "done"),
                            ("told", "told"),
                            ("skipped", "skipped"),
                            ("cancelled", "cancelled"),
                        ],
                        default=ikrar.core.relay.custody.Leg["PLANNED"],
                        max_length=10,
                    ),
                ),
                ("actual_on", models.DateField(null=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="relay.relay"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("leg", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("acknowledged", "acknowledged"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("skipped", "skipped"),
                            ("told", "told"),
                            ("changed", "changed"),
                            ("dated", "dated"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=160)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("key", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("bent", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("witnesses", models.JSONField(default=list)),
                ("conditions", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="relay.relay"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="relay",
            index=models.Index(fields=["-starts_on", "ref"], name="relay_newest"),
        ),
        migrations.AddConstraint(
            model_name="leg",
            constraint=models.UniqueConstraint(fields=("relay", "n"), name="leg_once"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(fields=("relay", "n"), name="act_in_order"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("relay", "key"), name="act_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            ikrar.core.relay.custody.Kind["ACKNOWLEDGED"],
                            ikrar.core.relay.custody.Kind["SKIPPED"],
                            ikrar.core.relay.custody.Kind["TOLD"],
                        ],
                    )
                ),
                fields=("relay", "leg"),
                name="leg_passed_once",
            ),
        ),
    ]
