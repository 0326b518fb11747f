"""What else can become of a letter that came in."""

from __future__ import annotations

from django.db import migrations, models

FATES = (
    *("answer", "repeated", "older", "stranger", "ahead", "elsewhen", "several", "returned", "automatic"),
    *("no_answer", "other_method", "unreadable", "too_large", "too_deep"),
)


class Migration(migrations.Migration):
    dependencies = [("job", "0001_deliveries")]
    operations = [
        migrations.AlterField("arrival", "fate", models.CharField(max_length=20, choices=[(f, f) for f in FATES])),
    ]
