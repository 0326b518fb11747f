"""The table of elections."""

from __future__ import annotations

import datetime

from ikrar.core.election.table import load
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
