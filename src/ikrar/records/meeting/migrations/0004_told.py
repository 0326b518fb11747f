"""Which edition each envelope was sent last: what stands there was sent with the present one."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def settle(apps: Any, schema: Any) -> None:
    """Give each envelope that was sent the number of its meeting, which every change was sent with so far."""
    sent = apps.get_model("meeting", "Envelope").objects.exclude(mailbox="")
    sent = sent.exclude(invitee__meeting__state="draft").exclude(invitee__meeting__minutes__mailbox="")
    for number in set(sent.values_list("invitee__meeting__sequence", flat=True)):
        sent.filter(invitee__meeting__sequence=number).update(told=number)


class Migration(migrations.Migration):
    """Adds the columns and fills one."""

    dependencies = [("meeting", "0003_read_by_index")]
    operations = [
        migrations.AddField("envelope", "told", models.PositiveIntegerField(null=True)),
        migrations.AddField("envelope", "other", models.BooleanField(default=False)),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]
