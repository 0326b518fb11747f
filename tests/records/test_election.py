"""Elections of an installation, the last day of grants, and parties in official order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ikrar.core.errors import InvalidField, Missing
from ikrar.records.election import actions, queries
from ikrar.records.election.models import Election, Participant
from ikrar.records.ledger.models import Leaf

TERMS: dict[str, Any] = {
    "code": "pilkada-2029-pamekasan",
    "names": {"id": "Pilkada Pamekasan", "en": "Pamekasan local election"},
    "kind": "pilkada",
    "voting_day": date(2029, 11, 28),
    "ends": date(2030, 3, 31),
    "area": "35.28",
    "by": "35.28/kpu",
}


def test_an_election_is_registered_once_and_a_leaf_left_when_it_changes(database: Path) -> None:
    before = Leaf.objects.count()
    actions.register(now=timezone.now(), **TERMS)
    row = actions.register(now=timezone.now(), **TERMS)
    assert (row.year, row.area_id, row.fictional) == (2029, "35.28", False)
    assert Leaf.objects.count() == before + 1
    actions.register(now=timezone.now(), **(TERMS | {"ends": date(2030, 6, 30)}))
    assert Leaf.objects.count() == before + 2
    assert queries.find(row.code).ends == date(2030, 6, 30)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"code": "pemilu-2024"}, "election"), ({"area": "35.99"}, "area"), ({"kind": "pilkades"}, "election_kind")],
)
def test_an_election_that_cannot_be_is_refused(database: Path, values: dict[str, Any], field: str) -> None:
    count = Election.objects.count()
    with pytest.raises(InvalidField) as refusal:
        actions.register(now=timezone.now(), **(TERMS | values))
    assert refusal.value.field == field
    assert Election.objects.count() == count


def test_an_election_of_the_nation_has_no_area_and_one_of_an_invented_place_is_marked(database: Path) -> None:
    nation = TERMS | {"code": "pemilu-2034", "kind": "pemilu", "area": None}
    assert not actions.register(now=timezone.now(), **nation).fictional
    assert actions.register(now=timezone.now(), **(TERMS | {"area": "98.01"})).fictional


def test_an_unknown_election_is_missing(database: Path) -> None:
    with pytest.raises(Missing):
        queries.find("pilkada-1955")


def test_the_last_day_of_grants_is_the_latest_of_the_elections_that_cover_all_their_areas(database: Path) -> None:
    bundled = queries.last_day(frozenset({"35.28", "36.04"}))
    actions.register(now=timezone.now(), **TERMS)
    assert queries.last_day(frozenset({"35.28.01"})) == date(2030, 3, 31)
    assert queries.last_day(frozenset({"35.28", "36.04"})) == bundled == date(2025, 12, 31)
    assert queries.last_day(frozenset()) is None
    assert queries.last_day(frozenset({"98.01"})) is None
    actions.set_voting_day("pilkada-arunika", date(2026, 2, 1))
    assert queries.last_day(frozenset({"98.01"})) == date(2027, 2, 1)
    assert queries.last_day(frozenset({"98.01", "35.28"})) is None


def test_parties_come_in_official_order_and_local_ones_only_where_they_stand(database: Path) -> None:
    Participant.objects.create(election_id="pemilu-2024", number=18, short_name="X", name="Partai X", area_id="36")
    everywhere = [p.number for p in queries.participants("pemilu-2024")]
    assert everywhere == sorted(everywhere)
    assert 18 in {p.number for p in queries.participants("pemilu-2024", "36.04")}
    assert 18 not in {p.number for p in queries.participants("pemilu-2024", "35.28")}
    assert queries.participants("pilkada-arunika", "98.01")[0].short_name == "Melati"
