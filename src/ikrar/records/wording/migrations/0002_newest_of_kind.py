"""The newest points of a kind, in the order they are asked for."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that holds the whole order: many declarations of one import were frozen in the same moment."""

    dependencies = [("wording", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="use", name="use_newest"),
        migrations.AddIndex(
            model_name="use",
            index=models.Index(fields=["code", "-frozen_at", "-version"], name="use_newest_of_kind"),
        ),
    ]
