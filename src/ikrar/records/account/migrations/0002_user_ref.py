"""Give each account a random reference, and a mark whose change ends its sessions."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

from ikrar.records.ref import new_ref


def _fill(apps: Any, schema_editor: Any) -> None:
    for user in apps.get_model("ikrar_account", "User").objects.all():
        user.ref, user.session_mark = new_ref(), new_ref()
        user.save(update_fields=["ref", "session_mark"])


class Migration(migrations.Migration):
    dependencies = [("ikrar_account", "0001_initial")]

    operations = [
        migrations.AddField("user", "ref", models.CharField(max_length=26, default="")),
        migrations.AddField("user", "session_mark", models.CharField(max_length=26, default=new_ref)),
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.AlterField("user", "ref", models.CharField(max_length=26, unique=True, default=new_ref)),
    ]
