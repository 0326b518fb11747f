"""Find what was frozen last without sorting the register: feeds and the list of corrections."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index by the moment of freezing."""

    dependencies = [("declaration", "0008_imported")]

    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["-frozen_at", "-id"], name="version_newest"),
        ),
    ]
