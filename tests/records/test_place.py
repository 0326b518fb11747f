"""Areas, elections and institutions: public tables filled from the bundled files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from ikrar.core.election.table import load as bundled_elections
from ikrar.core.place.area import load as bundled_areas
from ikrar.records.election import actions as election_actions
from ikrar.records.election import queries as election
from ikrar.records.election.models import Election
from ikrar.records.institution import actions as institution_actions
from ikrar.records.institution import queries as institution
from ikrar.records.institution.models import Institution, Office
from ikrar.records.place import actions, queries
from ikrar.records.place.models import Area


def test_all_areas_are_loaded_with_their_parents_and_the_fictional_ones_are_marked(database: Path) -> None:
    count = actions.load_areas()
    assert count == Area.objects.count() == sum(1 for _ in bundled_areas())
    assert Area.objects.filter(fictional=False).count() == 91_599
    assert not Area.objects.filter(fictional=True).exclude(code__startswith="98").exists()
    assert not Area.objects.exclude(level=1).filter(parent__isnull=True).exists()


def test_loading_areas_again_mends_what_differs_and_changes_nothing_else(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "load", lambda: bundled_areas(2))
    count = actions.load_areas()
    before = list(Area.objects.order_by("code").values())
    Area.objects.filter(code="35.28").update(name="salah", parent="98")
    assert actions.load_areas() == count
    assert list(Area.objects.order_by("code").values()) == before
    assert queries.find("35.28").label == "Kabupaten Pamekasan, Jawa Timur"


def test_searching_names_wider_areas_first_and_whole_names_before_parts(database: Path) -> None:
    codes = [p.code for p in queries.search("serang")]
    assert codes[:2] == ["36.04", "36.73"]
    assert queries.search("Kab. Pamekasan")[0].code == "35.28"
    assert queries.search("35.28.02")[0].code == "35.28.02"
    assert queries.search("  ") == queries.search("!?") == queries.search("tak ada di mana pun") == []


def test_searching_never_gives_more_than_asked_for(database: Path) -> None:
    assert len(queries.search("p")) == queries.LIMIT
    assert len(queries.search("kota serang", limit=1)) == 1
    assert len(queries.search("serang", limit=2)) == 2
    assert len(queries.search("kabupaten", limit=3)) == 3


def test_an_unknown_area_is_none_and_many_are_found_in_one_go(database: Path) -> None:
    assert queries.find("99.99") is None
    assert set(queries.find_many({"35.28", "99.99", "98.01.01.2001"})) == {"35.28", "98.01.01.2001"}
    assert queries.find("98.01.01.2001").within == "Tirtalangit, Kabupaten Lembah Arunika, Arunika"
    assert queries.find("35").label == "Jawa Timur"


def test_elections_are_loaded_again_without_losing_the_day_a_demo_set(database: Path) -> None:
    day = timezone.localdate()
    election_actions.set_voting_day("pilkada-arunika", day)
    assert election_actions.load_elections() == Election.objects.count() == len(bundled_elections())
    assert election.voting_day("pilkada-arunika") == day
    assert election.voting_day("tidak-ada") is None
    assert election.all_elections()[-1].code == "pilkada-2018" or election.all_elections()[0].year >= 2024


def test_the_day_of_a_real_election_cannot_be_set(database: Path) -> None:
    election_actions.set_voting_day("pilkada-2024", date(2030, 1, 1))
    assert election.voting_day("pilkada-2024") == date(2024, 11, 27)


def test_registering_an_institution_twice_brings_it_up_to_date(database: Path) -> None:
    for name, offices in (("KPU Lama", ("Ketua",)), ("KPU Kabupaten Serang", ("Ketua", "Anggota"))):
        institution_actions.register(code="36.04/kpu", kind="kpu", name=name, area="36.04", offices=offices)
    assert Institution.objects.get(code="36.04/kpu").name == "KPU Kabupaten Serang"
    assert set(Office.objects.filter(institution="36.04/kpu").values_list("name", flat=True)) >= {"Ketua", "Anggota"}


@pytest.mark.parametrize(("area", "found"), [("36.04", 1), ("36.04.01", 1), ("36.73", 0), ("36", 0), ("", 0)])
def test_institutions_are_suggested_by_the_regency_of_the_area(database: Path, area: str, found: int) -> None:
    assert len(institution.names_near(area)) == found
