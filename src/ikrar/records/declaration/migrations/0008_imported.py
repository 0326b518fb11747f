"""A version may also be frozen by an import; only the names that the program knows change, not the table."""

from __future__ import annotations

from django.db import migrations, models

MOVES = ("open", "freeze", "import", "supersede", "discard")


class Migration(migrations.Migration):
    dependencies = [("declaration", "0007_listing")]
    operations = [
        migrations.AlterField(
            model_name="step",
            name="move",
            field=models.CharField(choices=[(move, move) for move in MOVES], max_length=20),
        )
    ]
