from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ikrar.records.ref


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declaration", "0009_newest"),
        ("enrolment", "0001_initial"),
        ("institution", "0002_territory_and_terms"),
        ("scan", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("method", models.CharField(choices=[("passkey", "passkey"), ("hand", "hand")], max_length=8)),
                (
                    "standing",
                    models.CharField(blank=True, choices=[("office", "office"), ("holder", "holder")], max_length=8),
                ),
                ("capacity", models.CharField(blank=True, max_length=220)),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("nonce", models.CharField(blank=True, max_length=43)),
                ("origin", models.CharField(blank=True, max_length=300)),
                ("rp_id", models.CharField(blank=True, max_length=253)),
                ("client_data", models.BinaryField(null=True)),
                ("authenticator_data", models.BinaryField(null=True)),
                ("assertion", models.BinaryField(null=True)),
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
                    "key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrolment.key"
                    ),
                ),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="declaration.pledgingoffice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refusals",
                        to="declaration.pledgingoffice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningLink",
            fields=[
                (
                    "ref",
                    models.CharField(
                        default=ikrar.records.ref.new_ref, max_length=26, primary_key=True, serialize=False
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("nonce", models.CharField(blank=True, max_length=43)),
                ("on_behalf_of", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "act",
                    models.CharField(blank=True, choices=[("sign", "sign"), ("withdraw", "withdraw")], max_length=8),
                ),
                (
                    "acting",
                    models.CharField(
                        blank=True, choices=[("", ""), ("Pj.", "Pj."), ("Plt.", "Plt."), ("Plh.", "Plh.")], max_length=8
                    ),
                ),
                (
                    "made_key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrolment.key"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="declaration.pledgingoffice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=26)),
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
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="declaration.pledgingoffice",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scan.scan"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pledge", "institution"), name="attestation_once_an_institution")
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="signature.signature",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("nonce", models.CharField(blank=True, max_length=43)),
                ("client_data", models.BinaryField(null=True)),
                ("authenticator_data", models.BinaryField(null=True)),
                ("assertion", models.BinaryField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key__isnull", True), ("method", "hand")),
                    models.Q(
                        ("assertion__isnull", False),
                        ("authenticator_data__isnull", False),
                        ("client_data__isnull", False),
                        ("key__isnull", False),
                        ("method", "passkey"),
                    ),
                    _connector="OR",
                ),
                name="signature_whole",
            ),
        ),
    ]
