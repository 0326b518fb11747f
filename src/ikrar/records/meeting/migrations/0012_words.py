"""Words of meetings and decisions, with SQLite's index of them and its triggers."""

from __future__ import annotations

from typing import Any

from django.db import migrations

import ikrar.records.words

MODELS = ("meeting", "decision")
#: The index holds no text: what leaves it is told to it. Its keys are its own, for VACUUM renumbers other rows.
SQLITE = (
    "CREATE TABLE {index}_key (key INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE {index} USING fts5(words, content='', tokenize=\"ascii tokenchars '#'\", prefix='3 4')",
    "CREATE TRIGGER {index}_enter AFTER INSERT ON {table} WHEN NEW.words IS NOT NULL BEGIN {enter} END",
    "CREATE TRIGGER {index}_change AFTER UPDATE OF words ON {table} WHEN OLD.words IS NOT NEW.words"
    " BEGIN {leave} {enter} END",
    "CREATE TRIGGER {index}_leave AFTER DELETE ON {table} BEGIN {leave} END",
)
ENTER = (
    "INSERT INTO {index}_key (ref) SELECT NEW.ref WHERE NEW.words IS NOT NULL;"
    " INSERT INTO {index} (rowid, words) SELECT k.key, NEW.words FROM {index}_key k WHERE k.ref = NEW.ref;"
)
LEAVE = (
    "INSERT INTO {index} ({index}, rowid, words)"
    " SELECT 'delete', k.key, OLD.words FROM {index}_key k WHERE k.ref = OLD.ref;"
    " DELETE FROM {index}_key WHERE ref = OLD.ref;"
)


def _make(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for model in MODELS:
        table = f"meeting_{model}"
        names = {"table": table, "index": f"{table}_word"}
        parts = {"enter": ENTER.format(**names), "leave": LEAVE.format(**names)}
        for statement in SQLITE:
            schema_editor.execute(statement.format(**names, **parts), params=None)


def _take_away(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    for model in MODELS:
        index = f"meeting_{model}_word"
        for name in ("enter", "change", "leave"):
            schema_editor.execute(f"DROP TRIGGER {index}_{name}", params=None)
        for name in (index, f"{index}_key"):
            schema_editor.execute(f"DROP TABLE {name}", params=None)


class Migration(migrations.Migration):
    """The columns may be null: one with a default would make SQLite build the tables anew, without their triggers."""

    dependencies = [("meeting", "0011_tally")]
    operations = [
        *(migrations.AddField(name, "words", ikrar.records.words.WordsField(null=True)) for name in MODELS),
        migrations.RunPython(_make, _take_away),
    ]
