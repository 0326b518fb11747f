"""The table of elections."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from ikrar.core.election.table import Election, check, load, participants
from ikrar.core.errors import InvalidField
from ikrar.core.place import area

ELECTIONS = {one.code: one for one in load()}


def test_the_elections_of_the_record_are_all_there() -> None:
    assert list(ELECTIONS) == [
        "pilkada-2018",
        "pemilu-2019",
        "pilkada-2020",
        "pemilu-2024",
        "pilkada-2024",
        "pilkada-arunika",
    ]


def test_voting_days_of_2024_are_those_of_the_regulations() -> None:
    assert ELECTIONS["pemilu-2024"].voting_day == datetime.date(2024, 2, 14)
    assert ELECTIONS["pilkada-2024"].voting_day == datetime.date(2024, 11, 27)


def test_a_real_election_names_its_kind_and_year_in_its_code_and_its_day() -> None:
    for one in ELECTIONS.values():
        if not one.fictional:
            assert one.code == f"{one.kind}-{one.year}"
            assert one.voting_day is not None
            assert one.voting_day.year == one.year
            assert one.area is None


def test_the_fictional_election_is_marked_in_every_language_and_has_no_fixed_day() -> None:
    one = ELECTIONS["pilkada-arunika"]
    assert one.fictional
    assert one.voting_day is None
    assert one.area in {found.code for found in area.load(deepest=2)}
    assert one.name["id"].startswith("CONTOH")
    assert one.name["en"].startswith("EXAMPLE")


def test_every_election_has_a_name_in_both_languages() -> None:
    assert all(set(one.name) == {"id", "en"} and all(one.name.values()) for one in ELECTIONS.values())


def test_grants_for_the_general_election_of_2024_end_with_the_oath_of_the_president() -> None:
    assert ELECTIONS["pemilu-2024"].ends == datetime.date(2024, 10, 20)


def test_every_real_election_says_until_when_grants_may_reach() -> None:
    for one in ELECTIONS.values():
        assert one.fictional or (one.ends is not None and one.voting_day is not None and one.ends > one.voting_day)


def test_the_parties_of_2024_stand_in_ballot_order_and_the_local_ones_only_in_aceh() -> None:
    parties = [p for p in participants() if p.election == "pemilu-2024"]
    assert [p.number for p in parties] == list(range(1, 25))
    assert [p.number for p in parties if p.area == "11"] == [18, 19, 20, 21, 22, 23]
    assert parties[23].short_name == "Ummat"
    assert all(p.source for p in parties)


def test_the_parties_of_the_fictional_election_are_marked_and_are_no_real_ones() -> None:
    real = {p.name for p in participants() if p.election == "pemilu-2024"}
    invented = [p for p in participants() if p.election == "pilkada-arunika"]
    assert invented
    assert all(p.name.startswith("CONTOH") and p.name.removeprefix("CONTOH ") not in real for p in invented)


USUAL = Election(
    "pilkada-2029-pamekasan",
    {"id": "Pilkada Pamekasan", "en": "Pamekasan local election"},
    "pilkada",
    2029,
    datetime.date(2029, 11, 28),
    datetime.date(2030, 3, 31),
    "35.28",
    fictional=False,
)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "Pilkada 2029"}, "election"),
        ({"code": "pilkada-" + "x" * 20 + "-" + "y" * 20}, "election"),
        ({"kind": "pilkades"}, "election_kind"),
        ({"name": {"id": "Pilkada", "en": ""}}, "election_name"),
        ({"name": {"id": "Pilkada\n", "en": "Election"}}, "election_name"),
        ({"voting_day": None}, "voting_day"),
        ({"ends": None}, "voting_day"),
        ({"ends": datetime.date(2029, 11, 27)}, "election_ends"),
    ],
)
def test_an_election_that_cannot_be_is_refused_by_its_field(values: dict[str, Any], field: str) -> None:
    check(USUAL)
    with pytest.raises(InvalidField) as refusal:
        check(replace(USUAL, **values))
    assert refusal.value.field == field
