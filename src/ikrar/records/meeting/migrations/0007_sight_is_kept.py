"""Fill what 0006 made, and the triggers that keep it: what the gates ask follows its facts whoever wrote them."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from ikrar.records.final import guards

# ruff: noqa: S608 - constants of this file
SAYS = "what is frozen is final"
THREAD = {"decision_no_thread": ("BEFORE UPDATE OF thread_id ON meeting_decision WHEN TRUE", SAYS)}
#: Not coalesce(): PostgreSQL does not know that it tells nothing, and would not look it up by an index past a policy.
OF = "CASE WHEN m.series_id IS NULL THEN m.ref ELSE m.series_id END"
#: A host takes part from the first, an invited institution once the meeting was called.
INTO = "INSERT INTO meeting_sight (meeting_id, institution_id, area_id, thread_id, called) "
HOST = (
    f"{INTO}SELECT m.ref, m.institution_id, m.area_id, t.id, m.state <> 'draft' "
    f"FROM meeting_meeting m JOIN meeting_thread t ON t.ref = {OF} WHERE {{mine}}"
)
INVITED = (
    f"{INTO}SELECT m.ref, i.institution_id, m.area_id, t.id, TRUE FROM meeting_meeting m "
    f"JOIN meeting_thread t ON t.ref = {OF} JOIN meeting_invitee i ON i.meeting_id = m.ref "
    "WHERE {invited} AND m.state <> 'draft' ON CONFLICT (meeting_id, institution_id) DO NOTHING"
)
BEGUN = (
    f"INSERT INTO meeting_thread (ref) SELECT {OF} FROM meeting_meeting m WHERE {{mine}} ON CONFLICT (ref) DO NOTHING"
)
LEFT = "DELETE FROM meeting_sight WHERE meeting_id = {ref}"
ANEW = (BEGUN, LEFT, HOST, INVITED)
CHANGED = (
    "(OLD.state = 'draft') <> (NEW.state = 'draft') OR OLD.area_id <> NEW.area_id"
    " OR OLD.institution_id <> NEW.institution_id OR coalesce(OLD.series_id, '') <> coalesce(NEW.series_id, '')"
)
OVER = "DELETE FROM meeting_thread WHERE ref = {ref}"
#: Name, event, table, condition, which meeting it is about, what is done.
TRIGGERS = (
    ("meeting_enters", "INSERT", "meeting_meeting", "TRUE", "NEW.ref", ANEW),
    ("meeting_changes", "UPDATE", "meeting_meeting", CHANGED, "NEW.ref", ANEW),
    ("meeting_leaves", "DELETE", "meeting_meeting", "TRUE", "OLD.ref", (LEFT, OVER)),
    ("series_leaves", "DELETE", "meeting_series", "TRUE", "OLD.ref", (OVER,)),
    ("invitee_enters", "INSERT", "meeting_invitee", "TRUE", "NEW.meeting_id", (INVITED,)),
    ("invitee_leaves", "DELETE", "meeting_invitee", "TRUE", "OLD.meeting_id", ANEW),
)
FUNCTION = (
    "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    " SET search_path = public, pg_temp SET ikrar.kind = 'system' AS $$ BEGIN {body} RETURN NULL; END $$"
)


def _fill(apps: Any, schema_editor: Any) -> None:
    for statement in (BEGUN, HOST, INVITED):
        schema_editor.execute(statement.format(mine="TRUE", invited="TRUE"), params=None)
    schema_editor.execute(
        "UPDATE meeting_decision SET thread_id ="
        " (SELECT t.id FROM meeting_thread t WHERE t.ref ="
        " CASE WHEN series_id IS NULL THEN meeting_id ELSE series_id END)",
        params=None,
    )


def _empty(apps: Any, schema_editor: Any) -> None:
    for statement in (
        "UPDATE meeting_decision SET thread_id = NULL",
        "DELETE FROM meeting_sight",
        "DELETE FROM meeting_thread",
    ):
        schema_editor.execute(statement, params=None)


def _keep(apps: Any, schema_editor: Any) -> None:
    """Make the triggers; on PostgreSQL they write as the system, which alone may."""
    for name, event, table, when, ref, told in TRIGGERS:
        mine, invited = f"m.ref = {ref}", "i.ref = NEW.ref" if name == "invitee_enters" else f"m.ref = {ref}"
        body = " ".join(f"{one.format(mine=mine, invited=invited, ref=ref)};" for one in told)
        if schema_editor.connection.vendor == "sqlite":
            made = [f"CREATE TRIGGER meeting_{name} AFTER {event} ON {table} WHEN {when} BEGIN {body} END"]
        else:
            each = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION meeting_{name}()"
            made = [
                FUNCTION.format(name=f"meeting_{name}", body=body),
                f"CREATE TRIGGER meeting_{name} AFTER {event} ON {table} {each}",
            ]
        for statement in made:
            schema_editor.execute(statement, params=None)


def _leave(apps: Any, schema_editor: Any) -> None:
    for name, _event, table, *_rest in TRIGGERS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER meeting_{name}", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER meeting_{name} ON {table}", params=None)
            schema_editor.execute(f"DROP FUNCTION meeting_{name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0006_sight")]
    operations = [
        migrations.RunPython(_fill, _empty),
        guards("meeting", THREAD),
        migrations.RunPython(_keep, _leave),
    ]
