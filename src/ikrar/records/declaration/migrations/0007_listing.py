"""The register's list, with the index of its words: FTS5 and its triggers on SQLite, GIN on PostgreSQL."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import ikrar.records.words

# ruff: noqa: S608 - constants of this file
WORD = "declaration_listing_word"
#: The sign # begins a mark and stands between the parts of a text; the others are those of codes.
SQLITE = (
    f"CREATE VIRTUAL TABLE {WORD} USING fts5(words, content='declaration_listing', content_rowid='key', "
    "tokenize=\"ascii tokenchars '#./_-'\", prefix='3 4')",
    f"CREATE TRIGGER {WORD}_enter AFTER INSERT ON declaration_listing "
    f"BEGIN INSERT INTO {WORD}(rowid, words) VALUES (NEW.key, NEW.words); END",
    f"CREATE TRIGGER {WORD}_leave AFTER DELETE ON declaration_listing "
    f"BEGIN INSERT INTO {WORD}({WORD}, rowid, words) VALUES ('delete', OLD.key, OLD.words); END",
    f"CREATE TRIGGER {WORD}_stay BEFORE UPDATE ON declaration_listing "
    "BEGIN SELECT RAISE(ABORT, 'a listing is made anew, never changed'); END",
)
#: The words are kept beside the rows, so that counting rows reads few pages.
POSTGRESQL = (
    "ALTER TABLE declaration_listing SET (toast_tuple_target = 128)",
    f"CREATE INDEX {WORD} ON declaration_listing USING gin (words)",
)


def _make(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def _take_away(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {WORD}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("declaration", "0006_cascade_and_outside"),
        ("institution", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("province", models.CharField(max_length=2)),
                ("regency", models.CharField(blank=True, max_length=5)),
                ("district", models.CharField(blank=True, max_length=8)),
                ("village", models.CharField(blank=True, max_length=13)),
                ("words", ikrar.records.words.WordsField()),
                ("rule", models.PositiveSmallIntegerField()),
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="declaration.declaration",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="institution.institution",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="declaration.version",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["province", "regency", "district", "village"], name="listing_places")],
            },
        ),
        migrations.RunPython(_make, _take_away),
    ]
