"""Triggers that refuse to change or remove frozen minutes, decisions, approvals and steps; examples may be erased."""

from __future__ import annotations

from django.db import migrations

from ikrar.records.final import guards, unemptied

SAYS = "what is frozen is final"
REAL = "NOT EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = OLD.meeting_id AND m.example)"
FROZEN = "EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = OLD.meeting_id AND m.frozen_at IS NOT NULL)"
MEETING = (
    "ref, ledger_ref, attendance_ref, series_id, institution_id, area_id, election_id, example, title, place, starts, "
    "ends, zone, sequence, digest, frozen_at, attendance_until"
)
DECISION = (
    "ref, ledger_ref, meeting_id, series_id, n, text, owner_id, office, due, rule, stage, station, declaration_id, "
    "public"
)
#: SQLite fires no delete trigger for a row that INSERT OR REPLACE displaces.
TAKEN = "EXISTS (SELECT 1 FROM meeting_{t} o WHERE {same})"
SAME_DECISION = "o.ref = NEW.ref OR o.ledger_ref = NEW.ledger_ref OR (o.meeting_id = NEW.meeting_id AND o.n = NEW.n)"
SAME_APPROVAL = "o.id = NEW.id OR (o.meeting_id = NEW.meeting_id AND o.institution_id = NEW.institution_id)"
OF_MEETING = {
    "meeting_no_update": f"BEFORE UPDATE OF {MEETING} ON meeting_meeting WHEN OLD.frozen_at IS NOT NULL",
    "meeting_no_delete": "BEFORE DELETE ON meeting_meeting WHEN OLD.frozen_at IS NOT NULL AND NOT OLD.example",
    "minutes_no_update": f"BEFORE UPDATE OF agenda, materials, form, canonical ON meeting_minutes WHEN {FROZEN}",
    "minutes_no_delete": f"BEFORE DELETE ON meeting_minutes WHEN {FROZEN} AND {REAL}",
    "decision_no_update": f"BEFORE UPDATE OF {DECISION} ON meeting_decision WHEN TRUE",
    "decision_no_end": "BEFORE UPDATE ON meeting_decision WHEN OLD.standing <> 'open'",
    "decision_no_delete": f"BEFORE DELETE ON meeting_decision WHEN {REAL}",
    "approval_no_update": "BEFORE UPDATE ON meeting_approval WHEN TRUE",
    "approval_no_delete": f"BEFORE DELETE ON meeting_approval WHEN {REAL}",
    "meeting_no_insert": f"BEFORE INSERT ON meeting_meeting WHEN {TAKEN.format(t='meeting', same='o.ref = NEW.ref')}",
    "decision_no_insert": f"BEFORE INSERT ON meeting_decision WHEN {TAKEN.format(t='decision', same=SAME_DECISION)}",
    "approval_no_insert": f"BEFORE INSERT ON meeting_approval WHEN {TAKEN.format(t='approval', same=SAME_APPROVAL)}",
    "step_no_update": "BEFORE UPDATE ON meeting_step WHEN TRUE",
    "step_no_delete": f"BEFORE DELETE ON meeting_step WHEN {FROZEN} AND {REAL}",
}


class Migration(migrations.Migration):
    dependencies = [("meeting", "0001_initial")]
    operations = [
        guards("meeting", {name: (when, SAYS) for name, when in OF_MEETING.items()}),
        unemptied(("meeting_decision", "meeting_approval", "meeting_step"), SAYS),
    ]
