from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ikrar.records.ref


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declaration", "0011_rows_by_key"),
        ("election", "0002_ends_and_participants"),
        ("institution", "0002_territory_and_terms"),
        ("place", "0002_decrees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitee",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("n", models.PositiveSmallIntegerField()),
                ("office", models.CharField(max_length=200)),
                ("present", models.BooleanField(default=False)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("ledger_ref", models.CharField(default=ikrar.records.ref.new_ref, max_length=26, unique=True)),
                ("attendance_ref", models.CharField(default=ikrar.records.ref.new_ref, max_length=26, unique=True)),
                ("example", models.BooleanField(default=False)),
                ("title", models.CharField(max_length=310)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                ("zone", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("called", "called"),
                            ("held", "held"),
                            ("frozen", "frozen"),
                            ("approved", "approved"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("frozen_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("attendance_until", models.DateField(null=True)),
                ("attendance_erased_on", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="place.area"),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="declaration.declaration",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="election.election"
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "invitee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="envelope",
                        serialize=False,
                        to="meeting.invitee",
                    ),
                ),
                ("mailbox", models.CharField(blank=True, max_length=254)),
                (
                    "partstat",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ACCEPTED", "ACCEPTED"),
                            ("DECLINED", "DECLINED"),
                            ("TENTATIVE", "TENTATIVE"),
                            ("DELEGATED", "DELEGATED"),
                            ("NEEDS-ACTION", "NEEDS-ACTION"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(null=True)),
                ("stamp", models.DateTimeField(null=True)),
                ("comment", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="minutes",
                        serialize=False,
                        to="meeting.meeting",
                    ),
                ),
                ("mailbox", models.CharField(blank=True, max_length=254)),
                ("materials", models.TextField(blank=True)),
                ("agenda", models.JSONField()),
                ("form", models.JSONField()),
                ("edition", models.PositiveIntegerField(default=1)),
                ("canonical", models.BinaryField(null=True)),
                ("door_hash", models.CharField(blank=True, db_index=True, max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="invitee",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitees", to="meeting.meeting"
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how", models.CharField(choices=[("code", "code"), ("list", "list")], max_length=8)),
                ("data", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="meeting.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
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
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="meeting.meeting"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("example", models.BooleanField(default=False)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="meeting",
            name="series",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="meeting.series"
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("ledger_ref", models.CharField(default=ikrar.records.ref.new_ref, max_length=26, unique=True)),
                ("n", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("office", models.CharField(blank=True, max_length=2000)),
                ("due", models.DateField(null=True)),
                ("rule", models.CharField(blank=True, max_length=2000)),
                ("stage", models.CharField(blank=True, max_length=2000)),
                ("station", models.CharField(blank=True, max_length=2000)),
                ("case", models.CharField(blank=True, max_length=2000)),
                ("public", models.BooleanField(default=False)),
                ("sorts", models.DateField()),
                (
                    "published",
                    models.CharField(blank=True, choices=[("real", "real"), ("example", "example")], max_length=7),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("dropped", "dropped")], max_length=8
                    ),
                ),
                ("result", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "declaration",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declaration.declaration",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="meeting.meeting"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meeting.series",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("call", "call"),
                            ("change", "change"),
                            ("cancel", "cancel"),
                            ("hold", "hold"),
                            ("freeze", "freeze"),
                            ("endorse", "endorse"),
                            ("approve", "approve"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "draft"),
                            ("called", "called"),
                            ("held", "held"),
                            ("frozen", "frozen"),
                            ("approved", "approved"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("called", "called"),
                            ("held", "held"),
                            ("frozen", "frozen"),
                            ("approved", "approved"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institution.institution"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="meeting.meeting"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="invitee",
            constraint=models.UniqueConstraint(fields=("meeting", "institution"), name="invitee_once"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("meeting", "institution"), name="minutes_approved_once"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["-starts", "ref"], name="meeting_by_day"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("state", "approved")), fields=["-starts", "ref"], name="meeting_public"
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["institution", "-starts"], name="meeting_of_host"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["sorts", "ref"], name="decision_by_due"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["standing", "sorts", "ref"], name="decision_standing"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["owner", "sorts", "ref"], name="decision_of_owner"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["published", "standing", "sorts", "ref"], name="decision_published"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("meeting", "n"), name="decision_number_once"),
        ),
    ]
