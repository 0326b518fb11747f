"""No page of the register reads a whole table on SQLite: an index is there and can be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ikrar.records.declaration import queries as declaration
from ikrar.records.wording import queries as wording
from ikrar.records.wording.models import Tally
from tests import cast
from tests.installation import on_sqlite

#: Tables that grow with the register.
LARGE = ("wording_tally", "wording_use", "wording_text", "declaration_version", "declaration_listing")
KIND = "NO_MONEY_POLITICS"
READS: dict[str, Callable[[], object]] = {
    "totals": lambda: wording.totals(example=False),
    "elections": lambda: wording.elections(KIND, example=False),
    "a kind": lambda: wording.narrowed(KIND, area="", election="", example=False),
    "a kind in a province": lambda: wording.narrowed(KIND, area="35", election="pilkada-2024", example=False),
    "a kind in a regency": lambda: wording.narrowed(KIND, area="35.28", election="", example=False),
    "a kind's newest": lambda: wording.newest(KIND, limit=20),
    "corrections": lambda: list(declaration.corrections_page()),
}


def whole(read: Callable[[], object]) -> list[str]:
    """Return the steps of a read's plans that go through a whole large table without an index."""
    with CaptureQueriesContext(connection) as asked:
        read()
    found = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
            found += [step for *_, step in cursor.fetchall() if step.startswith("SCAN ")]
    return [step for step in found if step.split()[1] in LARGE and "version_correction" not in step]


@on_sqlite
@pytest.mark.parametrize("name", READS)
def test_no_read_goes_through_a_whole_table(database: Path, name: str) -> None:
    cast.frozen(cast.at_desk(cast.DEWI))
    assert whole(READS[name]) == []


@on_sqlite
def test_a_plain_condition_on_a_truth_value_would_read_the_whole_table(database: Path) -> None:
    assert whole(lambda: list(Tally.objects.filter(example=False, code=KIND, area="", election="", side="total")))
