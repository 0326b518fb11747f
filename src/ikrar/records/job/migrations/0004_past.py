"""A letter is not sent when the day it calls to is past."""

from __future__ import annotations

from django.db import migrations, models

CAUSES = (
    *("unreachable", "slow", "dropped", "untrusted", "sign_in", "sender", "busy", "refused", "unreadable", "lapsed"),
    "past",
)


class Migration(migrations.Migration):
    dependencies = [("job", "0003_asked")]
    operations = [
        migrations.AlterField(
            "try", "cause", models.CharField(max_length=20, choices=[(c, c) for c in CAUSES], blank=True)
        ),
    ]
