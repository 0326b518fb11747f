"""PostgreSQL's index of words: tables beside the protected ones, for no index of words serves behind a row policy.

Triggers keep them, as the system; policies and functions in ``records/policy.py`` say who reads what.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

MODELS = ("meeting", "decision")
FUNCTION = (
    "CREATE FUNCTION {index}_kept() RETURNS trigger LANGUAGE plpgsql"
    " SET search_path = public, pg_temp SET ikrar.kind = 'system' AS $$ BEGIN"
    " IF TG_OP <> 'INSERT' THEN DELETE FROM {index} WHERE ref = OLD.ref; END IF;"
    " IF TG_OP <> 'DELETE' THEN"
    " INSERT INTO {index} (ref, words) SELECT NEW.ref, NEW.words WHERE NEW.words IS NOT NULL; END IF;"
    " RETURN NULL; END $$"
)
EACH = "FOR EACH ROW EXECUTE FUNCTION {index}_kept()"
POSTGRESQL = (
    "CREATE TABLE {index} (ref varchar(26) PRIMARY KEY, words tsvector NOT NULL)",
    "INSERT INTO {index} (ref, words) SELECT ref, words FROM {table} WHERE words IS NOT NULL",
    "CREATE INDEX {index}_found ON {index} USING gin (words)",
    FUNCTION,
    f"CREATE TRIGGER {{index}}_enter AFTER INSERT OR DELETE ON {{table}} {EACH}",
    "CREATE TRIGGER {index}_change AFTER UPDATE OF words ON {table}"
    " FOR EACH ROW WHEN (OLD.words IS DISTINCT FROM NEW.words) EXECUTE FUNCTION {index}_kept()",
)


def _make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for model in MODELS:
            names = {"table": f"meeting_{model}", "index": f"meeting_{model}_word"}
            for statement in POSTGRESQL:
                schema_editor.execute(statement.format(**names), params=None)


def _take_away(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for model in MODELS:
            for name in ("enter", "change"):
                schema_editor.execute(f"DROP TRIGGER meeting_{model}_word_{name} ON meeting_{model}", params=None)
            schema_editor.execute(f"DROP FUNCTION meeting_{model}_word_kept()", params=None)
            schema_editor.execute(f"DROP TABLE meeting_{model}_word", params=None)


class Migration(migrations.Migration):
    dependencies = [("meeting", "0014_scope")]
    operations = [migrations.RunPython(_make, _take_away)]
