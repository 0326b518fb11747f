"""The register counted by place: what counts where, with how much of the place is covered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ikrar.core.declaration.tally import Figure
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions, queries
from ikrar.records.institution.models import Institution
from tests import cast
from tests.store import STORE

TODAY = date(2026, 3, 2)


@pytest.fixture
def dewi(database: Path) -> Holder:
    return cast.at_desk(cast.DEWI)


def whole(code: str) -> Figure:
    return queries.tally(code, TODAY).whole


def of(code: str, below: str) -> Figure:
    return queries.tally(code, TODAY).of(below)


def test_a_declaration_counts_in_its_area_and_in_all_around_it_once(dewi: Holder) -> None:
    cast.frozen(dewi, title="A", area="35.28.01")
    cast.frozen(dewi, title="B", area="35.28.01.2001")
    cast.frozen(dewi, title="C")
    for code, number in (("", 3), ("35", 3), ("35.28", 3), ("35.28.01", 2), ("35.28.01.2001", 1), ("36", 0)):
        assert whole(code).declarations == number, code
    assert (of("", "35").declarations, of("35", "35.28").declarations) == (3, 3)
    assert of("35.28", "35.28.01").declarations == 2
    assert of("35.28.01", "35.28.01.2001").declarations == 1


def test_what_was_superseded_or_is_a_draft_does_not_count(dewi: Holder) -> None:
    ref = cast.frozen(dewi).declaration_id
    cast.registered(dewi)
    actions.supersede(dewi, ref, reason="Salah tulis.", now=timezone.now())
    assert whole("35.28").declarations == 1
    cast.freeze(dewi, ref)
    assert whole("35.28").declarations == 1


def test_the_coverage_counts_institutions_by_their_seat_and_who_of_them_registered(dewi: Holder) -> None:
    assert whole("35.28") == Figure(0, 5, 0)
    cast.frozen(dewi)
    assert whole("35.28") == Figure(1, 5, 1)
    assert (whole("").institutions, of("", "35"), of("", "36")) == (6, Figure(1, 5, 1), Figure(0, 1, 0))
    assert whole("35.28.01") == Figure()
    assert of("35.28", "35.28.01") == Figure()


@pytest.mark.parametrize("code", ["", "35", "35.28", "35.28.01", "35.28.01.2001", "36.73", "98.01"])
def test_the_coverage_alone_is_that_of_the_whole_count(dewi: Holder, code: str) -> None:
    cast.frozen(dewi)
    counted, alone = whole(code), queries.covering(code, TODAY)
    assert alone == Figure(0, counted.institutions, counted.using)


def test_the_coverage_alone_costs_one_query(dewi: Holder) -> None:
    with CaptureQueriesContext(connection) as seen:
        queries.covering("35.28", TODAY)
    assert len(STORE.own(seen)) == 1


def test_an_institution_that_ended_or_has_not_begun_is_not_part_of_the_coverage(dewi: Holder) -> None:
    Institution.objects.filter(code="35.28/pemantau").update(valid_until=date(2026, 3, 1))
    Institution.objects.filter(code="35.28/polres").update(valid_from=date(2026, 3, 3))
    assert whole("35.28").institutions == 3


def test_nothing_recorded_differs_from_none_declared(dewi: Holder) -> None:
    assert whole("36.04").known
    assert not whole("36.73").known
    cast.frozen(dewi, area="35.28.02")
    assert of("35.28", "35.28.02").known


def test_invented_declarations_never_count_among_real_ones_nor_the_other_way_round(dewi: Holder) -> None:
    cast.frozen(dewi, title="CONTOH A", area="98.01", election="")
    assert whole("") == Figure(0, 6, 0), "a real institution that registered an example covers nothing"
    assert "98" not in queries.tally("", TODAY).below
    assert whole("98") == Figure(1, 1, 0)
    cast.frozen(dewi)
    assert whole("98").declarations == 1
    assert whole("").declarations == 1


@pytest.mark.parametrize("code", ["", "35", "35.28", "35.28.01", "35.28.01.2001"])
def test_a_tally_takes_two_queries_whatever_there_is(dewi: Holder, code: str) -> None:
    for title in ("A", "B"):
        with CaptureQueriesContext(connection) as asked:
            queries.tally(code, TODAY)
        assert len(STORE.own(asked)) == 2
        cast.frozen(dewi, title=title, area="35.28.01.2001")


def test_the_parts_and_what_lies_in_none_of_them_add_up_to_the_whole(dewi: Holder) -> None:
    for title, area in (("A", "35.28"), ("B", "35.28.01"), ("C", "35.28.02")):
        cast.frozen(dewi, title=title, area=area)
    counted = queries.tally("35.28", TODAY)
    assert (counted.whole.declarations, sum(f.declarations for f in counted.below.values())) == (3, 2)
