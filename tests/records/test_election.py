"""Elections of an installation, the last day of grants, and parties in official order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ikrar.core.election.table import Participant as Party
from ikrar.core.errors import InvalidField, Missing, Refused
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


def party(number: int, area: str | None = None, election: str = "pilkada-2029-pamekasan") -> Party:
    return Party(election, number, f"P{number}", f"Partai {number}", area, "Keputusan uji")


def test_the_parties_of_an_election_are_what_the_file_says_with_one_leaf(database: Path) -> None:
    actions.register(now=timezone.now(), **TERMS)
    leaves, set_now = Leaf.objects.count(), {"by": "35.28/kpu", "now": timezone.now()}
    assert actions.set_participants({2: party(2), 3: party(1)}, **set_now) == 1
    assert [p.number for p in queries.participants("pilkada-2029-pamekasan")] == [1, 2]
    assert actions.set_participants({2: party(1), 3: party(2)}, **set_now) == 0
    assert actions.set_participants({2: party(3, "35.28")}, **set_now) == 1
    assert queries.parties("pilkada-2029-pamekasan") == [party(3, "35.28")]
    assert Leaf.objects.filter(type="participants.set").count() == 2
    assert Leaf.objects.count() == leaves + 2
    with pytest.raises(Missing):
        actions.set_participants({2: party(1)}, by="35.28/tidak-ada", now=timezone.now())


def test_a_file_that_cannot_be_is_refused_whole_and_told_by_row(database: Path) -> None:
    actions.register(now=timezone.now(), **TERMS)
    found = {
        2: party(1),
        3: party(2, "35.99"),
        4: party(1, election="pilkada-1955"),
        5: party(1, election="pemilu-2024"),
    }
    changed, problems = queries.compare(found)
    assert changed == ("pemilu-2024", "pilkada-2029-pamekasan")
    assert [(p.row, p.column) for p in problems] == [(3, "wilayah"), (4, "pemilihan"), (5, "pemilihan")]
    with pytest.raises(Refused):
        actions.set_participants(found, by="35.28/kpu", now=timezone.now())
    assert not Leaf.objects.filter(type="participants.set").exists()


def test_the_bundled_parties_come_back_unchanged(database: Path) -> None:
    found = dict(enumerate(queries.parties(), start=2))
    assert len(found) > 20
    assert queries.compare(found) == ((), ())
