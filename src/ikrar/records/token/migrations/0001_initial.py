from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("ikrar_account", "0002_user_ref")]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("ref", models.CharField(max_length=26, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_on", models.DateField()),
                ("used_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="ikrar_account.grant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("grant",),
                        name="token_one_live_for_a_grant",
                    )
                ],
            },
        ),
    ]
