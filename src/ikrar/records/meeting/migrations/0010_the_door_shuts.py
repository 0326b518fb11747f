"""The code of a door ends by itself some hours after the meeting."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meeting", "0009_life_of_a_decision")]
    operations = [migrations.AddField("minutes", "door_until", models.DateTimeField(null=True))]
