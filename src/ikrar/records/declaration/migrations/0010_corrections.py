"""Versions that replaced another are few: an index of their own lists and counts them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the corrections alone, in their order."""

    dependencies = [("declaration", "0009_newest")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                fields=["-frozen_at", "-id"], condition=models.Q(supersedes__isnull=False), name="version_correction"
            ),
        ),
    ]
