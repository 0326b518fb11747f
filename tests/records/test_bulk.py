"""Rows written many at once are those the models write one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ikrar.records import bulk
from ikrar.records.declaration.models import Declaration, Point, Step, Version
from tests.store import STORE

MOMENT = datetime(2026, 3, 2, 5, 17, 4, 123_456, tzinfo=UTC)


def draft(number: int = 1) -> Version:
    """Write a draft by its model."""
    declaration = Declaration.objects.create(institution_id="35.28/kpu")
    return Version.objects.create(declaration=declaration, number=number, form={"title": "Ikrar"})


def step(version: Version) -> Step:
    """Return a step with a value of each kind, not written yet."""
    return Step(version=version, move="open", old="", new="draft", at=MOMENT, institution_id="35.28/kpu", reason="é\n'")


def column(table: str) -> list[tuple[object, ...]]:
    """Return the rows of a table as the database stores them, but their key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return [row[1:] for row in cursor.fetchall()]


def test_an_object_is_stored_as_its_model_stores_it(database: Path) -> None:
    version = draft()
    step(version).save()
    with transaction.atomic():
        bulk.add([step(version)])
    saved, added = column("declaration_step")
    assert saved == added


def test_adding_nothing_asks_nothing(database: Path) -> None:
    with CaptureQueriesContext(connection) as asked:
        bulk.add([])
        bulk.insert(Point, ("version", "n", "text"), [])
    assert not STORE.own(asked)


def test_values_stand_in_the_order_of_the_names(database: Path) -> None:
    version = draft()
    with transaction.atomic():
        bulk.insert(Point, ("text", "n", "version"), [("Satu", 1, version.pk), ("100 % 'dua'", 2, version.pk)])
    assert list(Point.objects.order_by("n").values_list("n", "text")) == [(1, "Satu"), (2, "100 % 'dua'")]


def test_what_the_database_forbids_is_forbidden_in_bulk_too_and_nothing_stays(database: Path) -> None:
    version = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Point, ("version", "n", "text"), [(version.pk, 1, "Satu"), (version.pk, 1, "Lagi")])
    assert not Point.objects.exists()


def test_rows_change_by_their_key_and_no_other_does(database: Path) -> None:
    one, other = draft(), draft()
    with transaction.atomic():
        bulk.change(Version, ("canonical", "digest", "frozen_at"), [(b"{}", "a" * 64, MOMENT, one.pk)])
    found = Version.objects.get(pk=one.pk)
    assert (bytes(found.canonical or b""), found.digest, found.frozen_at) == (b"{}", "a" * 64, MOMENT)
    assert Version.objects.get(pk=other.pk).digest is None


def test_a_day_and_json_are_stored_as_the_model_stores_them(database: Path) -> None:
    one, other = draft(), draft()
    form, day = {"title": 'Ikrar "damai"', "points": [{"n": 1}]}, date(2024, 8, 16)
    other.form, other.event_date = form, day
    other.save()
    with transaction.atomic():
        bulk.change(Version, ("form", "event_date"), [(form, day, one.pk)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT form, event_date FROM declaration_version")
        saved, changed = cursor.fetchall()
    assert saved == changed


def test_looking_rows_up_anew_changes_nothing(database: Path) -> None:
    version = draft()
    with transaction.atomic():
        bulk.insert(Point, ("version", "n", "text"), [(version.pk, 1, "Satu")])
        bulk.replan()
        bulk.insert(Point, ("version", "n", "text"), [(version.pk, 2, "Dua")])
    assert list(Point.objects.order_by("n").values_list("text", flat=True)) == ["Satu", "Dua"]


def test_more_rows_than_one_statement_takes_are_all_written_in_order(database: Path) -> None:
    version, number = draft(), 2 * bulk.AT_ONCE + 1
    with transaction.atomic():
        bulk.insert(Point, ("version", "n", "text"), ((version.pk, n, f"Poin {n}") for n in range(1, number + 1)))
    assert list(Point.objects.order_by("n").values_list("n", flat=True)) == list(range(1, number + 1))


def test_what_follows_the_values_stands_in_every_statement(database: Path) -> None:
    rows = [("1", f"k{n}") for n in range(bulk.AT_ONCE + 1)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE trial (a varchar(9), b varchar(9) UNIQUE)")
    for _ in range(2):
        bulk.values("INSERT INTO trial (a, b) VALUES", rows, "ON CONFLICT (b) DO UPDATE SET a = '2'")
    with connection.cursor() as cursor:
        cursor.execute("SELECT a, count(*) FROM trial GROUP BY a")
        assert cursor.fetchall() == [("2", len(rows))]
