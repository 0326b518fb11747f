"""The annotated articles are well formed: what a score stands on must itself be sound."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ikrar.core.data import files
from tests.core.reading import reader

ROOT = Path(__file__).parents[1] / "data"
SETS = ("articles_heldout", "articles_dev", "articles_guide", "articles_sealed", "articles_fresh")
KEYS = {
    "id", "published", "kind", "also_kinds", "event_date", "place_text", "province", "regency", "election", "operation",
    "organizations", "persons", "signatories", "points", "point_count_stated", "handover", "commitment_kinds", "alt",
    "phenomena", "scored",
}  # fmt: skip
ELECTION = re.compile(r"(?:pemilu|pilkada)-(?:2018|2019|2020|2024)|other")
KINDS = {row["code"] for row in files.table("article_kinds.toml")["kind"]} | {"none"}
COARSE = {row["coarse"] for row in files.table("commitment_kinds.toml")["kind"]} | {
    "peaceful_campaign",
    *files.table("commitment_kinds.toml")["coarse"],
}
# Then-valid names that the bundled table no longer holds, as the guide asks for them.
FORMER = {"DKI Jakarta"}


@cache
def official() -> frozenset[str]:
    """Give the official names of provinces and regencies."""
    return frozenset(one.name for one in reader.tables().gazetteer.areas.values()) | FORMER


def gold() -> list[tuple[str, dict[str, Any]]]:
    rows = []
    for name in SETS:
        lines = (ROOT / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        rows += [(name, json.loads(line)) for line in lines]
    return rows


def text_of(name: str, article: str) -> str:
    raw = (ROOT / name / f"{article}.txt").read_bytes().decode("utf-8-sig")
    return " ".join(raw.split()).lower()


@pytest.mark.parametrize(("name", "row"), [pytest.param(*one, id=f"{one[0]}-{one[1]['id']}") for one in gold()])
def test_an_annotation_holds_what_the_guide_asks_for_and_what_the_text_says(name: str, row: dict[str, Any]) -> None:
    text = text_of(name, row["id"])
    assert row.keys() >= KEYS
    assert {row["kind"], *row["also_kinds"]} <= KINDS
    assert set(row["commitment_kinds"]) <= COARSE
    assert {row["province"], row["regency"]} - {None} <= official()
    assert row["election"] is None or ELECTION.fullmatch(row["election"])
    assert row["event_date"] is None or datetime.date.fromisoformat(row["event_date"])
    literal = [*row["organizations"], *row["signatories"], *row["points"], row["place_text"], row["operation"]]
    literal += [person["name"] for person in row["persons"]]
    assert [one for one in literal if one and " ".join(one.split()).lower() not in text] == []


@pytest.mark.parametrize("name", SETS)
def test_every_text_has_its_annotation_and_says_where_it_comes_from(name: str) -> None:
    ids = [row["id"] for folder, row in gold() if folder == name]
    assert sorted(ids) == sorted(path.stem for path in (ROOT / name).glob("*.txt"))
    assert "invented" in (ROOT / name / "README.md").read_text(encoding="utf-8") or name == "articles_sealed"


def test_no_text_stands_in_two_sets() -> None:
    texts = [text_of(name, row["id"]) for name, row in gold()]
    assert len(set(texts)) == len(texts)
