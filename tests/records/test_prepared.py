"""A prepared query finds what the query finds that it was written from, whatever it is asked for."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.records.declaration.models import Declaration, Version
from ikrar.records.prepared import LostMark, Prepared

OF = Prepared(
    lambda ref: (
        Version.objects.filter(declaration_id=ref).select_related("declaration__institution").order_by("number")
    ),
    "<ref>",
)
AFTER = Prepared(
    lambda ref, number: Version.objects.filter(declaration=ref, number__gt=number).order_by("pk").values_list("number"),
    "<ref>",
    32_000,
)


def declared(*titles: str) -> str:
    """Write a declaration with a draft for each title; returns its reference."""
    row = Declaration.objects.create(institution_id="35.28/kpu")
    for number, title in enumerate(titles, 1):
        Version.objects.create(declaration=row, number=number, form={"title": title}, title=title)
    return row.ref


def test_its_objects_are_those_of_the_query_with_what_stands_beside_them(database: Path) -> None:
    ref = declared("Satu", "Dua")
    with CaptureQueriesContext(connection) as asked:
        found = OF.objects(ref)
        told = [(row.number, row.title, row.form, row.declaration.institution.code) for row in found]
    assert len(asked) == 1
    assert told == [(1, "Satu", {"title": "Satu"}, "35.28/kpu"), (2, "Dua", {"title": "Dua"}, "35.28/kpu")]
    assert [row.pk for row in found] == list(Version.objects.order_by("number").values_list("pk", flat=True))


def test_an_object_can_be_changed_and_saved_as_any_other(database: Path) -> None:
    row = OF.first(declared("Satu"))
    assert row is not None
    row.title = "Lain"
    row.save()
    assert Version.objects.get().title == "Lain"


def test_asked_for_other_values_it_finds_other_rows(database: Path) -> None:
    first, second = declared("Satu"), declared("Dua", "Tiga")
    assert [len(OF.objects(ref)) for ref in (first, second, first, "nobody")] == [1, 2, 1, 0]
    assert OF.first("nobody") is None
    assert [AFTER.rows(second, number) for number in (0, 1, 2)] == [[(1,), (2,)], [(2,)], []]


def test_a_value_is_a_value_and_never_a_part_of_the_statement(database: Path) -> None:
    declared("Satu")
    assert OF.objects("' OR 1=1 --") == []
    assert OF.objects("%s") == []


def test_it_speaks_to_the_connection_of_whoever_asks(database: Path) -> None:
    ref = declared("Satu")
    OF.objects(ref)
    found: list[int] = []

    def ask() -> None:
        found.append(len(OF.objects(ref)))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [1]


def test_each_argument_is_given(database: Path) -> None:
    with pytest.raises(ValueError, match="shorter"):
        AFTER.rows("one")


def test_a_query_that_django_answers_by_its_mark_alone_is_refused(database: Path) -> None:
    every = Prepared(lambda number: Version.objects.filter(number__gt=number), -1)  # no number is below nought
    with pytest.raises(LostMark):
        every.objects(1)
