"""Triggers that let no row take the place of an act, leg or relay, and keep who gave and received what was handed over.

SQLite fires no delete trigger for a row that INSERT OR REPLACE displaces, by whichever of its unique keys.
"""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards

SAYS = "what happened to a baton is final"
ACT = (
    "EXISTS (SELECT 1 FROM relay_act o WHERE o.id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM relay_act o WHERE o.relay_id = NEW.relay_id AND (o.n = NEW.n"
    " OR (o.key <> '' AND o.key = NEW.key)"
    " OR (o.leg = NEW.leg AND o.kind IN ('acknowledged', 'told', 'skipped')"
    " AND NEW.kind IN ('acknowledged', 'told', 'skipped'))))"
)
LEG = (
    "EXISTS (SELECT 1 FROM relay_leg o WHERE o.id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM relay_leg o WHERE o.relay_id = NEW.relay_id AND o.n = NEW.n)"
)
PASSED = (
    "OLD.state IN ('done', 'told', 'skipped') AND (NEW.state <> OLD.state OR NEW.receiver_id <> OLD.receiver_id"
    " OR NEW.giver_id IS NOT OLD.giver_id OR NEW.area_id <> OLD.area_id OR NEW.venue <> OLD.venue"
    " OR NEW.planned_on <> OLD.planned_on OR NEW.n <> OLD.n OR NEW.relay_id <> OLD.relay_id)"
)
TRIGGERS = {
    "act_no_insert": f"BEFORE INSERT ON relay_act WHEN {ACT}",
    "leg_no_insert": f"BEFORE INSERT ON relay_leg WHEN {LEG}",
    "leg_no_update": f"BEFORE UPDATE ON relay_leg WHEN {PASSED}",
    "relay_no_insert": ("BEFORE INSERT ON relay_relay WHEN EXISTS (SELECT 1 FROM relay_relay o WHERE o.ref = NEW.ref)"),
}


class Migration(migrations.Migration):
    dependencies = [("relay", "0003_two_people")]
    operations = [guards("relay", {name: (when, SAYS) for name, when in TRIGGERS.items()})]
