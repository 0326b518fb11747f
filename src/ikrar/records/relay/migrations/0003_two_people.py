"""Whose account an act was, so that nobody acknowledges what they opened themselves; acts before it name none."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ikrar.records.final import guards

SAYS = "nobody acknowledges what they opened themselves"
SAME = (
    "EXISTS (SELECT 1 FROM relay_act o WHERE o.relay_id = NEW.relay_id AND o.n = NEW.answers"
    " AND o.officer_id = NEW.officer_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("relay", "0002_acts_are_final"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "act",
            "officer",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                db_index=False,
            ),
        ),
        guards(
            "relay",
            {"act_two_people": (f"BEFORE INSERT ON relay_act WHEN NEW.kind = 'acknowledged' AND {SAME}", SAYS)},
        ),
    ]
