"""The hand-written list of searches: the project wrote it itself, so it guards against loss and proves no more."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.core.place.test_search import ask

LINES = (Path(__file__).parents[2] / "data" / "searches.csv").read_text(encoding="utf-8").splitlines()
ROWS = [(row["query"], row["expected"]) for row in csv.DictReader(line for line in LINES if not line.startswith("#"))]


def test_the_list_is_long_enough() -> None:
    assert len(ROWS) >= 80


@pytest.mark.parametrize(("query", "expected"), ROWS)
def test_a_written_search_is_answered_or_asked_back(query: str, expected: str) -> None:
    answer = ask(query)
    if expected == "ambiguous":
        assert answer.ambiguous
    else:
        assert answer.hits[0].code == expected
