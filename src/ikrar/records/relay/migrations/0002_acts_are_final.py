"""Triggers that refuse to change or remove an act of custody or its relay; only examples may be erased."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "what happened to a baton is final"
REAL = "NOT (SELECT r.example FROM relay_relay r WHERE r.ref = {})"
FINAL = "ref, institution_id, start_id, made_at, source, example"
TRIGGERS = {
    "act_no_update": "BEFORE UPDATE ON relay_act WHEN TRUE",
    "act_no_delete": f"BEFORE DELETE ON relay_act WHEN {REAL.format('OLD.relay_id')}",
    "leg_no_delete": f"BEFORE DELETE ON relay_leg WHEN {REAL.format('OLD.relay_id')}",
    "relay_no_update": f"BEFORE UPDATE OF {FINAL} ON relay_relay WHEN TRUE",
    "relay_no_delete": "BEFORE DELETE ON relay_relay WHEN NOT OLD.example",
}


class Migration(migrations.Migration):
    dependencies = [("relay", "0001_initial")]
    operations = [
        guards("relay", {name: (when, SAYS) for name, when in TRIGGERS.items()}),
        unemptied(("relay_relay", "relay_leg", "relay_act"), SAYS),
    ]
