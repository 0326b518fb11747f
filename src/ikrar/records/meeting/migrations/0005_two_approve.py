"""Triggers below the program: two approve what was frozen, in that order alone; its list of who came is closed.

A decision that ended before the minutes were approved is published with them all the same: the older trigger let no
column of an ended decision change, so that one decision closed early kept its whole meeting from ever being approved.
"""

from __future__ import annotations

from django.db import migrations, models

from ikrar.records.final import guards

SAYS = "what is frozen is approved by two of those it concerns, and its lists are closed"
REAL = "NOT EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = OLD.meeting_id AND m.example)"
FROZEN = "EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = {}.meeting_id AND m.frozen_at IS NOT NULL)"
#: Who may approve: the host and the invited, while frozen minutes wait for it.
MAY = (
    "EXISTS (SELECT 1 FROM meeting_meeting m WHERE m.ref = NEW.meeting_id AND m.frozen_at IS NOT NULL"
    " AND m.approved_at IS NULL AND (m.institution_id = NEW.institution_id OR EXISTS (SELECT 1 FROM meeting_invitee i"
    " WHERE i.meeting_id = m.ref AND i.institution_id = NEW.institution_id)))"
)
EARLY = (
    "(NEW.approved_at IS NOT NULL OR NEW.state = 'approved')"
    " AND (SELECT count(*) FROM meeting_approval a WHERE a.meeting_id = NEW.ref) < 2"
)
BACK = (
    "(OLD.frozen_at IS NOT NULL AND NEW.state NOT IN ('frozen', 'approved')) OR (OLD.approved_at IS NOT NULL"
    " AND (NEW.state <> 'approved' OR NEW.approved_at IS NOT OLD.approved_at))"
)
ENDED = {
    "decision_no_end": ("BEFORE UPDATE ON meeting_decision WHEN OLD.standing <> 'open'", "what is frozen is final"),
}
UNPUBLISHED = (
    "OLD.published <> '' OR NEW.published = ''"
    " OR (SELECT count(*) FROM meeting_approval a WHERE a.meeting_id = NEW.meeting_id) < 2"
)
TRIGGERS = {
    "decision_ended": (
        "BEFORE UPDATE OF sorts, standing, result, ended_at, ended_by_id ON meeting_decision"
        " WHEN OLD.standing <> 'open'"
    ),
    "decision_published": f"BEFORE UPDATE OF published ON meeting_decision WHEN {UNPUBLISHED}",
    "approval_of_parties": f"BEFORE INSERT ON meeting_approval WHEN NOT {MAY}",
    "meeting_not_early": f"BEFORE UPDATE OF state, approved_at ON meeting_meeting WHEN {EARLY}",
    "meeting_not_back": f"BEFORE UPDATE OF state, approved_at ON meeting_meeting WHEN {BACK}",
    "attendance_no_insert": f"BEFORE INSERT ON meeting_attendance WHEN {FROZEN.format('NEW')}",
    "attendance_no_update": f"BEFORE UPDATE ON meeting_attendance WHEN {FROZEN.format('OLD')}",
    "invitee_no_update": f"BEFORE UPDATE ON meeting_invitee WHEN {FROZEN.format('OLD')}",
    "invitee_no_delete": f"BEFORE DELETE ON meeting_invitee WHEN {FROZEN.format('OLD')} AND {REAL}",
}


older = guards("meeting", ENDED)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0004_told")]
    operations = [
        migrations.AddConstraint(
            "approval",
            models.UniqueConstraint(
                fields=["meeting", "officer"],
                condition=models.Q(officer__isnull=False),  # an index: a table made anew loses its triggers
                name="minutes_approved_by_two_people",
            ),
        ),
        migrations.RunPython(older.reverse_code, older.code),  # type: ignore[arg-type]  # guards have both
        guards("meeting", {name: (when, SAYS) for name, when in TRIGGERS.items()}),
    ]
