"""An index that counts the approved meetings of one world."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declaration", "0011_rows_by_key"),
        ("election", "0002_ends_and_participants"),
        ("institution", "0002_territory_and_terms"),
        ("meeting", "0015_words_beside"),
        ("place", "0002_decrees"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(condition=models.Q(("state", "approved")), fields=["example"], name="meeting_published"),
        ),
    ]
