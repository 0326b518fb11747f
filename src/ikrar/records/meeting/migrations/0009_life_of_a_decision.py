"""What becomes of a decision is a row each time; its owner, due day and end change with such a row alone.

A column with a default would make SQLite build the table anew, without its triggers; so the new one may be null.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ikrar.core.meeting.move import Deed
from ikrar.records.final import guards, unemptied

SAYS = "what is frozen is final"
FROZEN = "ref, ledger_ref, meeting_id, series_id, n, text, rule, stage, station, declaration_id, public"
WAS = (
    "ref, ledger_ref, meeting_id, series_id, n, text, owner_id, office, due, rule, stage, station, declaration_id, "
    "public"
)
ENDED = "sorts, standing, result, ended_at, ended_by_id"
REAL = (
    "NOT EXISTS (SELECT 1 FROM meeting_decision d JOIN meeting_meeting m ON m.ref = d.meeting_id"
    " WHERE d.ref = OLD.decision_id AND m.example)"
)
#: A deed stands beside the change it makes.
DEED = "EXISTS (SELECT 1 FROM meeting_done d WHERE d.decision_id = OLD.ref AND {which})"
OWNED = DEED.format(which="d.deed = 'reassign' AND d.owner_id = NEW.owner_id AND d.office = NEW.office")
DUE = DEED.format(which="d.deed = 'reschedule' AND (d.due = NEW.due OR d.due IS NULL AND NEW.due IS NULL)")
OPENED = DEED.format(which="d.deed = 'reopen'")
BEFORE = {
    "decision_no_update": f"BEFORE UPDATE OF {WAS} ON meeting_decision WHEN TRUE",
    "decision_ended": f"BEFORE UPDATE OF {ENDED} ON meeting_decision WHEN OLD.standing <> 'open'",
}
NOW = {
    "decision_no_update": f"BEFORE UPDATE OF {FROZEN} ON meeting_decision WHEN TRUE",
    "decision_no_owner": "BEFORE UPDATE OF owner_id, office ON meeting_decision"
    f" WHEN (NEW.owner_id <> OLD.owner_id OR NEW.office <> OLD.office) AND NOT {OWNED}",
    "decision_no_due": f"BEFORE UPDATE OF due ON meeting_decision WHEN NOT {DUE}",
    "decision_ended": f"BEFORE UPDATE OF {ENDED} ON meeting_decision"
    f" WHEN OLD.standing <> 'open' AND NOT (NEW.standing = 'open' AND {OPENED})",
    #: SQLite fires no delete trigger for a row that INSERT OR REPLACE displaces.
    "done_no_insert": "BEFORE INSERT ON meeting_done WHEN EXISTS (SELECT 1 FROM meeting_done o WHERE o.id = NEW.id)",
    "done_no_update": "BEFORE UPDATE ON meeting_done WHEN TRUE",
    "done_no_delete": f"BEFORE DELETE ON meeting_done WHEN {REAL}",
}


def _guards(triggers: dict[str, str]) -> Any:
    return guards("meeting", {name: (when, SAYS) for name, when in triggers.items()})


def _undone(triggers: dict[str, str]) -> migrations.RunPython:
    """Return the operation that takes triggers away, and makes them again on the way back."""
    made = _guards(triggers)
    return migrations.RunPython(made.reverse_code, made.code)


def _to(model: str, **options: Any) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **options)


class Migration(migrations.Migration):
    dependencies = [("institution", "0001_initial"), ("meeting", "0008_earlier_minutes")]
    operations = [
        migrations.AddField("decision", "disputed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Done",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deed", models.CharField(choices=[(d.value, d.value) for d in Deed], max_length=10)),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
                ("office", models.CharField(blank=True, max_length=2000)),
                ("due", models.DateField(null=True)),
                ("decision", _to("meeting.decision", related_name="deeds")),
                ("institution", _to("institution.institution", related_name="+")),
                ("owner", _to("institution.institution", null=True, related_name="+")),
            ],
        ),
        _undone(BEFORE),
        _guards(NOW),
        unemptied(("meeting_done",), SAYS),
    ]
